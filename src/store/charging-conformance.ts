// What every store of records must do with charges; a part of records-conformance.ts.
import { test } from 'vitest';
import type { ChargeSession } from '#core/charging.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsCharges(place: RecordsPlace): void {
  test('charges: kept, replaced, listed by time and device, and gone with the home', async (owner) => {
    const { expect } = owner;
    const { charges, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    const first: ChargeSession = {
      id: 'garage-1',
      site: 'home',
      device: 'garage',
      startMs: 1_790_000_000_000,
      energyWh: 1234.5,
      hours: [[1_790_000_000_000, 1234.5]],
      seenMs: 1_790_000_100_000,
      counterWh: 99_000,
      tag: "04'; DROP TABLE charge_session; -- 🏠",
    };
    const second: ChargeSession = { ...first, id: 'shed-1', device: 'shed', startMs: first.startMs + 1 };
    await charges.save(first);
    await charges.save(second);
    await charges.save({ ...second, site: 'cabin' });
    expect((await charges.open('home')).map(({ id }) => id).toSorted()).toEqual(['garage-1', 'shed-1']);
    const ended = { ...first, endMs: first.startMs + 10, energyWh: 2000 };
    await charges.save(ended);
    expect(await charges.open('home')).toEqual([second]);
    const all = { fromMs: first.startMs, toMs: first.startMs + 2, limit: 10 };
    expect(await charges.list('home', all)).toEqual([second, ended]);
    expect(await charges.list('home', { ...all, device: 'garage' })).toEqual([ended]);
    expect(await charges.list('home', { ...all, limit: 1 })).toEqual([second]);
    expect(await charges.list('home', { ...all, toMs: first.startMs + 1 })).toEqual([ended]);
    expect(await charges.settings('home')).toBe(undefined);
    await charges.saveSettings('home', { tags: [], isOpen: true });
    await charges.saveSettings('home', { tags: [{ tag: '04', name: 'Anna' }], isOpen: false });
    expect(await charges.settings('home')).toEqual({ tags: [{ tag: '04', name: 'Anna' }], isOpen: false });
    await sites.remove('home');
    expect([await charges.open('home'), await charges.settings('home')]).toEqual([[], undefined]);
    expect((await charges.open('cabin')).length).toBe(1);
  });
}
