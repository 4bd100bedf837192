// Commands that can be followed: what is kept when, what a repetition gets, what comes too late.
import { expect, test, vi } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { person } from '#core/testing/principals.ts';
import { memoryCommands } from '#core/testing/memory-commands.ts';
import { because } from '#core/reason.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { type IssueSteps, makeIssuedCommands } from './issued-commands.ts';
import type { CommandOutcome, Issue, Issued } from './types.ts';

const by = person('Anna');
const relay: Issue = { site: 'home', by, request: { device: 'plug', target: { setPoint: 'relay.on.1' }, value: 1 } };
const done: CommandOutcome = { outcome: 'confirmed', before: 0, after: 1, atMs: 5 };

function commands() {
  const store = memoryCommands();
  const clock = fakeClock();
  const warn = vi.fn();
  const all = makeIssuedCommands({ store, clock, log: { warn } });
  return {
    store,
    clock,
    warn,
    issue: all.issue.bind(all),
    byId: all.byId.bind(all),
    newest: all.newest.bind(all),
    abandon: all.abandon.bind(all),
    settled: all.settled.bind(all),
  };
}

/** A device that answers when it is told to. */
function slowDevice() {
  const answer = Promise.withResolvers<CommandOutcome>();
  const turn = Promise.withResolvers<void>();
  const run = vi.fn(async ({ begun, sending }: IssueSteps) => {
    await begun();
    await turn.promise;
    sending();
    return answer.promise;
  });
  return { run, answer, turn };
}

const issued = (given: { readonly outcome: string }): Issued => {
  expect(given.outcome).toBe('issued');
  return given as Issued;
};

test('a command is kept when it was accepted, before it is sent, and again at its end', async () => {
  const { issue, byId, store, newest } = commands();
  const { run, answer, turn } = slowDevice();
  const given = issued(await issue(relay, run));
  const { id } = given.command();
  expect(await store.byId(id)).toMatchObject({
    state: 'accepted',
    by: { name: 'Anna' },
    target: { setPoint: 'relay.on.1' },
  });
  turn.resolve();
  await vi.waitFor(async () => expect(await byId(id)).toMatchObject({ state: 'sent' }), 20_000);
  expect((await newest({ site: 'home', limit: 9 }))[0]).toMatchObject({ state: 'sent' });
  answer.resolve(done);
  expect(await given.ended).toMatchObject({ state: 'confirmed', before: 0, after: 1 });
  expect(await store.byId(id)).toEqual(await given.ended);
  expect(await given.result).toEqual(done);
});

test.for([
  ['command.refused', 'refused'],
  ['command.unconfirmed', 'failed'],
  ['link.timeout', 'failed'],
] as const)('%s ends a command as %s, with its reason', async ([code, state]) => {
  const { issue } = commands();
  const { run, answer, turn } = slowDevice();
  turn.resolve();
  const given = issued(await issue(relay, run));
  answer.reject(new SolsteadError(code, { at: 'plug', why: because('answer.none', { ms: 5 }) }));
  const reason = because('answer.none', { ms: 5 });
  expect(await given.ended).toMatchObject({ state, failure: { code, at: 'plug', reason } });
  await expect(given.result).rejects.toMatchObject({ code });
});

test('what is refused before anything is sent was never accepted, and nothing is kept', async () => {
  const { issue, newest, settled } = commands();
  const key = { key: 'a', fingerprint: 'f' };
  const denied = (): Promise<CommandOutcome> => Promise.reject(new SolsteadError('command.limits', { at: 'plug' }));
  await expect(issue({ ...relay, key }, denied)).rejects.toMatchObject({ code: 'command.limits' });
  await settled();
  expect(await newest({ site: 'home', limit: 9 })).toEqual([]);
  // The key is free again: nothing was done under it.
  expect(issued(await issue({ ...relay, key }, async () => done)).command().state).toBe('confirmed');
});

test('one whose turn comes too late expires, and is not sent', async () => {
  const { issue, clock } = commands();
  const { run, turn } = slowDevice();
  const given = issued(await issue({ ...relay, expiryMs: 5000 }, run));
  expect(given.command().expiresMs - given.command().createdMs).toBe(5000);
  await clock.advance(5001);
  turn.resolve();
  expect(await given.ended).toMatchObject({ state: 'expired', failure: { code: 'command.expired' } });
});

test('a repetition with its key gets the same command, while it is carried out and later; the device hears it once', async () => {
  const { issue } = commands();
  const { run, answer, turn } = slowDevice();
  const asked = { ...relay, key: { key: 'a', fingerprint: 'f' } };
  const both = await Promise.all([issue(asked, run), issue(asked, run)]);
  const [first, second] = both.map((one) => issued(one).command().id);
  expect(first).toBe(second);
  const other = { ...relay, key: { key: 'a', fingerprint: 'g' } };
  await expect(issue(other, run)).rejects.toMatchObject({ code: 'command.key-reused' });
  turn.resolve();
  answer.resolve(done);
  await issued(both[0]).ended;
  const again = issued(await issue(asked, run));
  expect(again.command()).toMatchObject({ id: first, state: 'confirmed' });
  await expect(issue(other, run)).rejects.toMatchObject({ code: 'command.key-reused' });
  // The key of somebody else is another one.
  const theirs = issued(await issue({ ...other, by: person('Ben') }, async () => done));
  expect(theirs.command().id).not.toBe(first);
  expect(run).toHaveBeenCalledTimes(1);
});

test('what an earlier process left without an end is told as unknown, once', async () => {
  const { issue, store, abandon, byId, clock } = commands();
  const { run, answer, turn } = slowDevice();
  const given = issued(await issue(relay, run));
  const { id } = given.command();
  const later = makeIssuedCommands({ store, clock, log: { warn: vi.fn() } });
  // The one that is under way here is not abandoned.
  await abandon('home');
  expect(await byId(id)).toMatchObject({ state: 'accepted' });
  await later.abandon('home');
  expect(await later.byId(id)).toMatchObject({ state: 'failed', failure: { code: 'command.unconfirmed' } });
  turn.resolve();
  answer.resolve(done);
  await given.ended;
});

test('a disk that is full hides no outcome: it is told, and the log says what was not kept', async () => {
  const { issue, store, warn } = commands();
  store.update = () => Promise.reject(new SolsteadError('store.failed', { at: 'records.db' }));
  const given = issued(await issue(relay, async ({ begun }) => (await begun(), done)));
  expect(await given.ended).toMatchObject({ state: 'confirmed' });
  expect(warn).toHaveBeenCalledTimes(1);
});

test('every step is told, and when it was sent is kept', async () => {
  const store = memoryCommands();
  const clock = fakeClock();
  const told: unknown[] = [];
  const all = makeIssuedCommands({
    store,
    clock,
    log: { warn: vi.fn() },
    onStep: ({ state, sentMs }) => told.push([state, sentMs]),
  });
  const { run, answer, turn } = slowDevice();
  const given = issued(await all.issue(relay, run));
  const sentMs = clock.nowMs();
  turn.resolve();
  await vi.waitFor(() => expect(told).toHaveLength(2), 20_000);
  await clock.advance(3000);
  answer.resolve(done);
  await all.settled();
  expect(told).toEqual([
    ['accepted', undefined],
    ['sent', sentMs],
    ['confirmed', sentMs],
  ]);
  expect(await store.byId(given.command().id)).toMatchObject({ sentMs, changedMs: sentMs + 3000 });
});

test('a command that came too late was never sent, and says so', async () => {
  const told: unknown[] = [];
  const clock = fakeClock();
  const parts = { store: memoryCommands(), clock, log: { warn: vi.fn() } };
  const all = makeIssuedCommands({ ...parts, onStep: ({ state, sentMs }) => told.push([state, sentMs]) });
  const { run, turn } = slowDevice();
  const given = issued(await all.issue({ ...relay, expiryMs: 1000 }, run));
  await clock.advance(1001);
  turn.resolve();
  await given.ended;
  expect(told).toEqual([
    ['accepted', undefined],
    ['expired', undefined],
  ]);
});
