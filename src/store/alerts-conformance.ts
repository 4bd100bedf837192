// What every store of records must do with alerts; a part of records-conformance.ts.
import { test } from 'vitest';
import type { AlertRecord, ChannelRecord, DeliveryRecord } from '#core/alert.ts';
import { because } from '#core/reason.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

const atMs = 1_790_000_000_000;
const alert = (id: string, openedMs: number, more: Partial<AlertRecord> = {}): AlertRecord => ({
  id,
  site: 'home',
  kind: 'device-offline',
  severity: 'warning',
  state: 'open',
  openedMs,
  changedMs: openedMs,
  times: 1,
  subjects: [
    {
      id: 'roof',
      reason: because('alert.offline', { device: { external: "'; DROP TABLE alert; --" } }),
      sinceMs: openedMs,
    },
  ],
  ...more,
});
const delivery = (id: string, more: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
  id,
  site: 'home',
  channel: 'phone',
  state: 'waiting',
  body: { what: 'raised', alert: alert('a', atMs) },
  createdMs: atMs,
  dueMs: atMs,
  tries: 0,
  ...more,
});
const channel: ChannelRecord = {
  id: 'phone',
  site: 'home',
  account: 'anna',
  name: 'Phone',
  isOn: true,
  settings: { kind: 'ntfy' },
  least: 'info',
  isEscalation: false,
  reports: ['week'],
};

/** Registers the tests. */
export function keepsAlerts(place: RecordsPlace): void {
  test('alerts, their messages and what is remembered are saved together, listed by page, and forgotten', async (owner) => {
    const { expect } = owner;
    const { alerts: store } = await place(owner)();
    const all = [alert('a', atMs), alert('b', atMs), alert('c', atMs + 1, { state: 'resolved', resolvedMs: atMs + 2 })];
    const elsewhere = alert('x', atMs + 9, { site: 'cabin' });
    await store.save({
      site: 'home',
      memory: '{"n":1}',
      alerts: all,
      deliveries: [delivery('1'), delivery('2', { state: 'sent' })],
    });
    await store.save({ site: 'cabin', alerts: [elsewhere], deliveries: [] });
    expect(await store.document('home', 'memory')).toBe('{"n":1}');
    expect(await store.document('cabin', 'memory')).toBeUndefined();
    const ids = async (query: Parameters<typeof store.list>[0]) => (await store.list(query)).map(({ id }) => id);
    expect(await ids({ site: 'home', limit: 2 })).toEqual(['c', 'b']);
    expect(await ids({ site: 'home', limit: 2, before: 'b' })).toEqual(['a']);
    expect(await ids({ site: 'home', limit: 9, before: 'x' })).toEqual([]);
    expect(await ids({ site: 'home', limit: 9, state: 'open' })).toEqual(['b', 'a']);
    expect(await store.byId('a')).toEqual(all[0]);
    await store.save({ site: 'home', alerts: [alert('a', atMs, { state: 'acknowledged' })], deliveries: [] });
    expect((await store.byId('a'))?.state).toBe('acknowledged');
    expect((await store.waiting('home')).map(({ id }) => id)).toEqual(['1']);
    expect((await store.deliveries({ site: 'home', limit: 9 })).map(({ id }) => id)).toEqual(['2', '1']);
    await store.forget('home', atMs + 5);
    expect(await ids({ site: 'home', limit: 9 })).toEqual(['b', 'a']);
    expect((await store.deliveries({ site: 'home', limit: 9 })).map(({ id }) => id)).toEqual(['1']);
    expect(await ids({ site: 'cabin', limit: 9 })).toEqual(['x']);
  });

  test('channels and documents: replaced, removed with what waits, and gone with the home', async (owner) => {
    const { expect } = owner;
    const { alerts: store, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    await store.saveChannel(channel);
    const { account: _account, ...ofHome } = { ...channel, id: 'wall', name: 'Wall' };
    await store.saveChannel(ofHome);
    await store.saveChannel({ ...channel, isOn: false });
    expect(await store.channels('home')).toEqual([{ ...channel, isOn: false }, ofHome]);
    await store.save({ site: 'home', alerts: [], deliveries: [delivery('1'), delivery('2', { channel: 'wall' })] });
    await store.removeChannel('phone');
    expect((await store.waiting('home')).map(({ id }) => id)).toEqual(['2']);
    await store.saveDocument({ site: 'home', name: 'settings', content: '{}' });
    await store.saveDocument({ site: 'home', name: 'settings', content: '{"a":1}' });
    expect(await store.document('home', 'settings')).toBe('{"a":1}');
    await sites.remove('home');
    expect([await store.channels('home'), await store.waiting('home')]).toEqual([[], []]);
    expect(await store.document('home', 'settings')).toBeUndefined();
  });
}
