// Several packs in one answer, as the document prints its INFO ([pylontech] §2.4): count, then cells, sensors and values of each.
import { expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { readings } from '../readings.ts';
import { pylontechStack } from './pylontech-stack.ts';

const [command] = pylontechStack.commands;
if (command === undefined) throw new TypeError('assertion: it asks for values');

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from((hex.replaceAll(' ', '').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));

const cells = (milli: string): string => `0f ${`${milli} `.repeat(14)}`;
// 8.7 A in at 50.0 V, 74 of 100 Ah; 2.5 A out at 49.9 V, 60 of 74 Ah in two bytes; temperatures 25.0 and 21.0 °C.
const first = `${cells('0d05')} 0d10 05 0ba5 0ba5 0ba5 0ba5 0ba5 0057 c350 ffff 04 ffff 0042 012110 0186a0`;
const second = `${cells('0cf0')} 0cd0 05 0b7d 0b7d 0b7d 0b7d 0b7d ffe7 c2ec ea60 02 fde8 0010`;

function told(hex: string) {
  const decoded = command?.table.decode(bytes(hex)) ?? { values: [], raws: [], problems: [] };
  const { metric, value } = readings({ rows: command?.table.rows ?? [], derive: command?.derive }, decoded);
  return { problems: decoded.problems, metrics: Object.fromEntries(metric.map((id, index) => [id, value[index]])) };
}

test('all packs are asked for', () => {
  expect(pylontechStack.wire.request('42')).toEqual(fromLatin1('~20024642E002FFFD09\r'));
});

test('the stack is the sum of its packs', () => {
  const { metrics, problems } = told(`0002 ${first} ${second}`);
  expect(problems).toEqual([]);
  expect(metrics).toEqual({
    'battery.current': -6.2,
    'battery.voltage': 49.95,
    'battery.power': -310.2,
    'battery.power.1': -435,
    'battery.power.2': 124.8,
    'battery.capacity.remaining': 134,
    'battery.capacity': 165,
    'battery.soc': 81.2,
    'battery.cycles': 66,
    'battery.temperature': 25,
    'battery.cell.voltage.min': 3.28,
    'battery.cell.voltage.max': 3.344,
  });
});

test('one pack is a stack of one', () => {
  expect(told(`0001 ${first}`).metrics).toMatchObject({ 'battery.current': -8.7, 'battery.soc': 74 });
});

test.each([
  ['a pack is missing', `0003 ${first} ${second}`],
  ['something follows', `0001 ${first} ${second}`],
  ['no packs', '0000'],
  ['more than there can be', `0010 ${first}`],
])('nothing is told where %s', (_, hex) => {
  const { metrics, problems } = told(hex);
  expect(metrics).toEqual({});
  expect(problems).toHaveLength(1);
});
