import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { Device, Flow, LiveValue, Snapshot } from '#api/contract.ts';
import { applyMessage, trailStepMs } from './live-state.ts';

const flow = (atMs: number, pvW = 100): Flow => ({
  atMs,
  pv: { powerW: pvW, atMs, quality: 'good' },
  grid: { quality: 'good' },
  battery: { quality: 'good' },
  load: { quality: 'good' },
});
const device = (id: string, state: Device['state'] = 'online'): Device => ({
  id,
  name: id,
  definition: 'x/y',
  title: 'X Y',
  kind: 'inverter',
  address: 'tcp://h:1',
  state,
  intervalMs: 5000,
  identity: {},
  health: { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 },
});
const value = (id: string, metric: MetricId, number: number): LiveValue => ({
  device: id,
  metric,
  value: number,
  atMs: 1,
  quality: 'good',
});
const snapshot: Snapshot = {
  type: 'snapshot',
  atMs: 1000,
  site: { id: 'home', name: 'Home', timeZone: 'UTC', demo: false },
  flow: flow(1000),
  energy: {
    date: '2026-11-20',
    fromMs: 0,
    toMs: 1,
    pvWh: 1,
    importWh: 0,
    exportWh: 0,
    chargeWh: 0,
    dischargeWh: 0,
    loadWh: 1,
    measured: 1,
  },
  devices: [device('a'), device('b')],
  values: [value('a', 'pv.power', 1), value('a', 'load.power', 2), value('b', 'pv.power', 3)],
};

test('changes before a snapshot are left out', () => {
  expect(applyMessage(undefined, { type: 'changes', atMs: 1, flow: flow(1) })).toBeUndefined();
});

test('a change touches what it names and nothing else', () => {
  const before = applyMessage(undefined, snapshot)!;
  const after = applyMessage(before, { type: 'changes', atMs: 2000, values: [value('a', 'pv.power', 9)] })!;
  expect(after.values['a']?.['pv.power']?.value).toBe(9);
  expect(Object.keys(after.values['a']!)).toEqual(['pv.power', 'load.power']);
  expect(before.values['a']?.['pv.power']?.value).toBe(1);
  expect(after.values['b']).toBe(before.values['b']);
  expect(after.flow).toBe(before.flow);
  expect(after.devices).toBe(before.devices);
  expect(after.atMs).toBe(2000);
});

test('devices are replaced in place, added at the end, and removed with their values', () => {
  const before = applyMessage(undefined, snapshot)!;
  const after = applyMessage(before, {
    type: 'changes',
    atMs: 2,
    devices: [device('c'), device('a', 'offline')],
    removed: ['b'],
  })!;
  expect(after.devices.map(({ id, state }) => `${id} ${state}`)).toEqual(['a offline', 'c online']);
  expect(after.values['b']).toBeUndefined();
});

test('the trail keeps a distance between flows and survives a new snapshot of the same home', () => {
  let state = applyMessage(undefined, snapshot)!;
  state = applyMessage(state, { type: 'changes', atMs: 2, flow: flow(1000 + trailStepMs - 1) })!;
  expect(state.trail).toHaveLength(1);
  state = applyMessage(state, { type: 'changes', atMs: 3, flow: flow(1000 + trailStepMs) })!;
  expect(state.trail).toHaveLength(2);
  expect(applyMessage(state, { ...snapshot, flow: flow(90_000) })!.trail).toHaveLength(3);
  expect(applyMessage(state, { ...snapshot, site: { ...snapshot.site, id: 'other' } })!.trail).toHaveLength(1);
});

test('a step of a command is remembered by its device, also over a new snapshot', () => {
  const first = applyMessage(undefined, snapshot);
  expect(first?.steps).toEqual({});
  const steps = [{ id: 'c1', device: 'a', state: 'sent' as const, atMs: 1500 }];
  const stepped = applyMessage(first, { type: 'changes', atMs: 1500, steps });
  expect(stepped?.steps).toEqual({ a: 1500 });
  expect(applyMessage(stepped, snapshot)?.steps).toEqual({ a: 1500 });
});
