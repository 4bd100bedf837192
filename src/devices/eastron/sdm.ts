// Eastron SDM meters: single-precision numbers in input registers, high word first. Positive power is import.
// Source: Eastron SDM630-Modbus V2, SDM120-Modbus and SDM72D-M-2 Modbus protocol documents, table "input registers".
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { freezeDeep } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { isBetween, modbusDefinition, type ModbusDevice, serial9600 } from '../modbus-device.ts';

const live = rowWriter({ kind: 'input' });
const phases = [1, 2, 3] as const;

/** Three registers in a row, one a phase. */
const perPhase = (register: number, words: (phase: 1 | 2 | 3) => Parameters<typeof live>[2]): RegisterRow[] =>
  phases.map((phase) => live(register + 2 * (phase - 1), 'f32', words(phase)));

const threePhases: readonly RegisterRow[] = [
  ...perPhase(0, (phase) => ({ label: `Phase ${phase} voltage`, unit: 'V', metric: `grid.voltage.l${phase}` })),
  ...perPhase(6, (phase) => ({ label: `Phase ${phase} current`, unit: 'A', metric: `grid.current.l${phase}` })),
  ...perPhase(12, (phase) => ({ label: `Phase ${phase} power`, unit: 'W', metric: `grid.power.l${phase}` })),
  ...perPhase(18, (phase) => ({
    label: `Phase ${phase} apparent power`,
    unit: 'VA',
    metric: `grid.power_apparent.l${phase}`,
  })),
  ...perPhase(24, (phase) => ({ label: `Phase ${phase} reactive power`, unit: 'var' })),
  ...perPhase(30, (phase) => ({ label: `Phase ${phase} power factor`, metric: `grid.power_factor.l${phase}` })),
];

const totals: readonly RegisterRow[] = [
  live(52, 'f32', { label: 'Total system power', unit: 'W', metric: 'grid.power' }),
  live(56, 'f32', { label: 'Total system apparent power', unit: 'VA', metric: 'grid.power_apparent' }),
  live(60, 'f32', { label: 'Total system reactive power', unit: 'var', metric: 'grid.power_reactive' }),
  live(62, 'f32', { label: 'Total system power factor' }),
  live(70, 'f32', { label: 'Frequency', unit: 'Hz', metric: 'grid.frequency' }),
  live(72, 'f32', { label: 'Total import', unit: 'Wh', scale: 1000, metric: 'grid.energy.import' }),
  live(74, 'f32', { label: 'Total export', unit: 'Wh', scale: 1000, metric: 'grid.energy.export' }),
];

type Common = Pick<ModbusDevice, 'version' | 'kind' | 'maker' | 'links' | 'unit' | 'overTcp' | 'responseMs' | 'plan'>;
// The SDM630 reads at most 80 registers at once (document, §"Modbus protocol holding registers and input registers").
const common: Common = {
  version: 1,
  kind: 'meter',
  maker: 'Eastron',
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  responseMs: 500,
  plan: { maxRegisters: 80, maxGap: 16 },
};
const source = (model: string): readonly string[] => [
  `Eastron: ${model} Modbus protocol, input registers`,
  'volkszaehler/mbmd meters/rs485: addresses in use by many',
];

/** SDM630 and its variants: three phases with counters of their own. */
export const sdm630 = modbusDefinition({
  ...common,
  id: 'eastron-sdm630',
  aliases: ['sdm630', 'sdm'],
  title: 'Eastron SDM630 (three phases)',
  models: ['SDM630-Modbus', 'SDM630-Modbus V2', 'SDM630MCT'],
  verified: 'community',
  sources: source('SDM630-Modbus'),
  rows: [
    ...threePhases,
    ...totals,
    live(224, 'f32', { label: 'Neutral current', unit: 'A', metric: 'grid.current.n' }),
    ...perPhase(346, (phase) => ({
      label: `Phase ${phase} import`,
      unit: 'Wh',
      scale: 1000,
      metric: `grid.energy.import.l${phase}`,
    })),
    ...perPhase(352, (phase) => ({
      label: `Phase ${phase} export`,
      unit: 'Wh',
      scale: 1000,
      metric: `grid.energy.export.l${phase}`,
    })),
  ],
  probe: {
    fields: ['phase_1_voltage', 'phase_2_voltage', 'frequency'],
    matches: (first, second, frequency) =>
      isBetween(first, [60, 500]) && isBetween(second, [0, 500]) && isBetween(frequency, [44, 66]),
  },
});

/** SDM72D-M-2: three phases, one pair of counters. */
export const sdm72 = modbusDefinition({
  ...common,
  id: 'eastron-sdm72',
  aliases: ['sdm72', 'sdm72v2'],
  title: 'Eastron SDM72D-M-2 (three phases)',
  models: ['SDM72D-M-2', 'SDM72V2'],
  verified: 'community',
  sources: source('SDM72D-M-2'),
  rows: [...threePhases, ...totals],
  probe: {
    fields: ['phase_1_voltage', 'phase_2_voltage', 'frequency'],
    matches: (first, second, frequency) =>
      isBetween(first, [60, 500]) && isBetween(second, [0, 500]) && isBetween(frequency, [44, 66]),
  },
});

/** SDM120 and SDM230: one phase. */
export const sdm120 = modbusDefinition({
  ...common,
  id: 'eastron-sdm120',
  aliases: ['sdm120', 'sdm230', 'sdm220'],
  title: 'Eastron SDM120, SDM220 and SDM230 (one phase)',
  models: ['SDM120-Modbus', 'SDM220-Modbus', 'SDM230-Modbus'],
  verified: 'community',
  sources: source('SDM120-Modbus'),
  serial: { ...serial9600, baud: 2400 },
  rows: [
    live(0, 'f32', { label: 'Voltage', unit: 'V', metric: 'grid.voltage' }),
    live(6, 'f32', { label: 'Current', unit: 'A', metric: 'grid.current' }),
    live(12, 'f32', { label: 'Power', unit: 'W', metric: 'grid.power' }),
    live(18, 'f32', { label: 'Apparent power', unit: 'VA', metric: 'grid.power_apparent' }),
    live(24, 'f32', { label: 'Reactive power', unit: 'var', metric: 'grid.power_reactive' }),
    live(30, 'f32', { label: 'Power factor' }),
    live(70, 'f32', { label: 'Frequency', unit: 'Hz', metric: 'grid.frequency' }),
    live(72, 'f32', { label: 'Total import', unit: 'Wh', scale: 1000, metric: 'grid.energy.import' }),
    live(74, 'f32', { label: 'Total export', unit: 'Wh', scale: 1000, metric: 'grid.energy.export' }),
  ],
  plan: { maxRegisters: 40, maxGap: 8 },
  probe: {
    fields: ['voltage', 'current'],
    matches: (voltage, current) => isBetween(voltage, [60, 300]) && isBetween(current, [0, 120]),
  },
});

/** SDM72D-M of the first generation: the sum of the phases alone. It tells nothing that could not be another meter: it is chosen. */
export const sdm72v1: RequestDefinition = freezeDeep({
  ...modbusDefinition({
    ...common,
    id: 'eastron-sdm72v1',
    aliases: ['sdm72v1', 'sdm72d-m'],
    title: 'Eastron SDM72D-M (first generation, three phases, sum only)',
    models: ['SDM72D-M'],
    verified: 'community',
    sources: ['Eastron: SDM72D-M user manual, input registers', 'volkszaehler/mbmd meters/rs485/sdm72.go'],
    rows: [
      live(52, 'f32', { label: 'Total system power', unit: 'W', metric: 'grid.power' }),
      live(72, 'f32', { label: 'Total import', unit: 'Wh', scale: 1000, metric: 'grid.energy.import' }),
      live(74, 'f32', { label: 'Total export', unit: 'Wh', scale: 1000, metric: 'grid.energy.export' }),
      live(342, 'f32', { label: 'Total energy', unit: 'Wh', scale: 1000 }),
    ],
    plan: { maxRegisters: 40, maxGap: 0 },
    probe: {
      fields: ['total_import', 'total_export'],
      matches: (drawn, fedIn) => isBetween(drawn, [0, 1e12]) && isBetween(fedIn, [0, 1e12]),
    },
  }),
  autodetect: 'chosen',
} satisfies RequestDefinition);
