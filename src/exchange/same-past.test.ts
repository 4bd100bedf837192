// The same past under two names is counted once: it is refused, whatever its steps and its starting figure.
import { expect, test } from 'vitest';
import { importHistory, scan } from './import-history.ts';
import { jsonLinesSource } from './json-lines-source.ts';
import { mapSeries } from './mapping.ts';
import { taken } from './testing/import-text.ts';
import { bytesOf } from './testing/read-source.ts';
import { pointStore } from './testing/stored-points.ts';

const hours = (rows: number, wh: (row: number) => number, stepMin = 60): string =>
  `Date/Time,Energy Produced (Wh),Energy Consumed (Wh)\n${Array.from({ length: rows }, (_none, row) => `${new Date(Date.UTC(2026, 5, 21) + row * stepMin * 60_000).toISOString()},${wh(row)},${200 - wh(row)}`).join('\n')}\n`;
const sun = (row: number): number => ((row * 37) % 100) + (row % 3);

test('energies of intervals under a second name are refused, and nothing is written', async () => {
  const store = pointStore();
  await taken(hours(48, sun), { store, device: 'portal' });
  const before = store.points().length;
  await expect(taken(hours(48, sun), { store, device: 'roof' })).rejects.toThrow(/under the name portal.*--beside/);
  expect(store.points()).toHaveLength(before);
});

test('finer steps of the same past are refused too', async () => {
  const store = pointStore();
  await taken(hours(48, sun), { store, device: 'portal' });
  const quarters = hours(192, (row) => sun(Math.floor(row / 4)) / 4, 15).replaceAll(/,[\d.]+$/gm, ',0');
  await expect(taken(quarters, { store, device: 'roof' })).rejects.toThrow('under the name portal');
});

test('the same powers, and a part of them', async () => {
  const store = pointStore();
  const text = (rows: number) =>
    `time,pv.power\n${Array.from({ length: rows }, (_none, row) => `${new Date(Date.UTC(2026, 5, 21) + row * 60_000).toISOString()},${sun(row)}`).join('\n')}\n`;
  await taken(text(100), { store, device: 'portal' });
  await expect(taken(text(40), { store, device: 'roof' })).rejects.toThrow('under the name portal');
});

test('another device of the same time is taken, and told', async () => {
  const store = pointStore();
  await taken(hours(48, sun), { store, device: 'roof' });
  const garage = await taken(
    hours(48, (row) => (row * 13) % 90),
    { store, device: 'garage' },
  );
  expect(garage.result.beside).toEqual(['roof']);
  expect(garage.energy('pv.energy')).toBeGreaterThan(1);
});

test('under its own name again, beside a device that is set up, or told to: it is taken', async () => {
  const store = pointStore();
  const lines = Array.from({ length: 60 }, (_none, row) =>
    JSON.stringify({
      time: new Date(Date.UTC(2026, 5, 21) + row * 60_000).toISOString(),
      metric: 'pv.power',
      value: sun(row),
    }),
  ).join('\n');
  const take = async (device: string, more: { isBeside?: boolean; live?: string } = {}) => {
    const source = jsonLinesSource(bytesOf(lines), { file: 'x', timeZone: 'UTC' });
    const { series } = await scan(source);
    const options = { device, words: new Map(), stated: new Map() };
    const mapping = mapSeries(
      series.map((one) => one.series),
      options,
    );
    const frame = { store, site: 'home', nowMs: Date.UTC(2026, 6, 1), isDry: false };
    const isLive = (name: string): boolean => name === more.live;
    return importHistory(source, { ...frame, mapping, isLive, isBeside: more.isBeside === true });
  };
  expect((await take('portal')).added.points).toBe(60);
  expect((await take('portal')).same.points).toBe(60);
  await expect(take('roof')).rejects.toThrow('portal');
  expect((await take('roof', { live: 'portal' })).added.points).toBe(60);
  expect((await take('second', { isBeside: true })).added.points).toBe(60);
});
