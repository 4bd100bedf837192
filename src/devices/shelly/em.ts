// Shelly meters whose channels are meters of their own: EM Gen3, Pro EM and the Pro 3EM in its monophase profile (components `em1` and
// `em1data`). Channel 0 is the connection to the grid, the others are told beside it: what they measure only their owner knows.
// Source: [shelly-rpc] (EM1, EM1Data).
import { freezeDeep } from '../define.ts';
import type { MqttDefinition } from '../definition.ts';
import { numberAt, stateTable, type TypedStateRow } from '../state-rows.ts';
import { shellyDialect } from './dialect.ts';
import { commonRows } from './rows.ts';

type Words = Omit<TypedStateRow, 'type' | 'unit'>;
const channels = [0, 1, 2] as const;

function channelRows(channel: number): readonly TypedStateRow[] {
  const isGrid = channel === 0;
  const at = (component: string, key: string, label: string) => ({
    path: `${component}:${channel}/${key}`,
    name: `channel_${channel}_${key}`,
    label: `${label}, channel ${channel}`,
  });
  const grid = (metric: Words['metric']): Pick<Words, 'metric'> => (isGrid && metric !== undefined ? { metric } : {});
  return [
    numberAt({ ...at('em1', 'act_power', 'Active power'), ...grid('grid.power') }, 'W'),
    numberAt({ ...at('em1', 'aprt_power', 'Apparent power'), ...grid('grid.power_apparent') }, 'VA'),
    numberAt({ ...at('em1', 'voltage', 'Voltage'), ...grid('grid.voltage') }, 'V'),
    numberAt({ ...at('em1', 'current', 'Current'), ...grid('grid.current') }, 'A'),
    numberAt(at('em1', 'pf', 'Power factor'), ''),
    numberAt({ ...at('em1', 'freq', 'Frequency'), ...grid('grid.frequency') }, 'Hz'),
    numberAt({ ...at('em1data', 'total_act_energy', 'Active energy'), ...grid('grid.energy.import') }, 'Wh'),
    numberAt(
      { ...at('em1data', 'total_act_ret_energy', 'Returned active energy'), ...grid('grid.energy.export') },
      'Wh',
    ),
  ];
}

/** What it shows; + is along the arrow of the clamp, which is import when mounted as documented. */
export const emRows: readonly TypedStateRow[] = [
  ...channels.flatMap(channelRows),
  numberAt({ path: 'temperature:0/tC', name: 'temperature', label: 'Temperature', metric: 'device.temperature' }, '°C'),
  ...commonRows,
];
const table = stateTable(emRows);

/** Shelly EM Gen3, Pro EM and Pro 3EM (monophase). */
export const shellyEm: MqttDefinition = freezeDeep({
  id: 'shelly-em',
  aliases: ['shellyemg3', 'shellyproem50', 'shelly-em1', 'shelly-pro3em-monophase'],
  version: 1,
  kind: 'meter',
  maker: 'Shelly',
  title: 'Shelly EM Gen3, Pro EM and Pro 3EM (monophase profile)',
  models: ['S3EM-002CXCEU', 'SPEM-002CEBEU50', 'SPEM-003CEBEU (monophase)'],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: EM1, EM1Data; a recorded status in evcc'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  rows: table.rows,
  decode: table.decode,
  everySeconds: 60,
  writes: [],
  identity: [{ key: 'serial', path: 'sys/mac' }],
} satisfies MqttDefinition);
