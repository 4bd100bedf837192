// Shelly Pro 3EM in its triphase profile: one three-phase meter. Source: [shelly-rpc].
import { freezeDeep } from '../define.ts';
import type { MqttDefinition } from '../definition.ts';
import { numberAt, stateTable, type TypedStateRow } from '../state-rows.ts';
import { shellyDialect } from './dialect.ts';
import { commonRows } from './rows.ts';

const phases = [
  { letter: 'a', phase: 'l1' },
  { letter: 'b', phase: 'l2' },
  { letter: 'c', phase: 'l3' },
] as const;

type Phase = (typeof phases)[number];

const meterRows = ({ letter, phase }: Phase): TypedStateRow[] => {
  const at = (key: string, label: string) => ({
    path: `em:0/${letter}_${key}`,
    name: `${letter}_${key}`,
    label: `${label}, phase ${letter}`,
  });
  return [
    numberAt({ ...at('act_power', 'Active power'), metric: `grid.power.${phase}` }, 'W'),
    numberAt(at('aprt_power', 'Apparent power'), 'VA'),
    numberAt({ ...at('voltage', 'Voltage'), metric: `grid.voltage.${phase}` }, 'V'),
    numberAt({ ...at('current', 'Current'), metric: `grid.current.${phase}` }, 'A'),
    numberAt({ ...at('pf', 'Power factor'), metric: `grid.power_factor.${phase}` }, ''),
    // One grid has one frequency; phase a stands for it.
    numberAt({ ...at('freq', 'Frequency'), ...(letter === 'a' ? { metric: 'grid.frequency' as const } : {}) }, 'Hz'),
  ];
};

const energyRows = ({ letter, phase }: Phase): TypedStateRow[] => {
  const at = (key: string, label: string) => ({
    path: `emdata:0/${letter}_${key}`,
    name: `${letter}_${key}`,
    label: `${label}, phase ${letter}`,
  });
  return [
    numberAt({ ...at('total_act_energy', 'Active energy'), metric: `grid.energy.import.${phase}` }, 'Wh'),
    numberAt({ ...at('total_act_ret_energy', 'Returned active energy'), metric: `grid.energy.export.${phase}` }, 'Wh'),
  ];
};

/** + is along the arrow of the current clamp, which is import when mounted as documented: the sign of the catalogue. */
/** What it shows. */
export const pro3emRows: readonly TypedStateRow[] = [
  ...phases.flatMap(meterRows),
  numberAt({ path: 'em:0/n_current', name: 'n_current', label: 'Current, neutral', metric: 'grid.current.n' }, 'A'),
  numberAt(
    { path: 'em:0/total_current', name: 'total_current', label: 'Current, sum of the phases', metric: 'grid.current' },
    'A',
  ),
  numberAt(
    {
      path: 'em:0/total_act_power',
      name: 'total_act_power',
      label: 'Active power, sum of the phases',
      metric: 'grid.power',
    },
    'W',
  ),
  numberAt(
    {
      path: 'em:0/total_aprt_power',
      name: 'total_aprt_power',
      label: 'Apparent power, sum of the phases',
      metric: 'grid.power_apparent',
    },
    'VA',
  ),
  ...phases.flatMap(energyRows),
  numberAt(
    {
      path: 'emdata:0/total_act',
      name: 'total_act',
      label: 'Active energy, sum of the phases',
      metric: 'grid.energy.import',
    },
    'Wh',
  ),
  numberAt(
    {
      path: 'emdata:0/total_act_ret',
      name: 'total_act_ret',
      label: 'Returned active energy, sum of the phases',
      metric: 'grid.energy.export',
    },
    'Wh',
  ),
  numberAt({ path: 'temperature:0/tC', name: 'temperature', label: 'Temperature', metric: 'device.temperature' }, '°C'),
  ...commonRows,
];

const table = stateTable(pro3emRows);

/** Shelly Pro 3EM. */
export const shellyPro3em: MqttDefinition = freezeDeep({
  id: 'shelly-pro3em',
  aliases: ['shellypro3em', 'shellypro3em63', 'shellypro3em400'],
  version: 1,
  kind: 'meter',
  maker: 'Shelly',
  title: 'Shelly Pro 3EM (triphase profile)',
  models: ['SPEM-003CEBEU', 'SPEM-003CEBEU120', 'SPEM-003CEBEU63', 'SPEM-003CEBEU400'],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: RPC protocol, Mqtt, EM, EMData; recorded transcripts'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  rows: table.rows,
  decode: table.decode,
  // Energy comes once a minute, power whenever it moves.
  everySeconds: 60,
  writes: [],
  identity: [{ key: 'serial', path: 'sys/mac' }],
} satisfies MqttDefinition);
