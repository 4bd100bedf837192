import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { SolsteadError, type ErrorCode } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { jittered, retryPlan, roundPause, withRetries } from './retry.ts';
import { caught } from './testing/wires.ts';

const half = () => 0.5;

/** An attempt that fails with each of the codes in turn, then works. */
function failing(...codes: readonly ErrorCode[]) {
  let count = 0;
  return async () => {
    const code = codes[count];
    count += 1;
    if (code !== undefined) throw new SolsteadError(code, { at: `attempt ${count}` });
    return `attempt ${count}`;
  };
}

function retrying(settings: Parameters<typeof retryPlan>[0] = {}) {
  const clock = fakeClock();
  const stop = new AbortController();
  const failures: string[] = [];
  const onFailure = (error: SolsteadError) => void failures.push(`${clock.monotonicMs()} ${error.code}`);
  const context = { plan: retryPlan(settings), clock, random: half, signal: stop.signal, onFailure };
  return { clock, stop, failures, context };
}

describe('attempts', () => {
  test('a transient failure is tried again after 1, 2 and 3 s, then given up with the last error', async () => {
    const { clock, failures, context } = retrying();
    const codes: ErrorCode[] = ['link.timeout', 'frame.checksum', 'link.closed', 'frame.malformed', 'link.timeout'];
    const done = caught(withRetries(failing(...codes), context));
    await clock.advance(10_000);
    expect(await done).toMatchObject({ code: 'frame.malformed' });
    expect(failures).toEqual(['0 link.timeout', '1000 frame.checksum', '3000 link.closed', '6000 frame.malformed']);
  });

  test('the first success ends it', async () => {
    const { clock, failures, context } = retrying();
    const done = withRetries(failing('link.timeout'), context);
    await clock.advance(1000);
    expect(await done).toBe('attempt 2');
    expect(failures).toHaveLength(1);
  });

  test('number and pauses are settings; the last pause repeats', async () => {
    const { clock, failures, context } = retrying({ retries: 4, backoffSeconds: [0.5, 2] });
    const done = caught(withRetries(failing(...Array<ErrorCode>(9).fill('link.timeout')), context));
    await clock.advance(60_000);
    expect(await done).toMatchObject({ code: 'link.timeout' });
    expect(failures.map((line) => Number.parseInt(line, 10))).toEqual([0, 500, 2500, 4500, 6500]);
  });

  test('no retries is a setting as well, and pauses may be left out', async () => {
    const { clock, failures, context } = retrying({ retries: 0 });
    await expect(withRetries(failing('link.timeout'), context)).rejects.toMatchObject({ code: 'link.timeout' });
    expect(failures).toHaveLength(1);
    const none = { ...context, plan: { retries: 1, backoffSeconds: [] } };
    const done = withRetries(failing('link.timeout'), none);
    await clock.advance(1000);
    expect(await done).toBe('attempt 2');
  });

  test.each<ErrorCode>(['command.refused', 'link.forbidden', 'command.unknown'])(
    '%s is never tried again',
    async (code) => {
      const { clock, failures, context } = retrying();
      await expect(withRetries(failing(code), context)).rejects.toMatchObject({ code });
      expect([failures.length, clock.pending]).toEqual([1, 0]);
    },
  );

  test('our own mistakes pass through, uncounted', async () => {
    const { failures, context } = retrying();
    const mistake = () => Promise.reject(new TypeError('mine'));
    await expect(withRetries(mistake, context)).rejects.toThrow('mine');
    expect(failures).toEqual([]);
  });

  test('stopping ends the pause at once', async () => {
    const { clock, stop, context } = retrying();
    const done = caught(withRetries(failing('link.timeout'), context));
    await clock.advance(300);
    stop.abort(new DOMException('stopped', 'AbortError'));
    expect(await done).toMatchObject({ message: 'stopped' });
    expect(clock.pending).toBe(0);
  });
});

test('jitter stays within a tenth either way', () => {
  expect([jittered(2, () => 0), jittered(2, half), jittered(2, () => 1)]).toEqual([1800, 2000, 2200]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (s, chance) => {
        const ms = jittered(s, () => chance);
        expect(ms >= 900 * s - 1e-9 && ms <= 1100 * s + 1e-9).toBe(true);
      },
    ),
  );
});

test.each([
  [5, 0, 5],
  [300, 0, 300],
  [5, 1, 5],
  [5, 2, 10],
  [5, 3, 15],
  [5, 30, 15],
  [300, 1, 5],
  [1, 1, 1],
  [1, 4, 8],
  [1, 9, 15],
])('at a pace of %d s, after %d silent rounds, the next comes in %d s', (pace, silent, seconds) => {
  expect(roundPause(pace, silent)).toBe(seconds);
});
