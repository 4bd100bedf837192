import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceStatus } from '#core/field.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeStatusPace } from './status-pace.ts';

const status = (told: Partial<DeviceStatus> = {}): DeviceStatus => ({
  state: 'online',
  intervalMs: 1000,
  identity: {},
  health: { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 },
  ...told,
});

test('what changes is told at once, counters once a second, and the last of them is not lost', async () => {
  const clock = fakeClock();
  const pace = makeStatusPace(clock);
  expect(pace.isDue('a', status())).toBe(true);
  expect(pace.isDue('a', status({ identity: {} }))).toBe(false);
  expect(pace.due()).toEqual([]);
  await clock.advance(1000);
  expect(pace.due()).toEqual(['a']);
  expect(pace.isDue('a', status())).toBe(true);
  expect(pace.due()).toEqual([]);
  const failure = { error: new SolsteadError('link.timeout', { at: 'a' }), atMs: 1 };
  const news: readonly Partial<DeviceStatus>[] = [
    { state: 'offline' },
    { state: 'offline', failure },
    { failure },
    { failure, identity: { serial: '1' } },
    { failure, identity: { serial: '2' } },
    { failure, identity: { serial: '2' }, intervalMs: 5000 },
    { failure, identity: { serial: '2' }, intervalMs: 5000, over: 'http' },
  ];
  for (const one of news) expect([pace.isDue('a', status(one)), one]).toEqual([true, one]);
  expect(pace.isDue('b', status())).toBe(true);
  expect(pace.isDue('b', status())).toBe(false);
  pace.forget('b');
  await clock.advance(2000);
  expect(pace.due()).toEqual([]);
});
