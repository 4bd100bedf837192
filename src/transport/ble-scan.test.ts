// Which of those that are heard are told, where there are more than anybody can look through.
import { expect, test } from 'vitest';
import type { FoundPort } from '#core/field.ts';
import { toldOf } from './ble-scan.ts';

const port = (index: number, rssi: number): FoundPort => ({
  address: `ble://02:00:00:00:${Math.floor(index / 256)}:${index % 256}`,
  path: String(index),
  kind: 'ble',
  title: String(index),
  usable: true,
  rssi,
});

test('a thousand made-up ones that are stronger crowd out nobody who was heard before', () => {
  const battery = port(0, -88);
  const madeUp = Array.from({ length: 1000 }, (_none, index) => port(index + 1, -20));
  const first = toldOf([battery], new Set());
  const before = new Set(first.map(({ address }) => address));
  const told = toldOf([...madeUp, battery], before);
  expect(told).toHaveLength(100);
  expect(told.at(-1)).toEqual(battery);
  expect(toldOf([...madeUp, battery], new Set())).not.toContainEqual(battery);
});
