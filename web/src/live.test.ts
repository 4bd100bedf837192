import { expect, test } from 'vitest';
import { closeCodes } from '#api/close-codes.ts';
import type { Clock } from '#core/clock.ts';
import { createLive, type LiveSocket } from './live.ts';

/** A clock that stands still until moved, and sockets driven by hand. */
function stage() {
  let monotonic = 0;
  const timers: { at: number; run: () => void; every?: number }[] = [];
  const add = (timer: (typeof timers)[number]): (() => void) => {
    timers.push(timer);
    return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
  };
  const clock: Clock = {
    nowMs: () => 5_000_000 + monotonic,
    monotonicMs: () => monotonic,
    sleep: () => Promise.reject(new Error('not used')),
    after: (ms, run) => add({ at: monotonic + ms, run }),
    every: (ms, run) => add({ at: monotonic + ms, run, every: ms }),
  };
  const pass = (ms: number): void => {
    const end = monotonic + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      monotonic = next.at;
      if (next.every === undefined) timers.splice(timers.indexOf(next), 1);
      else next.at += next.every;
      next.run();
    }
    monotonic = end;
  };
  const sockets: LiveSocket[] = [];
  const connect = (): LiveSocket => {
    const socket: LiveSocket = { onclose: null, onmessage: null, close: () => undefined };
    sockets.push(socket);
    return socket;
  };
  const live = createLive({ connect, clock, random: () => 0.5 });
  live.open();
  const say = (message: object): void =>
    void sockets.at(-1)?.onmessage?.call({} as WebSocket, { data: JSON.stringify(message) } as MessageEvent);
  const hangUp = (code = 1006): void => void sockets.at(-1)?.onclose?.call({} as WebSocket, { code } as CloseEvent);
  return { live, pass, sockets, say, hangUp };
}

const snapshot = {
  type: 'snapshot',
  atMs: 1_000_000,
  site: { id: 'home' },
  flow: { atMs: 1 },
  energy: {},
  devices: [],
  values: [],
};

test('opens with the snapshot and tells the time by the server', () => {
  const { live, say, pass } = stage();
  expect(live.phase()).toBe('connecting');
  say(snapshot);
  expect(live.phase()).toBe('open');
  pass(2500);
  expect(live.serverNowMs()).toBe(1_002_500);
});

test('keeps the state when lost and comes back at 1, 2, 4, 8, then every 15 s', () => {
  const { live, say, hangUp, pass, sockets } = stage();
  say(snapshot);
  for (const waitMs of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
    hangUp();
    expect(live.phase()).toBe('lost');
    const count = sockets.length;
    pass(waitMs - 1);
    expect(sockets).toHaveLength(count);
    pass(1);
    expect(sockets).toHaveLength(count + 1);
  }
  expect(live.state()?.site.id).toBe('home');
  say(snapshot);
  hangUp();
  const count = sockets.length;
  pass(1000);
  expect(sockets).toHaveLength(count + 1);
});

test('waking connects at once when lost, and leaves a fresh connection alone', () => {
  const { live, say, hangUp, sockets } = stage();
  say(snapshot);
  live.wake();
  expect(sockets).toHaveLength(1);
  hangUp();
  live.wake();
  expect(sockets).toHaveLength(2);
});

test('takes a silent socket for dead', () => {
  const { live, say, pass } = stage();
  say(snapshot);
  pass(44_000);
  expect(live.phase()).toBe('open');
  pass(6000);
  expect(live.phase()).toBe('lost');
});

test.for([closeCodes.signedOut, closeCodes.unknownSite])('%i ends it: nothing brings it back but a restart', (code) => {
  const { live, say, hangUp, pass, sockets } = stage();
  say(snapshot);
  hangUp(code);
  pass(60_000);
  live.wake();
  live.giveUp();
  pass(60_000);
  expect(live.phase()).toBe('ended');
  expect(sockets).toHaveLength(1);
  live.restart();
  expect(live.phase()).toBe('lost');
  pass(999);
  expect(sockets).toHaveLength(1);
  pass(1);
  expect(sockets).toHaveLength(2);
  say(snapshot);
  expect(live.phase()).toBe('open');
});

test('a home that was swapped is dialled at once, but not again and again', () => {
  const { say, hangUp, pass, sockets } = stage();
  say(snapshot);
  hangUp(closeCodes.homeSwapped);
  expect(sockets).toHaveLength(2);
  hangUp(closeCodes.homeSwapped);
  expect(sockets).toHaveLength(2);
  pass(1000);
  expect(sockets).toHaveLength(3);
});
