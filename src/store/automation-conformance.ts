// What every store of records must do with automations; a part of records-conformance.ts.
import { test } from 'vitest';
import { keepsAlerts } from './alerts-conformance.ts';
import { keepsCharges } from './charging-conformance.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsAutomations(place: RecordsPlace): void {
  // What a home does by itself tells people of it, and charges cars.
  keepsAlerts(place);
  keepsCharges(place);
  test('the automation of a home and what it remembers: kept, replaced, and gone with the home', async (owner) => {
    const { expect } = owner;
    const { automations, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    expect([await automations.ofSite('home'), await automations.memoryOf('home')]).toEqual([undefined, undefined]);
    const first = {
      site: 'home',
      text: "rules: [] # 'DROP TABLE automation; -- 🏠\n",
      changedMs: 1_790_000_000_000,
      changedBy: 'Anna',
    };
    const elsewhere = { ...first, site: 'cabin' };
    for (const one of [first, elsewhere]) await automations.save(one);
    await automations.save({ ...first, text: '', changedBy: 'Ben' });
    await automations.saveMemory('home', '{"commands":1}');
    await automations.saveMemory('home', '{"commands":2}');
    await automations.saveMemory('cabin', '{}');
    expect(await automations.ofSite('home')).toEqual({ ...first, text: '', changedBy: 'Ben' });
    expect(await automations.memoryOf('home')).toBe('{"commands":2}');
    await sites.remove('home');
    expect([await automations.ofSite('home'), await automations.memoryOf('home')]).toEqual([undefined, undefined]);
    expect([await automations.ofSite('cabin'), await automations.memoryOf('cabin')]).toEqual([elsewhere, '{}']);
  });
}
