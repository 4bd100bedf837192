// The automation of one home while it runs: what it remembers is kept before it acts, once for all that waits, and it floods nobody.
import { expect, test, vi } from 'vitest';
import type { EngineState, Notice, Part } from '#automation/engine.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import type { ActingHome } from './acting-home.ts';
import { RunningAutomation } from './running.ts';

const target = { device: 'relays', setPoint: 'relay.on.1' } as const;

const capability = {
  ...target,
  value: { kind: 'binary' },
  readable: true,
  stored: false,
  current: 0,
  currentAtMs: 1,
};

interface Wishes {
  readonly says?: number;
  /** What telling comes to. */
  readonly answer?: Reason;
  /** Whether it wants nothing of its devices. */
  readonly isIdle?: boolean;
  /** Why its commands fail. */
  readonly fails?: Error;
  keep(state: EngineState): Promise<void>;
}

/** A home with a relay that is off, and a part that wants it on and says so many things in each cycle. */
function running({ says = 0, answer, isIdle = false, fails, keep }: Wishes) {
  const clock = fakeClock();
  const commands: unknown[] = [];
  const told: Notice[] = [];
  const troubles: string[] = [];
  let looks = 0;
  const device = { record: { id: 'relays', name: 'Relays' }, kind: 'relay', isOnline: true };
  const home: ActingHome = {
    facts: { site: { id: 'home', timeZone: 'UTC' }, devices: () => [device] },
    snapshot() {
      looks += 1;
      return { values: [], flow: {} };
    },
    capabilities: () => Promise.resolve([capability]),
    command(command: unknown) {
      commands.push(command);
      return fails === undefined ? Promise.resolve({ outcome: 'confirmed' }) : Promise.reject(fails);
    },
  } as never;
  const part: Part = {
    name: 'rules',
    begin: () => ({}),
    step: (state, { image: { nowMs } }) => ({
      state,
      claims: [
        {
          ...target,
          by: { kind: 'rule', id: 'x', name: 'X' },
          order: 0,
          wish: { value: 1 },
          sinceMs: nowMs,
          untilMs: nowMs + 60_000,
          after: 'back',
          why: { code: 'act.time', params: { at: 0 } },
        } as never,
      ],
      notices: Array.from({ length: says }, () => ({
        by: 'x',
        atMs: nowMs,
        what: { kind: 'publish', topic: 'a', payload: '' },
      })),
    }),
  };
  const automation = new RunningAutomation({
    clock,
    home,
    program: {
      targets: [target],
      parts: isIdle ? [] : [part],
      guards: [],
      loads: [],
      chargers: [],
      variables: {},
      usesPrices: false,
      reads: [],
      overrideMs: 1000,
    },
    memory: undefined,
    keep,
    tell: async (notice) => {
      told.push(notice);
      return answer;
    },
    onTrouble: (message) => void troubles.push(message),
  });
  return { clock, automation, commands, told, troubles, looks: () => looks };
}

test('what the home is about to move is on the disk before the command goes out', async () => {
  const kept: { readonly state: EngineState; readonly done: () => void }[] = [];
  const { clock, commands } = running({ keep: (state) => new Promise((done) => void kept.push({ state, done })) });
  const isDue = ({ state }: (typeof kept)[number]): boolean => state.points['relays/relay.on.1']?.sent !== undefined;
  await vi.waitFor(async () => {
    await clock.advance(1000);
    for (const one of kept) if (!isDue(one)) one.done();
    expect(kept.some(isDue)).toBe(true);
  }, 20_000);
  await clock.advance(1000);
  expect(commands).toEqual([]);
  for (const { done } of kept) done();
  await vi.waitFor(() => expect(commands).toHaveLength(1), 20_000);
});

test('states that wait for a slow disk are one', async () => {
  let [count, done] = [0, (): void => undefined];
  const keep = (): Promise<void> => {
    count += 1;
    return new Promise((resolve) => (done = resolve));
  };
  const { clock } = running({ says: 1, keep });
  for (let second = 0; second < 50; second += 1) await clock.advance(1000);
  expect(count).toBe(1);
  done();
  await vi.waitFor(() => expect(count).toBe(2), 20_000);
  done();
  await clock.advance(0);
  expect(count).toBe(2);
});

test('rules that say something without end are cut to a little each second, and that is told', async () => {
  const { clock, told, troubles } = running({ says: 50, keep: () => Promise.resolve() });
  for (let second = 0; second < 60; second += 1) await clock.advance(1000);
  expect(told.length).toBeGreaterThan(100);
  expect(told.length).toBeLessThan(170);
  expect(troubles).toContain('rule x and others say more than is passed on');
});

test('a home that wants nothing of its devices looks at itself once a second, one with rules soon after each change', async () => {
  const looksOf = async (isIdle: boolean): Promise<number> => {
    const { clock, automation, looks } = running({ isIdle, keep: () => Promise.resolve() });
    for (let step = 0; step < 200; step += 1) {
      automation.wake();
      await clock.advance(50);
    }
    await automation.close();
    return looks();
  };
  expect(await looksOf(true)).toBeLessThanOrEqual(11);
  expect(await looksOf(false)).toBeGreaterThan(50);
});

test('what came of something that was told or done stands in the diary', async () => {
  const answer = because('act.tell-failed', { reason: because('plugin.ended') });
  const { clock, automation } = running({ says: 1, answer, keep: () => Promise.resolve() });
  await clock.advance(1000);
  await vi.waitFor(() => expect(automation.board().diary).toMatchObject([{ by: 'x', why: answer }]), 20_000);
});

const tooOften = (retrySeconds: number): SolsteadError =>
  new SolsteadError('command.too-often', { at: 'mode', why: because('wear.too-often', { count: 20 }), retrySeconds });

test('a budget of writes that is used up is asked again each quarter of an hour, and people are told once what stays as it is', async () => {
  const { clock, commands, told } = running({ fails: tooOften(7200), keep: () => Promise.resolve() });
  for (let second = 0; second < 3600; second += 1) await clock.advance(1000);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.length).toBeLessThan(6);
  expect(told.map(({ what }) => what)).toMatchObject([
    {
      kind: 'notify',
      title: { code: 'act.worn-title' },
      text: { code: 'act.worn', params: { device: { external: 'Relays' }, what: { setPoint: 'relay.on.1' } } },
      severity: 'warning',
    },
  ]);
});

test('a write that comes too soon behind another one is tried again soon, and nobody is told', async () => {
  const { clock, commands, told } = running({ fails: tooOften(30), keep: () => Promise.resolve() });
  for (let second = 0; second < 120; second += 1) await clock.advance(1000);
  expect(commands.length).toBeGreaterThan(2);
  expect(told).toEqual([]);
});
