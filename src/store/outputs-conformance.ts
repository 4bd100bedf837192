// What every store of records must do with outputs; a part of records-conformance.ts.
import { test } from 'vitest';
import type { OutputRecord } from '#core/output.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsOutputs(place: RecordsPlace): void {
  test('outputs of a home in the order of their ids, changed, removed, and gone with the home', async (owner) => {
    const { expect } = owner;
    const { outputs, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    const settings = { kind: 'mqtt', server: "mqtt://anna@host'; DROP TABLE output; --", retain: true, qos: 2 };
    const first: OutputRecord = {
      id: 'a1',
      site: 'home',
      name: 'Anna’s “broker” 🏠',
      settings,
      filter: { metrics: ['battery.*'], deadBands: [{ metrics: 'grid.power', by: 0.5 }], changesOnly: true },
      isOn: true,
    };
    const second: OutputRecord = {
      id: 'b2',
      site: 'home',
      name: 'x',
      settings: { kind: 'y' },
      filter: {},
      isOn: false,
    };
    const elsewhere = { ...second, id: 'c3', site: 'cabin' };
    for (const output of [second, elsewhere, first]) await outputs.save(output);
    expect(await outputs.ofSite('home')).toEqual([first, second]);
    await outputs.save({ ...first, isOn: false, filter: {} });
    expect((await outputs.ofSite('home'))[0]).toEqual({ ...first, isOn: false, filter: {} });
    await outputs.remove('a1');
    await outputs.remove('nobody');
    expect(await outputs.ofSite('home')).toEqual([second]);
    await sites.remove('home');
    expect([await outputs.ofSite('home'), await outputs.ofSite('cabin')]).toEqual([[], [elsewhere]]);
  });
}
