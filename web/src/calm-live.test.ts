import { expect, test } from 'vitest';
import { calmLive, calmMs } from './calm-live.ts';
import type { LinkPhase, Live } from './live.ts';
import type { LiveState } from './live-state.ts';

/** A connection that says what it is told to. */
function stage() {
  let monotonic = 1000;
  let isCalm = true;
  let phase: LinkPhase = 'open';
  let state: LiveState | undefined;
  const own = new Set<() => void>();
  const calm = new Set<() => void>();
  const nothing = (): void => undefined;
  const listenTo = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const live: Live = {
    subscribe: listenTo(own),
    state: () => state,
    phase: () => phase,
    serverNowMs: () => 5_000_000 + monotonic,
    open: nothing,
    wake: nothing,
    giveUp: nothing,
    restart: nothing,
    close: nothing,
  };
  const shown = calmLive(live, {
    clock: { monotonicMs: () => monotonic },
    isCalm: () => isCalm,
    onCalm: listenTo(calm),
  });
  return {
    shown,
    own,
    pass: (ms: number) => void (monotonic += ms),
    hear(atMs: number, next: LinkPhase = 'open') {
      phase = next;
      state = { atMs } as LiveState;
      for (const listen of own) listen();
    },
    become(next: boolean) {
      isCalm = next;
      for (const listen of calm) listen();
    },
  };
}

test('what is heard is told at once the first time, and then every so often, with the time it is of', () => {
  const { shown, hear, pass } = stage();
  let told = 0;
  shown.subscribe(() => void (told += 1));
  hear(1);
  expect([told, shown.state()?.atMs]).toEqual([1, 1]);
  const firstMs = shown.serverNowMs();
  for (let second = 2; second < 45; second += 1) {
    pass(1000);
    hear(second);
  }
  expect([told, shown.state()?.atMs, shown.serverNowMs()]).toEqual([1, 1, firstMs]);
  pass(3000);
  hear(46);
  expect([told, shown.state()?.atMs]).toEqual([2, 46]);
});

test('a lost connection is told at once, and its age goes on in steps', () => {
  const { shown, hear, pass } = stage();
  shown.subscribe(() => undefined);
  hear(1);
  pass(2000);
  hear(2, 'lost');
  expect([shown.phase(), shown.state()?.atMs]).toEqual(['lost', 2]);
  const lostMs = shown.serverNowMs();
  pass(calmMs - 1);
  expect(shown.serverNowMs()).toBe(lostMs);
  pass(1);
  expect(shown.serverNowMs()).toBe(lostMs + calmMs);
});

test('another theme shows everything as it comes again; nobody who looks leaves nothing behind', () => {
  const { shown, hear, become, own } = stage();
  const stop = shown.subscribe(() => undefined);
  hear(1);
  hear(2);
  expect(shown.state()?.atMs).toBe(1);
  become(false);
  expect(shown.state()?.atMs).toBe(2);
  hear(3);
  expect(shown.state()?.atMs).toBe(3);
  stop();
  expect(own.size).toBe(0);
});
