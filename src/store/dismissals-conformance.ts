// What every store of records must do with dismissed findings; a part of records-conformance.ts.
import { test } from 'vitest';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsDismissals(place: RecordsPlace): void {
  test('the last dismissal of every subject of a site is kept', async (owner) => {
    const { expect } = owner;
    const { dismissals } = await place(owner)();
    const stuck = { site: 'home', subject: 'stuck.roof.pv.power', atMs: 9, account: 'Anna' };
    await dismissals.save({ ...stuck, atMs: 5, account: 'Ben' });
    await dismissals.save({ ...stuck, site: 'cabin' });
    await dismissals.save(stuck);
    expect(await dismissals.ofSite('home')).toEqual([stuck]);
    expect(await dismissals.ofSite('nowhere')).toEqual([]);
  });
}
