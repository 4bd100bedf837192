// Devices by Bluetooth over a private bus with an emulated BlueZ: recorded frames of boards, in notifications of 20 bytes.
import { describe, test, type TestContext } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { crc16Modbus } from '#core/checksum.ts';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { jk02of24, jk02of32, jk04, jkPb } from '#devices/jikong/captures/records.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { makeLink } from '#transport/open-link.ts';
import { type BluezBus, makeDevice, openBluezBus } from '#transport/testing/bluez-bench.ts';
import { eventually, openedField } from './testing/served.ts';

const owner = suiteOwner();
let shared: Promise<BluezBus> | undefined;
const theBus = ({ skip }: TestContext): Promise<BluezBus> => (shared ??= openBluezBus({ ...owner, skip }));

async function bench(context: TestContext, uuids?: readonly [string, string, string]) {
  const bus = await theBus(context);
  const device = await makeDevice(context, bus);
  if (uuids !== undefined) await device.tell({ do: 'set', uuids });
  const keys = new Map<string, string>();
  const secrets = {
    read: async (ref: string) => {
      const key = keys.get(ref);
      return key === undefined ? undefined : makeSecret(key);
    },
  };
  const { field, heard } = openedField(context, {
    makeLink: (address) => makeLink(address, { clock, systemBus: bus.address, secrets }),
  });
  const address = `ble://${device.device}`;
  const start = (definition: string): Promise<void> =>
    field.start({ id: 'pack', site: 'home', name: 'Pack', definition, address, settings: { liveSeconds: 1 } });
  /** The newest values of a device, by metric. */
  const values = (): Record<string, unknown> =>
    Object.fromEntries(heard.batches.flatMap(({ metric, value }) => metric.map((id, index) => [id, value[index]])));
  return { bus, device, field, address, start, values, keys };
}

const record = (hex: string): Uint8Array => fromHex(hex).subarray(0, 300);

/** Answers as a JK board does: an acknowledgement for a switch, the settings, then cells by themselves. */
function boardOf(cells: string, info: string) {
  return (request: Uint8Array): Uint8Array | undefined => {
    if (request[4] === 0x97) return record(info);
    // Newer boards put a word of the modem between frames.
    if (request[4] === 0x96) return concatBytes(fromLatin1('AT\r\n'), record(jkPb.settings), record(cells));
    return fromHex('aa5590ebc8010100000000000000000000000044');
  };
}

describe('JK boards', () => {
  test.for([
    [
      '24 cells',
      'jk02',
      jk02of24.cellInfo,
      jk02of24.deviceInfo,
      { 'battery.voltage': 52.953, 'battery.current': 6.822 },
    ],
    ['32 cells', 'jk02', jk02of32.cellInfo, jkPb.deviceInfo, { 'battery.current': 8.568, 'battery.cycles': 11 }],
    ['floating-point records', 'jk04', jk04.cellInfo, jk04.deviceInfo, { 'battery.cell.voltage.1': 3.3527 }],
  ] as const)(
    'with %s are found, read, and go on when they are back',
    async ([, kind, cells, info, expected], context) => {
      const { expect } = context;
      const { device, field, address, start, values } = await bench(context);
      const respond = boardOf(cells, info);
      device.onWrite = (request) => void device.send(respond(request) ?? new Uint8Array());
      const tested = await field.testDevice(address);
      expect(tested.protocol).toBe(kind);
      await start(kind);
      await eventually(() => expect(values()).toMatchObject(expected));
      await device.tell({ do: 'unplug' });
      await eventually(() => expect(field.status('pack').state).toBe('offline'), 20_000);
      await device.tell({ do: 'plug' });
      await eventually(() => expect(field.status('pack').state).toBe('online'), 20_000);
      expect(field.status('pack').health.reconnects).toBe(1);
    },
  );

  test('a switch goes out once, is acknowledged and read back', async (context) => {
    const { expect } = context;
    const { device, field, address } = await bench(context);
    const respond = boardOf(jk02of24.cellInfo, jk02of24.deviceInfo);
    device.onWrite = (request) => void device.send(respond(request) ?? new Uint8Array());
    // It shows that it is on already.
    const typed = { setting: '1D', value: 'on', confirmed: '1D', isForced: true };
    const outcome = await field.setOnce({ address, protocol: 'jk02' }, typed);
    expect(outcome.outcome).toBe('confirmed');
    // The board is a recording: it goes on to show what it showed.
    await expect(
      field.setOnce({ address, protocol: 'jk02' }, { setting: '1E', value: 'off', confirmed: '1E' }),
    ).rejects.toMatchObject({ code: 'command.differs' });
    const frames = device.writes.map(({ hex }) => hex).filter((hex) => hex.startsWith('aa5590eb1'));
    expect(frames).toEqual(['aa5590eb1d04010000000000000000000000009c', 'aa5590eb1e04000000000000000000000000009c']);
  });

  test('frames that stream unasked and in halves are put together at their headers', async (context) => {
    const { expect } = context;
    const { device, field, start, values } = await bench(context);
    const cells = record(jk02of24.cellInfo);
    device.onWrite = (request) => {
      // An answer begins behind the second half of a record that was on its way.
      const answer = boardOf(jk02of24.cellInfo, jk02of24.deviceInfo)(request) ?? new Uint8Array();
      void device.send(concatBytes(cells.subarray(170), answer, cells.subarray(0, 123)));
    };
    await start('jk02');
    await eventually(() => expect(values()).toMatchObject({ 'battery.voltage': 52.953 }));
    expect(field.status('pack').health).toMatchObject({ badFrames: 0, timeouts: 0 });
  });
});

describe('other batteries', () => {
  // Recorded in aiobmsble ([jbd]).
  const jbd: Readonly<Record<number, string>> = {
    3: 'dd03001d0618fee101f201f4002a2c7c00000000000080640304030b8b0b8a0b84f88477',
    4: 'dd0400080d660d610d680d59fe3c77',
    5: `dd05000a${toHex(fromLatin1('JBD-SP04S0'))}fd9277`,
  };

  test('a JBD board is told from others by its characteristics, and read', async (context) => {
    const { expect } = context;
    const { device, field, address, start, values } = await bench(context, ['ff00', 'ff01', 'ff02']);
    device.onWrite = (request) => void device.send(fromHex(jbd[request[2] ?? 0] ?? ''));
    const tested = await field.testDevice(address);
    expect(tested.protocol).toBe('jbd');
    await start('jbd');
    await eventually(() =>
      expect(values()).toMatchObject({ 'battery.current': 2.87, 'battery.soc': 100, 'battery.cell.voltage.1': 3.43 }),
    );
  });

  test('a Daly board answers the frames of its serial port', async (context) => {
    const { expect } = context;
    const { device, start, values } = await bench(context, ['fff0', 'fff1', 'fff2']);
    device.onWrite = (request) => {
      const count = request[5] ?? 0;
      const body = new Uint8Array(3 + 2 * count);
      body.set([0xd2, 3, 2 * count]);
      const view = new DataView(body.buffer);
      const put = (register: number, value: number): void => {
        if (register < count && (request[3] ?? 0) === 0) view.setUint16(3 + 2 * register, value);
      };
      for (const [register, value] of [
        [0, 3311],
        [40, 132],
        [41, 30_123],
        [42, 876],
        [49, 4],
      ] as const)
        put(register, value);
      const crc = crc16Modbus(body);
      void device.send(concatBytes(body, Uint8Array.of(crc & 255, crc >>> 8)));
    };
    await start('daly-modbus');
    await eventually(() =>
      expect(values()).toMatchObject({ 'battery.voltage': 13.2, 'battery.current': -12.3, 'battery.soc': 87.6 }),
    );
  });
});

describe('Victron', () => {
  test('a charger is heard with the key of the device, which is asked for until then', async (context) => {
    const { expect } = context;
    const { device, field, start, values, keys } = await bench(context);
    await start('victron-ble-mppt');
    await eventually(() => expect(field.status('pack').failure?.error.repair).toContain('VictronConnect'));
    await field.stop('pack');
    keys.set('device.pack', 'ADECCB94-7395801A-4DD45A2E-AA44BF17');
    await start('victron-ble-mppt');
    const advertise = (): Promise<void> =>
      device.tell({ do: 'advertise', company: 0x02e1, hex: '100242a0016207adceb37b605d7e0ee21b24df5c' });
    await expect
      .poll(async () => {
        await advertise();
        return values()['pv.power'];
      })
      .toBe(19);
    expect(field.status('pack').identity['model']).toBe('BlueSolar MPPT 75/15');
  });
});
