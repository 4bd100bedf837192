// Recorded answers that the package's tests decode in every place it runs: one of each way of framing.
import { fromLatin1, toHex } from '#core/bytes.ts';
import { jk02of32 } from '#devices/jikong/captures/records.ts';
import { samples } from '#devices/voltronic/captures/pi30.ts';

/** Bytes and what they answer; some of the values that have to come out. */
export interface RecordedAnswer {
  readonly protocol: string;
  readonly command: string;
  readonly hex: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** A block of a SmartSolar 75/15 as it was recorded, checksum included (victron.md §1). */
const smartSolar = [
  '\r\nPID\t0xA053\r\nFW\t156\r\nSER#\tHQ1942K7LJ8\r\nV\t12450\r\nI\t0\r\nVPV\t10\r\nPPV\t0\r\nCS\t0\r\nMPPT\t0\r\n',
  'OR\t0x00000001\r\nERR\t0\r\nLOAD\tON\r\nIL\t0\r\nH19\t3\r\nH20\t0\r\nH21\t24\r\nH22\t1\r\nH23\t15\r\nHSDS\t3\r\nChecksum\t\u00e1',
].join('');

/** Text, a record at fixed places, a spoken block, registers. */
export const recordedAnswers: readonly RecordedAnswer[] = [
  {
    protocol: 'pi30',
    command: 'QPIGS',
    hex: samples.find(({ command }) => command === 'QPIGS')?.responseHex ?? '',
    values: { 'grid.voltage': 221, 'grid.frequency': 49.9, 'load.power': 707 },
  },
  {
    protocol: 'jk02',
    command: 'cell_info',
    hex: jk02of32.cellInfo,
    values: { 'battery.cell.voltage.1': 3.126, 'battery.cell.voltage.8': 3.13 },
  },
  {
    protocol: 'vedirect',
    command: 'text',
    hex: toHex(fromLatin1(smartSolar)),
    values: { 'battery.voltage': 12.45, 'pv.power': 0 },
  },
  {
    // esphome/esphome, components/pzemac/pzemac.cpp.
    protocol: 'pzem-004t',
    command: 'input 0 10',
    hex: '01041408d1006c000000f400000026000001f4006400005134',
    values: { 'grid.voltage': 225.7, 'grid.power': 24.4, 'grid.frequency': 50 },
  },
];
