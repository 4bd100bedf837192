import { expect, test } from 'vitest';
import { closeCodes } from '#api/close-codes.ts';
import type { Clock } from '#core/clock.ts';
import { createLive, type LiveOptions, type LiveSocket } from './live.ts';
import type { KeptState } from './offline/kept-home.ts';

/** A clock that stands still until moved, and sockets driven by hand. */
function stage(kept: Pick<LiveOptions, 'recall' | 'isAway'> = {}) {
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
    const socket: LiveSocket = { onopen: null, onclose: null, onmessage: null, close: () => undefined };
    sockets.push(socket);
    return socket;
  };
  const live = createLive({ connect, clock, random: () => 0.5, ...kept });
  live.open();
  const say = (message: object): void =>
    void sockets.at(-1)?.onmessage?.call({} as WebSocket, { data: JSON.stringify(message) } as MessageEvent);
  const hangUp = (code = 1006): void => void sockets.at(-1)?.onclose?.call({} as WebSocket, { code } as CloseEvent);
  const answer = (): void => void sockets.at(-1)?.onopen?.call({} as WebSocket, {} as Event);
  return { live, pass, sockets, say, hangUp, answer };
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

test.each([
  ['a server that is away is dialled until it is back', false, [1000, 1500, 1500, 1500, 1500]],
  [
    'one that answers and closes is dialled at 1, 2, 4, 8, then every 15 s',
    true,
    [1000, 2000, 4000, 8000, 15_000, 15_000],
  ],
])('keeps the state when lost; %s', (_, answers, waits) => {
  const { live, say, hangUp, answer, pass, sockets } = stage();
  say(snapshot);
  for (const waitMs of waits) {
    if (answers) answer();
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

test('a computer that does not even refuse is dialled anew, now and then with more patience', () => {
  const { pass, sockets, answer } = stage();
  for (const [waitMs, backMs] of [
    [5000, 1000],
    [5000, 1500],
    [5000, 1500],
    [20_000, 1500],
    [5000, 1500],
  ] as const) {
    const count = sockets.length;
    pass(waitMs + backMs - 1);
    expect(sockets).toHaveLength(count);
    pass(1);
    expect(sockets).toHaveLength(count + 1);
  }
  answer();
  const count = sockets.length;
  pass(40_000);
  expect(sockets).toHaveLength(count);
});

const arm = { quality: 'good' } as const;
const kept: KeptState = {
  aheadMs: 60_000,
  state: {
    site: { id: 'home', name: 'Home', timeZone: 'UTC', demo: false },
    flow: { atMs: 1, pv: arm, grid: arm, battery: arm, load: arm },
    devices: [],
    values: {},
    steps: {},
    trail: [],
    atMs: 1_000_000,
  },
};

test('what was kept is shown when the server does not answer, with its age by the clock of the server', () => {
  const { live, hangUp, say, pass } = stage({ recall: () => kept });
  expect([live.phase(), live.state()]).toEqual(['connecting', undefined]);
  hangUp();
  expect([live.phase(), live.state()?.atMs]).toEqual(['lost', 1_000_000]);
  expect(live.serverNowMs()).toBe(5_060_000);
  pass(1000);
  say({ ...snapshot, atMs: 5_070_000 });
  expect([live.phase(), live.state()?.atMs]).toEqual(['open', 5_070_000]);
  hangUp();
  expect(live.state()?.atMs).toBe(5_070_000);
});

test('it is shown at once where the server is known to be away, and never to who is signed out', () => {
  const away = stage({ recall: () => kept, isAway: true }).live;
  expect([away.phase(), away.state()?.atMs]).toEqual(['lost', 1_000_000]);
  const { live, hangUp } = stage({ recall: () => kept });
  hangUp(closeCodes.signedOut);
  expect([live.phase(), live.state()]).toEqual(['ended', undefined]);
});
