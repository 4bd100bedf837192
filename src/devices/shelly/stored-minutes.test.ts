// What a meter has stored, as it tells it and as it should not.
import { expect, test } from 'vitest';
import { shellyStored } from './stored-minutes.ts';

test('an answer of any number of blocks costs no more than what is read of it', () => {
  let looked = 0;
  const counted = (row: readonly unknown[]): readonly unknown[] =>
    new Proxy(row, {
      get(of, key) {
        if (key === 'length' || /^\d+$/.test(String(key))) looked += 1;
        return Reflect.get(of, key) as unknown;
      },
    });
  const values = Array.from({ length: 1500 }, () => counted([1]));
  const data = Array.from({ length: 1500 }, () => ({ ts: 1_700_000_000, period: 60, values }));
  const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);
  const { rows } = shellyStored.read('emdata:0', { keys: ['total_act_energy', ...keys.slice(1)], data });
  expect(rows.length).toBe(1500);
  expect(looked).toBeLessThan(30_000);
});
