import { expect, test } from 'vitest';
import { onThisBank } from './bank-range.ts';
import { definitions } from './registry.ts';

const writesOf = (id: string) => definitions.find((one) => one.id === id)?.writes ?? [];

function writer(name: string) {
  const found = writesOf('pi30').find((write) => write.name === name);
  if (found === undefined) throw new TypeError(name);
  return found;
}

test.each([
  [44, 10, 44, '40'],
  [44, 24, 48, '48'],
  [21, 44, 22, '20'],
  [10.5, 44, 11, '10'],
])('a cut-off that shows %d V takes no %d V, but %d V', (shown, other, own) => {
  const cutOff = onThisBank(writer('PSDV'), shown);
  expect(cutOff.request(other)).toBeUndefined();
  expect(cutOff.request(own)).toBe(writer('PSDV').request(own));
  expect(cutOff.request(own)).toBeDefined();
  expect(cutOff.value).toMatchObject({ kind: 'number', ranges: [[expect.any(Number), expect.any(Number)]] });
});

test('what is not known, or lies in no range, leaves all of them', () => {
  const cutOff = writer('PSDV');
  for (const shown of [undefined, 30, 'full']) expect(onThisBank(cutOff, shown)).toBe(cutOff);
  const currents = writer('MUCHGC');
  expect(onThisBank(currents, 30)).toBe(currents);
});

test('0 for “full” stays beside the range of the bank', () => {
  const back = writer('PBDV');
  expect(onThisBank(back, 54).request(0)).toBe(back.request(0));
  expect(onThisBank(back, 54).request(27)).toBeUndefined();
  expect(onThisBank(back, 0)).toBe(back);
});
