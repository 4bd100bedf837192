import { describe, expect, test } from 'vitest';
import { systemClock } from './clock.ts';

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
