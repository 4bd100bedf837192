import { describe, expect, test } from 'vitest';
import { type Clock, isWithin, systemClock } from './clock.ts';

describe('the system clock', () => {
  test('sleeps at least as long as asked', async () => {
    const startMs = systemClock.monotonicMs();
    await systemClock.sleep(15);
    expect(systemClock.monotonicMs() - startMs).toBeGreaterThan(13);
  });

  test('an aborted sleep rejects with the reason, at once', async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(60_000, { signal: controller.signal });
    controller.abort(new Error('closing'));
    await expect(sleep).rejects.toThrow('closing');
    await expect(systemClock.sleep(60_000, { signal: controller.signal })).rejects.toThrow('closing');
    await expect(systemClock.sleep(60_000, { signal: AbortSignal.abort('text') })).rejects.toThrow('aborted');
  });

  test('what comes within a time leaves no timer behind, and what comes later is not waited for', async () => {
    let waiting = 0;
    const after: Clock['after'] = (ms, run) => {
      waiting += 1;
      const cancel = systemClock.after(ms, run);
      return () => {
        waiting -= 1;
        cancel();
      };
    };
    expect(await isWithin({ after }, 60_000, Promise.resolve())).toBe(true);
    expect(await isWithin({ after }, 5, new Promise(() => undefined))).toBe(false);
    await expect(isWithin({ after }, 60_000, Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(waiting).toBe(0);
  });

  test('runs once after a time, unless cancelled', async () => {
    const ran: string[] = [];
    systemClock.after(5, () => ran.push('kept'));
    systemClock.after(5, () => ran.push('cancelled'))();
    await systemClock.sleep(20);
    expect(ran).toEqual(['kept']);
  });

  test('runs again and again until stopped', async () => {
    let count = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = systemClock.every(2, () => {
      count += 1;
      if (count === 3) resolve();
    });
    // `every` alone keeps no process alive.
    await Promise.all([promise, systemClock.sleep(20)]);
    stop();
    const stopped = count;
    await systemClock.sleep(10);
    expect(count).toBe(stopped);
  });

  test('wall time is epoch milliseconds', () => expect(systemClock.nowMs()).toBeGreaterThan(Date.UTC(2025, 0)));
});
