// What every store of records must do with the monitoring of homes; a part of records-conformance.ts.
import { test } from 'vitest';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsMonitoring(place: RecordsPlace): void {
  test('the monitoring of a home, replaced as a whole, and gone with the home', async (owner) => {
    const { expect } = owner;
    const { monitoring, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    expect(await monitoring.ofSite('home')).toBeUndefined();
    const whole = {
      site: 'home',
      endsMs: 1_900_000_000_123,
      moneyPerKwh: 0.853,
      kgPerKwh: 0.1,
      kgPerTree: 21,
      maintenance: "Bob's “ladder” 🪜",
    };
    await monitoring.save(whole);
    await monitoring.save({ ...whole, site: 'cabin' });
    expect(await monitoring.ofSite('home')).toEqual(whole);
    await monitoring.save({ site: 'home', kgPerKwh: 0 });
    expect(await monitoring.ofSite('home')).toEqual({ site: 'home', kgPerKwh: 0 });
    await sites.remove('home');
    expect([await monitoring.ofSite('home'), await monitoring.ofSite('cabin')]).toEqual([
      undefined,
      { ...whole, site: 'cabin' },
    ]);
  });
}
