import { describe, expect, test } from 'vitest';
import { makeImage } from './image.ts';
import { batchOf } from './testing/batches.ts';

const nowMs = Date.UTC(2026, 5, 1, 12);
const intervalMs = 5000;

function placed() {
  const image = makeImage();
  image.place('roof', intervalMs);
  return image;
}

describe('the newest value wins', () => {
  test('a newer one replaces, a late one does not', () => {
    const image = placed();
    expect(image.take(batchOf('roof', nowMs, { 'pv.power': 900 }), nowMs)).toEqual(['pv.power']);
    expect(image.take(batchOf('roof', nowMs + 1, { 'pv.power': 950 }), nowMs + 1)).toEqual(['pv.power']);
    expect(image.take(batchOf('roof', nowMs, { 'pv.power': 100, 'battery.soc': 50 }), nowMs + 1)).toEqual([
      'battery.soc',
    ]);
    image.age(nowMs + 1);
    expect(image.value('roof', 'pv.power')).toEqual({
      device: 'roof',
      metric: 'pv.power',
      value: 950,
      atMs: nowMs + 1,
      quality: 'good',
    });
    expect(image.values('roof').map(({ metric }) => metric)).toEqual(['pv.power', 'battery.soc']);
  });

  test('of two of one millisecond the later said', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs, { 'relay.on.1': 0 }), nowMs);
    image.take(batchOf('roof', nowMs, { 'relay.on.1': 1 }), nowMs);
    expect(image.last('roof', 'relay.on.1')).toMatchObject({ value: 1, atMs: nowMs });
  });

  test('a clock that is set back an hour does not freeze the home for an hour', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs, { 'pv.power': 900 }), nowMs);
    const setBackMs = nowMs - 3_600_000;
    image.take(batchOf('roof', setBackMs, { 'pv.power': 100 }), setBackMs);
    expect(image.value('roof', 'pv.power')?.value).toBe(100);
    expect(image.age(setBackMs)).toEqual(['roof']);
    expect(image.age(setBackMs + 1.8 * intervalMs)).toEqual(['roof']);
    expect(image.isStale('roof')).toBe(true);
  });

  test('what nobody placed is passed over', () => {
    const image = placed();
    expect(image.take(batchOf('stranger', nowMs, { 'pv.power': 1 }), nowMs)).toEqual([]);
    expect(image.has('stranger')).toBe(false);
    expect(image.values('stranger')).toEqual([]);
    expect(image.value('roof', 'pv.power')).toBeUndefined();
  });
});

describe('ageing', () => {
  test('stale before anything was heard, good with the first word, stale again within two intervals', () => {
    const image = placed();
    expect(image.isStale('roof')).toBe(true);
    image.take(batchOf('roof', nowMs, { 'pv.power': 900 }), nowMs);
    expect(image.age(nowMs)).toEqual(['roof']);
    expect(image.age(nowMs + 1.5 * intervalMs)).toEqual([]);
    expect(image.value('roof', 'pv.power')?.quality).toBe('good');
    expect(image.age(nowMs + 2 * intervalMs)).toEqual(['roof']);
    expect(image.value('roof', 'pv.power')?.quality).toBe('stale');
    expect(image.age(nowMs + 2 * intervalMs)).toEqual([]);
  });

  test('a word without values is a sign of life', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs, {}), nowMs);
    expect(image.age(nowMs)).toEqual(['roof']);
    expect(image.lastSeenMs('roof')).toBe(nowMs);
  });

  test('one whose clock is a minute ahead is stale in time all the same', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs + 60_000, { 'pv.power': 900 }), nowMs);
    image.age(nowMs);
    expect(image.age(nowMs + 2 * intervalMs)).toEqual(['roof']);
  });

  test('what came late is no sign of life', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs - 60_000, { 'pv.power': 900 }), nowMs);
    expect(image.age(nowMs)).toEqual([]);
    expect(image.isStale('roof')).toBe(true);
  });

  test('a value from before a restart stays stale until it is said again', () => {
    const image = placed();
    image.restore(batchOf('roof', nowMs - 60_000, { 'pv.power': 900, 'battery.soc': 40 }));
    image.take(batchOf('roof', nowMs, { 'pv.power': 950 }), nowMs);
    image.restore(batchOf('roof', nowMs - 60_000, { 'pv.power': 900 }));
    image.age(nowMs);
    expect(image.value('roof', 'pv.power')).toMatchObject({ value: 950, quality: 'good' });
    expect(image.value('roof', 'battery.soc')).toMatchObject({ value: 40, quality: 'stale' });
    expect(image.lastSeenMs('roof')).toBe(nowMs);
  });

  test('a new interval counts at once; a removed device is gone', () => {
    const image = placed();
    image.take(batchOf('roof', nowMs, { 'pv.power': 900 }), nowMs);
    image.age(nowMs);
    image.place('roof', 60_000);
    expect(image.age(nowMs + 60_000)).toEqual([]);
    expect(image.value('roof', 'pv.power')?.value).toBe(900);
    image.remove('roof');
    expect([image.has('roof'), image.isStale('roof'), image.age(nowMs)]).toEqual([false, true, []]);
  });
});
