import { describe, expect, test } from 'vitest';
import { SolsteadError, type ErrorCode } from '#core/errors.ts';
import { makeHealth } from './health.ts';

const error = (code: ErrorCode) => new SolsteadError(code, { at: 'here' });
const zero = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };

const counters = (health: ReturnType<typeof makeHealth>) => health.status({ intervalMs: 1000, identity: {} }).health;

test('begins as starting, without counts or failure', () => {
  const health = makeHealth();
  expect([health.state, health.failure, counters(health)]).toEqual(['starting', undefined, zero]);
});

test.each<readonly [ErrorCode, object]>([
  ['link.timeout', { timeouts: 1 }],
  ['frame.checksum', { badFrames: 1 }],
  ['frame.malformed', { badFrames: 1 }],
  ['command.refused', { refused: 1 }],
  ['link.unavailable', {}],
])('%s is counted as %o', (code, counted) => {
  const health = makeHealth();
  health.failed(error(code), 7);
  expect(counters(health)).toEqual({ ...zero, ...counted });
  expect(health.failure).toEqual({ error: error(code), atMs: 7 });
  expect(health.state).toBe('starting');
});

describe('the state', () => {
  test('changes are told once; an answer clears the failure', () => {
    const health = makeHealth();
    expect([health.answered(), health.answered()]).toEqual([true, false]);
    expect([health.gaveUp(error('link.timeout'), 1), health.gaveUp(error('link.timeout'), 2)]).toEqual([true, false]);
    expect([health.state, health.failure?.atMs]).toEqual(['offline', 2]);
    expect(health.answered()).toBe(true);
    expect([health.state, health.failure]).toEqual(['online', undefined]);
    expect(counters(health)).toEqual({ ...zero, answers: 3 });
  });

  test('what a person must change is not offline but misconfigured', () => {
    const health = makeHealth();
    expect(health.gaveUp(error('link.forbidden'), 1)).toBe(true);
    expect(health.state).toBe('misconfigured');
    expect(health.gaveUp(error('link.timeout'), 2)).toBe(true);
    expect(health.state).toBe('offline');
  });
});

test('the counters handed out stand still', () => {
  const health = makeHealth();
  const before = counters(health);
  health.request();
  health.reconnected();
  expect(before).toEqual(zero);
  expect(counters(health)).toEqual({ ...zero, requests: 1, reconnects: 1 });
});

test('who is turned away is told for ten minutes, instead of silence, and not instead of anything else', () => {
  const health = makeHealth();
  const away = new SolsteadError('link.closed', { at: 'garage' });
  const known = { intervalMs: 1000, identity: {} };
  const told = (nowMs: number) => health.status(known, nowMs).failure?.error;
  const silent = new SolsteadError('link.timeout', { at: 'garage' });
  health.troubled(away, 0);
  health.gaveUp(silent, 1000);
  expect(told(2000)).toBe(away);
  const damaged = new SolsteadError('frame.malformed', { at: 'garage' });
  health.failed(damaged, 3000);
  expect(told(4000)).toBe(damaged);
  // It is back: what kept it out is over.
  health.answered();
  expect(told(5000)).toBeUndefined();
  // One of the same id comes again and again while it speaks.
  health.troubled(away, 6000);
  health.answered();
  expect(told(7000)).toBe(away);
  expect(told(606_000)).toBeUndefined();
});
