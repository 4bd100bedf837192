// PACE boards that speak version 2.0 with CID1 4A, as EG4 LifePower4 and its relatives do. Current is positive while charging.
// Source: [eg4], with its recorded answers.
import { type PylonDialect, pylonWire } from '#codec/pylontech.ts';
import { cutCounted, cutNamed, recordTable, type RecordField } from '#codec/record.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, cellRows, sensorRows } from '../cell-rows.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';

const maxCells = 16;
const sensors = 4;

const dialect: PylonDialect = {
  id: 'pace-v20',
  title: 'PACE ~…CR (version 2.0, CID1 4A)',
  version: '20',
  kind: '4A',
  commands: { '42': 'nothing', '51': 'nothing' },
};

const kelvin = { type: 'u16be', unit: '°C', add: -2730, divide: 10, absent: [0, 0xffff] } as const;
const hundredths = { block: 3, type: 'u16be', divide: 100 } as const;

const analog: readonly RecordField[] = [
  ...cellRows(maxCells, { at: 0, step: 2 }, { block: 1, type: 'u16be', divide: 1000, absent: [0, 0xffff] }),
  ...sensorRows(sensors, { at: 0, step: 2 }, { block: 2, ...kelvin }),
  { block: 3, at: 0, ...kelvin, label: 'Environment Temperature' },
  { block: 3, at: 2, ...kelvin, label: 'MOS Temperature', metric: 'device.temperature' },
  { block: 3, at: 4, type: 'i16be', label: 'Current', unit: 'A', divide: 100, metric: 'battery.current', flip: true },
  { at: 6, ...hundredths, label: 'Total Voltage', unit: 'V', metric: 'battery.voltage' },
  { at: 8, ...hundredths, label: 'Remaining Capacity', unit: 'Ah', metric: 'battery.capacity.remaining' },
  { at: 10, ...hundredths, label: 'Full Capacity', unit: 'Ah', metric: 'battery.capacity' },
  { block: 3, at: 12, type: 'u16be', label: 'Cycle Count', metric: 'battery.cycles' },
  { block: 3, at: 15, type: 'u16be', label: 'State of Charge', unit: '%', metric: 'battery.soc' },
  { block: 3, at: 17, type: 'u16be', label: 'State of Health', unit: '%', metric: 'battery.soh' },
  { block: 3, at: 25, ...kelvin, label: 'Highest Cell Temperature', metric: 'battery.temperature' },
  { block: 3, at: 27, ...kelvin, label: 'Lowest Cell Temperature' },
  { block: 3, at: 37, type: 'u32be', label: 'Energy Charged', unit: 'Wh', metric: 'battery.energy.charge' },
  { block: 3, at: 41, type: 'u32be', label: 'Energy Discharged', unit: 'Wh', metric: 'battery.energy.discharge' },
];

/** EG4 LifePower4 and relatives; packs count from 1. */
export const paceV20: RequestDefinition = freezeDeep({
  id: 'pace-v20',
  autodetect: 'addressed',
  aliases: ['pace-4a', 'eg4-lifepower4'],
  version: 1,
  kind: 'battery',
  maker: 'PACE',
  title: 'PACE battery management systems, version 2.0 (EG4 LifePower4)',
  models: ['EG4 LifePower4', 'QTHN boards'],
  verified: 'capture',
  sources: ['EG4: LifePower4 Communication Protocol', 'Answers recorded in nkinnan/esphome-pace-bms'],
  mode: 'request',
  wire: pylonWire(dialect, 1),
  wireAt: (_, { unit = 1 }) => pylonWire(dialect, unit),
  links: ['serial', 'tcp'],
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1000,
  commands: [
    read({
      name: '42',
      title: 'Measured values',
      answerBytes: 220,
      table: recordTable(analog, { cut: cutCounted(2, [{ entryBytes: 2 }, { entryBytes: 2 }], { least: 45 }) }),
      derive: [packPower('total_voltage', 'current', { chargeIsPositive: true }), ...cellExtremes(cellNames(maxCells))],
    }),
    read({
      name: '51',
      title: 'Manufacturer',
      answerBytes: 110,
      table: recordTable(
        [
          { at: 0, type: 'text', bytes: 20, label: 'Device Name' },
          { at: 22, type: 'text', bytes: 20, label: 'Manufacturer Name' },
        ],
        { cut: cutNamed(22, 20) },
      ),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['42'] },
  settings: { everySeconds: 3600, commands: [] },
  identity: [{ key: 'model', command: '51', field: 'manufacturer_name' }],
  probe: { command: '42', matches: (payload) => payload.length > 80 },
} satisfies RequestDefinition);
