// Who is told what, and when.
import { expect, test } from 'vitest';
import type { AlertRecord, ChannelRecord, DeliveryRecord } from '#core/alert.ts';
import type { Tell } from './machine.ts';
import { escalationSteps, mostWaiting, planned } from './recipients.ts';

const nowMs = Temporal.Instant.from('2026-06-01T23:00:00Z').epochMilliseconds;
const alert: AlertRecord = {
  id: 'a',
  site: 'home',
  kind: 'device-offline',
  severity: 'warning',
  state: 'open',
  openedMs: nowMs,
  changedMs: nowMs,
  times: 1,
  subjects: [],
};
const channel = (id: string, more: Partial<ChannelRecord> = {}): ChannelRecord => ({
  id,
  site: 'home',
  name: id,
  isOn: true,
  settings: { kind: 'ntfy' },
  least: 'info',
  isEscalation: false,
  reports: [],
  ...more,
});
const tell = (what: Tell['what'], more: Partial<AlertRecord> = {}, wasEscalated = what === 'escalated'): Tell => ({
  what,
  alert: { ...alert, ...more },
  wasEscalated,
});

function plan(tells: readonly Tell[], channels: readonly ChannelRecord[], waiting: readonly DeliveryRecord[] = []) {
  let ids = 0;
  const { deliveries } = planned(tells, {
    site: 'home',
    timeZone: 'UTC',
    nowMs,
    channels,
    escalateMinutes: 30,
    preferencesOf: () => ({ language: 'en', quiet: { from: '22:00', to: '07:00' }, criticalPasses: true }),
    mayHear: ({ account }, isOfInstallation) => account !== 'stranger' && !(isOfInstallation && account === 'guest'),
    waiting,
    newId: () => `m${(ids += 1)}`,
  });
  return deliveries;
}

const told = (all: readonly DeliveryRecord[]): readonly string[] =>
  all.map(({ channel: to, state, body, dueMs }) => `${to} ${body.what} ${state} +${(dueMs - nowMs) / 3_600_000}h`);

test.each<[string, readonly Tell[], readonly ChannelRecord[], readonly string[]]>([
  [
    'the home at once, a person after the quiet hours',
    [tell('raised')],
    [channel('wall'), channel('anna', { account: 'anna' })],
    ['wall raised waiting +0h', 'anna raised waiting +8h'],
  ],
  [
    'what is critical at once',
    [tell('raised', { severity: 'critical' })],
    [channel('anna', { account: 'anna' })],
    ['anna raised waiting +0h'],
  ],
  ['what is less grave than the channel wants not', [tell('raised')], [channel('wall', { least: 'critical' })], []],
  ['nobody over a channel that is off', [tell('raised')], [channel('wall', { isOn: false })], []],
  ['who may not see the home any more not', [tell('raised')], [channel('x', { account: 'stranger' })], []],
  [
    'what is of the installation not to a guest',
    [tell('raised', { isOfInstallation: true })],
    [channel('g', { account: 'guest' }), channel('wall')],
    ['wall raised waiting +0h'],
  ],
  [
    'those behind only when nobody has seen it',
    [tell('raised')],
    [channel('one'), channel('behind', { isEscalation: true })],
    ['one raised waiting +0h'],
  ],
  [
    'then those behind alone',
    [tell('escalated')],
    [channel('one'), channel('behind', { isEscalation: true })],
    ['behind escalated waiting +0h'],
  ],
  [
    'or once more the same, where nobody is behind',
    [tell('escalated')],
    [channel('one')],
    ['one escalated waiting +0h'],
  ],
  [
    'that it is over to all who were told',
    [tell('resolved', {}, true)],
    [channel('one'), channel('behind', { isEscalation: true })],
    ['one resolved waiting +0h', 'behind resolved waiting +0h'],
  ],
])('%s', (_name, ...[tells, channels, expected]) => {
  expect(told(plan(tells, channels))).toEqual(expected);
});

const chain = [
  channel('one'),
  channel('second', { isEscalation: true, escalateMinutes: 10 }),
  channel('third', { isEscalation: true, escalateMinutes: 30 }),
  channel('usual', { isEscalation: true }),
];

test.each([
  ['the first step', { afterMinutes: 0, upToMinutes: 10 }, ['second escalated waiting +0h']],
  [
    'the second one',
    { afterMinutes: 10, upToMinutes: 30 },
    ['third escalated waiting +0h', 'usual escalated waiting +0h'],
  ],
  [
    'both at once',
    { afterMinutes: 0, upToMinutes: 30 },
    ['second', 'third', 'usual'].map((id) => `${id} escalated waiting +0h`),
  ],
] as const)('in steps: %s', (_name, stage, expected) => {
  expect(told(plan([{ ...tell('escalated'), stage }], chain))).toEqual(expected);
});

test('that it is over is told to those of the steps that were reached', () => {
  expect(told(plan([{ ...tell('resolved', {}, true), heardMinutes: 10 }], chain))).toEqual([
    'one resolved waiting +0h',
    'second resolved waiting +0h',
  ]);
});

test('the steps of a home', () => {
  expect(escalationSteps(chain, 15)).toEqual([10, 15, 30]);
  expect(escalationSteps([channel('one')], 15)).toEqual([15]);
});

test('what is over in the morning is not told at all', () => {
  const anna = channel('anna', { account: 'anna' });
  const waiting = plan([tell('raised')], [anna]);
  const next = plan(
    [tell('resolved')],
    [anna],
    waiting.map((one) => ({ ...one, id: 'w' })),
  );
  expect(next.map(({ id, state, reason }) => `${id} ${state} ${reason?.code}`)).toEqual(['w skipped alert.over']);
  // What was tried already may have arrived: that it is over is told.
  const tried = waiting.map((one) => ({ ...one, tries: 1 }));
  expect(told(plan([tell('resolved')], [anna], tried))).toEqual(['anna resolved waiting +8h']);
});

test('a place that takes nothing has a bounded queue: the oldest goes first, what is critical last', () => {
  const wall = channel('wall');
  const [one] = plan([tell('raised')], [wall]);
  if (one === undefined) throw new Error('no message');
  const grave = {
    ...one,
    id: 'grave',
    body: { what: 'raised', alert: { ...alert, id: 'g', severity: 'critical' } },
  } as const;
  const full = [grave, ...Array.from({ length: mostWaiting - 1 }, (_, index) => ({ ...one, id: `w${index}` }))];
  expect(plan([tell('raised', { id: 'next' })], [wall], full).map(({ id, state }) => `${id} ${state}`)).toEqual([
    'w0 skipped',
    'm1 waiting',
  ]);
});
