// Searching for Bluetooth devices over a private bus with an emulated BlueZ.
import { expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { bluetoothNearby } from './ble-nearby.ts';
import { makeDevice, openBluezBus } from './testing/bluez-bench.ts';

const hurried = { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms / 10) };

test('devices in reach are told with name, strength and what they say of themselves; others are not', async (context) => {
  const bus = await openBluezBus(context);
  const [battery, charger, away] = [
    await makeDevice(context, bus),
    await makeDevice(context, bus),
    await makeDevice(context, bus),
  ];
  await battery.tell({ do: 'set', name: 'JK_B2A24S\u0007\u202e of the shed'.padEnd(200, 'x') });
  await charger.tell({ do: 'advertise', company: 0x02e1, hex: '100242a001' });
  await charger.tell({ do: 'hide' });
  await away.tell({ do: 'unplug' });
  const nearby = bluetoothNearby({ clock: hurried, systemBus: bus.address });
  expect(nearby.last()).toEqual([]);
  await expect.poll(() => nearby.last().length).toBe(2);
  const told = nearby.last();
  expect(told.map(({ address, kind, usable, rssi }) => ({ address, kind, usable, rssi }))).toEqual(
    [battery, charger].map(({ device }) => ({ address: `ble://${device}`, kind: 'ble', usable: true, rssi: -60 })),
  );
  expect(told[0]?.title).toBe(`JK_B2A24S of the shed${'x'.repeat(39)}`);
  expect(toHex(told[1]?.heard?.companies.get(0x02e1) ?? new Uint8Array())).toBe('100242a001');
});

test('a computer without Bluetooth says so at once, and so does one whose adapter is off', async (context) => {
  const none = bluetoothNearby({ clock: hurried, systemBus: `unix:path=${tempDir(context)}/none` });
  expect(await none.soon()).toMatchObject([{ usable: false, problem: { code: 'ble.no-bus' } }]);
  const bus = await openBluezBus(context);
  const device = await makeDevice(context, bus);
  await device.tell({ do: 'adapter', powered: false });
  const [off] = await bluetoothNearby({ clock: hurried, systemBus: bus.address }).search();
  expect(off).toMatchObject({ usable: false, problem: { code: 'ble.adapter-off' } });
});
