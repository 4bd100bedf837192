// What every store of records must do with notes on devices; a part of records-conformance.ts.
import { test } from 'vitest';
import type { DeviceRecord } from '#core/records.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the tests. */
export function keepsDeviceNotes(place: RecordsPlace): void {
  test('a note on a device is of its place: gone when it moves, is removed, or its home goes', async (owner) => {
    const { expect } = owner;
    const { deviceNotes, devices, sites } = await place(owner)();
    await sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
    const device: DeviceRecord = {
      id: 'relays',
      site: 'home',
      name: 'Relays',
      definition: 'shelly-pro3',
      address: 'mqtt://localhost',
      topic: 'cellar/relays',
      settings: {},
    };
    // Nobody's note is not kept.
    await deviceNotes.save(device, { host: '192.168.1.9' });
    await devices.save(device);
    expect(await deviceNotes.of(device)).toBeUndefined();
    await deviceNotes.save(device, { host: '192.168.1.9', identity: "A'B" });
    expect(await deviceNotes.of(device)).toEqual({ host: '192.168.1.9', identity: "A'B" });
    const gap = {
      part: 'emdata:0',
      fromMs: 1_780_000_000_000,
      tellFromMs: 1_780_000_000_001,
      toMs: 1_780_000_900_000,
      from: { 'grid.energy.import': 12.3456 },
      to: {},
    };
    const whole = {
      host: '192.168.1.9',
      counted: { atMs: 1_780_000_900_000, values: gap.from },
      lagMs: -12.5,
      gaps: [gap, gap],
    };
    await deviceNotes.save(device, whole);
    expect(await deviceNotes.of(device)).toEqual(whole);
    expect(await deviceNotes.of({ ...device, topic: 'roof/relays' })).toBeUndefined();
    expect(await deviceNotes.of({ ...device, address: 'mqtt://other' })).toBeUndefined();
    expect(await deviceNotes.of({ ...device, definition: 'shelly-gen1' })).toBeUndefined();
    await deviceNotes.save({ ...device, topic: 'roof/relays' }, {});
    expect([await deviceNotes.of(device), await deviceNotes.of({ ...device, topic: 'roof/relays' })]).toEqual([
      undefined,
      {},
    ]);
    await devices.remove('relays', { atMs: 1 });
    await devices.save({ ...device, topic: 'roof/relays' });
    expect(await deviceNotes.of({ ...device, topic: 'roof/relays' })).toBeUndefined();
    await deviceNotes.save(device, { host: '10.0.0.1' });
    await sites.remove('home');
    expect(await deviceNotes.of(device)).toBeUndefined();
  });
}
