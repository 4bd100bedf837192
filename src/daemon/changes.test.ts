import { expect, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { changesOf } from './changes.ts';
import type { DaemonPlan, PlannedDevice } from './plan.ts';

const device = (name: string, more: Partial<PlannedDevice> = {}): PlannedDevice => ({
  name,
  definition: 'pi30',
  address: 'tcp://h:1',
  answers: [],
  mayCommand: [],
  ...more,
});

const plan = (devices: readonly PlannedDevice[], more: Partial<DaemonPlan> = {}): DaemonPlan => ({
  home: { name: 'Home' },
  devices,
  outputs: [],
  ...more,
});

const named = ({ ended, begun, kept }: ReturnType<typeof changesOf>) => ({
  ended,
  begun: begun.map(({ name }) => name),
  kept: kept.map(({ name }) => name),
});

test('a device that is asked as before goes on, wherever its answers go', () => {
  const before = plan([device('a'), device('b'), device('c')]);
  const after = plan([
    device('a', { answers: [{ output: 'json', settings: {}, secret: makeSecret('x') }], tag: 't' }),
    device('b', { everySeconds: 5 }),
    device('d'),
  ]);
  expect(named(changesOf(before, after))).toEqual({ ended: ['b', 'c'], begun: ['b', 'd'], kept: ['a'] });
});

test('another home begins everything anew; another broker the devices behind it', () => {
  const before = plan([device('a'), device('m', { topic: 'x' })]);
  expect(named(changesOf(before, plan(before.devices, { home: { name: 'Other' } }))).kept).toEqual([]);
  expect(named(changesOf(before, plan(before.devices, { broker: { server: 'mqtt://h' } }))).kept).toEqual(['a']);
});

test('an output with another password is another one', () => {
  const output = { id: 'o', name: 'o', settings: { kind: 'mqtt' }, filter: {} };
  const with_ = (secret: string) => plan([], { outputs: [{ ...output, secret: makeSecret(secret) }] });
  const { outputs } = changesOf(with_('one'), with_('two'));
  expect([outputs.removed, outputs.added, outputs.changed.map(({ id }) => id)]).toEqual([[], [], ['o']]);
  expect(changesOf(with_('one'), with_('one')).outputs.changed).toEqual([]);
  expect(changesOf(with_('one'), plan([])).outputs.removed).toEqual(['o']);
});
