import { expect, test } from 'vitest';
import type { FleetQuery } from '#api/fleet.ts';
import { fleetPage, fleetState } from './fleet.ts';

const record = (id: string, name = id) => ({ id, name, timeZone: 'UTC' });
const online = { id: 'a', state: 'online', lastSeenMs: 2000 } as const;
const offline = { id: 'b', state: 'offline', lastSeenMs: 1000 } as const;

test('a home is silent when nothing of it is heard, and wants attention when something is not, or an alert is open', () => {
  const stateOf = (...[devices, alerts]: [Parameters<typeof fleetState>[1], number?]) =>
    fleetState(record('home'), devices, alerts);
  expect(stateOf([offline, { ...offline, id: 'c', state: 'misconfigured' }], 0)).toMatchObject({
    state: 'silent',
    lost: 2,
    heardMs: 1000,
  });
  expect(stateOf([online, offline], 0)).toMatchObject({ state: 'attention', devices: 2, lost: 1, heardMs: 2000 });
  expect(stateOf([online], 1)).toMatchObject({ state: 'attention', lost: 0, alerts: 1 });
  expect(stateOf([online], 0)).toMatchObject({ state: 'good' });
  expect(stateOf([], 0)).toEqual({ record: record('home'), state: 'empty', devices: 0, lost: 0, alerts: 0 });
  expect(stateOf([], 2)).toMatchObject({ state: 'attention' });
  // It has only begun: that is no fault.
  expect(stateOf([{ id: 'a', state: 'starting' }], undefined)).toEqual({
    record: record('home'),
    state: 'waiting',
    devices: 1,
    lost: 0,
  });
  expect(stateOf([{ id: 'a', state: 'starting' }, online], 0)).toMatchObject({ state: 'good' });
  expect(stateOf([{ id: 'a', state: 'starting' }], 1)).toMatchObject({ state: 'attention' });
});

const states = [
  fleetState(record('good', 'Good'), [online], 0),
  fleetState(record('empty', 'Barn'), [], 0),
  fleetState(record('new', 'New'), [{ id: 'a', state: 'starting' }], 0),
  fleetState(record('alarms', 'Ärger'), [online], 3),
  fleetState(record('silent', 'House 10'), [offline], 1),
  fleetState(record('silent-too', 'House 9'), [offline], 1),
  fleetState(record('one', 'One'), [online], 1),
];
const ids = (query: FleetQuery) => fleetPage(states, query).page.map(({ record: { id } }) => id);

test('the worst come first, those of one kind by how much is wrong, then by name', () => {
  expect(ids({})).toEqual(['silent-too', 'silent', 'alarms', 'one', 'new', 'good', 'empty']);
  expect(ids({ sort: 'name' })).toEqual(['alarms', 'empty', 'good', 'silent-too', 'silent', 'new', 'one']);
  expect(ids({ sort: 'heard' })).toEqual(['empty', 'new', 'silent-too', 'silent', 'alarms', 'good', 'one']);
});

test('a page of what was searched, with the count of all of it', () => {
  expect(ids({ offset: 1, limit: 2 })).toEqual(['silent', 'alarms']);
  expect(ids({ offset: 90 })).toEqual([]);
  expect(fleetPage(states, { search: ' house ' })).toMatchObject({ count: 2, unwell: 2 });
  expect(ids({ search: 'SILENT-TOO' })).toEqual(['silent-too']);
  expect(fleetPage(states, {})).toMatchObject({ count: 7, unwell: 4 });
});

test('thousands of homes are a page within a moment', () => {
  const many = Array.from({ length: 5000 }, (_none, index) =>
    fleetState(record(`home-${index}`), [index % 50 === 7 ? offline : online], 0),
  );
  const startMs = performance.now();
  const { page, count, unwell } = fleetPage(many, {});
  expect([page.length, count, unwell]).toEqual([50, 5000, 100]);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
