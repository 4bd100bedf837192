// A stack of Pylontech packs on the RS485 port of its first: asked for all packs (INFO FF) it answers the values of each, one after
// another. What the stack does is the sum of its packs. Source: [pylontech] §2.4, "fixed point", INFO of several packs.
import { because } from '#core/reason.ts';
import { type PylonDialect, pylonWire } from '#codec/pylontech.ts';
import { type Blocks, recordTable, type RecordField, type RecordView } from '#codec/record.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { Derivation, RequestDefinition } from '../definition.ts';
import { pylontech } from './pylontech.ts';

/** Most packs of one stack. */
const mostPacks = 15;
const mostCells = 16;
const firstAddress = 2;
const packs = Array.from({ length: mostPacks }, (_, index) => index + 1);

const dialect: PylonDialect = {
  id: 'pylontech-stack',
  title: 'Pylontech ~…CR (version 2.0, all packs)',
  version: '20',
  commands: { '42': 'all', '51': 'nothing', '93': 'address' },
};

/** Bytes of a pack's values: 6 more where a capacity does not fit two bytes, which the byte at 6 says. */
const valueBytes = (kind: number): number => (kind >= 4 ? 17 : 11);

/** Block 0 is the head; a pack is three: its cells, its sensors, its values. */
function cutPacks(payload: Uint8Array): Blocks {
  const count = payload[1] ?? 0;
  if (count < 1 || count > mostPacks) return { why: because('decode.packs', { count }) };
  const blocks = [payload.subarray(0, 2)];
  let at = 2;
  const counted = (): Uint8Array => {
    const from = at + 1;
    at = from + 2 * (payload[at] ?? 0);
    return payload.subarray(from, at);
  };
  for (let pack = 1; pack <= count; pack += 1) {
    blocks.push(counted(), counted());
    const values = payload.subarray(at, at + valueBytes(payload[at + 6] ?? 0));
    at += values.length;
    if (values.length < 11 || at > payload.length) return { why: because('decode.pack-cut', { pack, count }) };
    blocks.push(values);
  }
  return at === payload.length ? { blocks } : { why: because('decode.after-packs', { bytes: payload.length - at }) };
}

/** The lowest or highest cell of a block, V. */
function extreme(block: number, of: (...volts: readonly number[]) => number) {
  return (_: number, view: RecordView): number | undefined => {
    const volts = Array.from({ length: mostCells }, (__, cell) => view.number(block, 2 * cell, 'u16be'))
      .filter((milli) => milli !== undefined)
      .filter((milli) => milli !== 0 && milli !== 0xffff);
    return volts.length === 0 ? undefined : of(...volts) / 1000;
  };
}

/** Ampere-hours in thousandths, in three bytes at `wide` where the two say that they do not fit. */
const capacity =
  (block: number, wide: number) =>
  (raw: number, view: RecordView): number | undefined => {
    const milli = raw === 0xffff ? view.number(block, wide, 'u24be') : raw;
    return milli === undefined ? undefined : milli / 1000;
  };

const rows: readonly RecordField[] = packs.flatMap((pack): readonly RecordField[] => {
  const [cells, sensors, values] = [3 * pack - 2, 3 * pack - 1, 3 * pack];
  const at = (offset: number, label: string): Pick<RecordField, 'block' | 'at' | 'label'> => ({
    block: values,
    at: offset,
    label: `Pack ${pack} ${label}`,
  });
  return [
    { ...at(0, 'Current'), type: 'i16be', unit: 'A', divide: 10 },
    { ...at(2, 'Voltage'), type: 'u16be', unit: 'V', divide: 1000 },
    { ...at(4, 'Remaining Capacity'), type: 'u16be', unit: 'Ah', calc: capacity(values, 11) },
    { ...at(7, 'Total Capacity'), type: 'u16be', unit: 'Ah', calc: capacity(values, 14) },
    { ...at(9, 'Cycles'), type: 'u16be' },
    {
      block: cells,
      at: 0,
      label: `Pack ${pack} Lowest Cell`,
      type: 'u16be',
      unit: 'V',
      calc: extreme(cells, Math.min),
    },
    {
      block: cells,
      at: 0,
      label: `Pack ${pack} Highest Cell`,
      type: 'u16be',
      unit: 'V',
      calc: extreme(cells, Math.max),
    },
    { block: sensors, at: 0, label: `Pack ${pack} Temperature`, type: 'u16be', unit: '°C', add: -2731, divide: 10 },
  ];
});

const of = (field: string): readonly string[] => packs.map((pack) => `pack_${pack}_${field}`);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** Values of two fields of each pack that is there: the first half and the second. */
function halves(
  values: readonly (number | string | boolean | undefined)[],
): readonly [readonly number[], readonly number[]] {
  const numbers = values.map(numeric);
  return [numbers.slice(0, numbers.length / 2), numbers.slice(numbers.length / 2)];
}

type Whole = Pick<Derivation, 'metric' | 'name' | 'label' | 'unit' | 'from' | 'calc'>;
const ofPacks = (derivation: Whole): Derivation => ({ needs: 'any', ...derivation });

const derive: readonly Derivation[] = [
  ofPacks({
    metric: 'battery.current',
    name: 'stack_current',
    label: 'Current of the stack, + discharge',
    unit: 'A',
    from: of('current'),
    calc: (...amps) => round(0 - sum(amps.map(numeric)), 1),
  }),
  ofPacks({
    metric: 'battery.voltage',
    name: 'stack_voltage',
    label: 'Voltage (mean of the packs)',
    unit: 'V',
    from: of('voltage'),
    calc: (...volts) => round(sum(volts.map(numeric)) / volts.length, 3),
  }),
  ofPacks({
    metric: 'battery.power',
    name: 'stack_power',
    label: 'Power of the stack (voltage × current), + discharge',
    unit: 'W',
    from: [...of('voltage'), ...of('current')],
    calc(...values) {
      const [volts, amps] = halves(values);
      return round(0 - sum(volts.map((voltage, index) => voltage * (amps[index] ?? 0))), 1);
    },
  }),
  ofPacks({
    metric: 'battery.capacity.remaining',
    name: 'stack_remaining',
    label: 'Charge left in the stack',
    unit: 'Ah',
    from: of('remaining_capacity'),
    calc: (...left) => round(sum(left.map(numeric)), 3),
  }),
  ofPacks({
    metric: 'battery.capacity',
    name: 'stack_capacity',
    label: 'Capacity of the stack',
    unit: 'Ah',
    from: of('total_capacity'),
    calc: (...full) => round(sum(full.map(numeric)), 3),
  }),
  ofPacks({
    metric: 'battery.soc',
    name: 'stack_soc',
    label: 'State of charge of the stack (left ÷ full)',
    unit: '%',
    from: [...of('remaining_capacity'), ...of('total_capacity')],
    calc(...values) {
      const [left, full] = halves(values);
      return sum(full) > 0 ? round(Math.min(100, (100 * sum(left)) / sum(full)), 1) : undefined;
    },
  }),
  ofPacks({
    metric: 'battery.cycles',
    name: 'stack_cycles',
    label: 'Cycles (most of the packs)',
    unit: '',
    from: of('cycles'),
    calc: (...cycles) => Math.max(...cycles.map(numeric)),
  }),
  ofPacks({
    metric: 'battery.temperature',
    name: 'stack_temperature',
    label: 'Temperature (highest of the packs)',
    unit: '°C',
    from: of('temperature'),
    calc: (...degrees) => Math.max(...degrees.map(numeric)),
  }),
  ofPacks({
    metric: 'battery.cell.voltage.min',
    name: 'stack_lowest_cell',
    label: 'Lowest cell of all packs',
    unit: 'V',
    from: of('lowest_cell'),
    calc: (...volts) => Math.min(...volts.map(numeric)),
  }),
  ofPacks({
    metric: 'battery.cell.voltage.max',
    name: 'stack_highest_cell',
    label: 'Highest cell of all packs',
    unit: 'V',
    from: of('highest_cell'),
    calc: (...volts) => Math.max(...volts.map(numeric)),
  }),
  ...packs.map(
    (pack): Derivation => ({
      metric: `battery.power.${pack}`,
      name: `pack_${pack}_power`,
      label: `Power of pack ${pack}, + discharge`,
      unit: 'W',
      from: [`pack_${pack}_voltage`, `pack_${pack}_current`],
      calc: (volts, amps) => round(0 - numeric(volts) * numeric(amps), 1),
    }),
  ),
];

const { commands, identity, ...single } = pylontech;

/** All packs of a Pylontech stack in one answer. */
export const pylontechStack: RequestDefinition = freezeDeep({
  ...single,
  id: 'pylontech-stack',
  autodetect: 'chosen',
  aliases: ['pylontech-group', 'pylontech-all'],
  title: 'Pylontech: all packs of a stack on RS485',
  verified: 'document',
  sources: ['Pylontech: RS485 protocol V3.3 (2018-08-21), INFO of several packs'],
  wire: pylonWire(dialect, firstAddress),
  wireAt: (_, { unit = firstAddress }) => pylonWire(dialect, unit),
  commands: [
    read({
      name: '42',
      title: 'Measured values of all packs',
      answerBytes: 900,
      table: recordTable(rows, { cut: cutPacks }),
      derive,
    }),
    ...commands.filter(({ name }) => name === '51' || name === '93'),
  ],
  identity,
  live: { everySeconds: 10, commands: ['42'] },
  settings: { everySeconds: 3600, commands: [] },
  probe: { command: '42', matches: (payload) => payload.length > 40 && (payload[1] ?? 0) <= mostPacks },
} satisfies RequestDefinition);
