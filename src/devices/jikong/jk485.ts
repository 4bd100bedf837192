// The old JK active balancers (JK-DZ11-B2A24S) on RS485, 9600 8N1: cells and balancing, no current.
// Source: [mpp-solar] jk485, with a recorded answer.
import { jk485Wire } from '#codec/jk-485.ts';
import { recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes } from '../battery-derivations.ts';
import { cellNames, cellRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';

const maxCells = 24;

/** Cells beyond the board's count repeat others and mean nothing. */
function cells(): readonly RecordField[] {
  return cellRows(maxCells, { at: 23, step: 2 }, { type: 'u16be', absent: [0] }).map((row, index) => ({
    ...row,
    calc: (raw, view) => (index < (view.number(0, 8, 'u8') ?? 0) ? raw / 1000 : undefined),
  }));
}

const rows: readonly RecordField[] = [
  { at: 4, type: 'u16be', label: 'Total Battery Voltage', unit: 'V', divide: 100, metric: 'battery.voltage' },
  { at: 6, type: 'u16be', label: 'Average Cell Voltage', unit: 'V', divide: 1000 },
  { at: 8, type: 'u8', label: 'Number of Cells' },
  { at: 9, type: 'u8', label: 'Highest Cell' },
  { at: 10, type: 'u8', label: 'Lowest Cell' },
  { at: 11, type: 'u8', label: 'Balancing', metric: 'battery.balancing', calc: (raw) => raw !== 0 },
  { at: 12, type: 'u8', label: 'Alarm Code' },
  {
    at: 13,
    type: 'u16be',
    label: 'Voltage Difference',
    unit: 'V',
    divide: 1000,
    metric: 'battery.cell.voltage.spread',
  },
  { at: 15, type: 'i16be', label: 'Balance Current', unit: 'A', divide: 1000 },
  { at: 17, type: 'u16be', label: 'Balance Trigger Voltage', unit: 'V', divide: 1000 },
  { at: 19, type: 'u16be', label: 'Max Balance Current', unit: 'A', divide: 1000 },
  { at: 21, type: 'u8', label: 'Balance On', toggle: true },
  { at: 22, type: 'u8', label: 'Set Number of Cells' },
  ...cells(),
  { at: 71, type: 'i16be', label: 'Temperature', unit: '°C', metric: 'battery.temperature' },
];

/** JK balancers on RS485. */
export const jk485: RequestDefinition = freezeDeep({
  id: 'jk485',
  autodetect: 'addressed',
  aliases: ['jk-balancer'],
  version: 1,
  kind: 'battery',
  maker: 'Jikong',
  title: 'JK active balancers on RS485',
  models: ['JK-DZ11-B2A24S'],
  verified: 'capture',
  sources: ['An answer of a 20-cell balancer recorded in mpp-solar (MIT)'],
  mode: 'request',
  wire: jk485Wire(1),
  wireAt: (_, { unit = 1 }) => jk485Wire(unit),
  links: ['serial', 'tcp'],
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 800,
  commands: [
    read({
      name: 'read_all',
      title: 'Balancer data',
      answerBytes: 74,
      table: recordTable(rows),
      derive: cellExtremes(cellNames(maxCells), ['spread']),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['read_all'] },
  settings: { everySeconds: 300, commands: [] },
  identity: [],
  probe: { command: 'read_all', matches: (payload) => payload.length === 74 },
} satisfies RequestDefinition);
