// Bluetooth links over a private message bus with an emulated BlueZ, made from its documentation with another D-Bus than ours.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'vitest';
import { fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { Link } from '#core/link.ts';
import { makeBleLink } from './ble-link.ts';
import type { BleAddress } from './ble-port.ts';
import { linkConformance } from './link-conformance.ts';
import { type Bench, expectCode, lineSplitter, script } from './testing/bench.ts';
import { type BluezBus, type BluezDevice, makeDevice, openBluezBus, openBus } from './testing/bluez-bench.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';

const owner = suiteOwner();
let shared: Promise<BluezBus> | undefined;
/** One bus for all tests that do not end it. */
const theBus = ({ skip }: TestContext): Promise<BluezBus> => (shared ??= openBluezBus({ ...owner, skip }));

const profile = { kind: 'gatt', service: 'ffe0', notify: 'ffe1', write: 'ffe1', acknowledged: false } as const;

interface BleBench extends Bench {
  readonly device: BluezDevice;
  readonly address: string;
}

function linkTo(bus: Pick<BluezBus, 'address'>, address: Omit<BleAddress, 'scheme'>, key?: string): Link {
  const given = key === undefined ? {} : { key: () => Promise.resolve(makeSecret(key)) };
  return makeBleLink({ scheme: 'ble', ...address }, { clock: systemClock, systemBus: bus.address, ...given });
}

async function benchOn(context: TestContext, bus: BluezBus): Promise<BleBench> {
  const device = await makeDevice(context, bus);
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: (bytes) => device.send(bytes),
    vanish: () => device.tell({ do: 'unplug' }),
    comeBack: () => device.tell({ do: 'plug' }),
  };
  device.onWrite = lineSplitter((line) => peer.onRequest(line));
  return { link: linkTo(bus, { device: device.device, profile }), peer, device, address: bus.address };
}

const bleBench = async (context: TestContext): Promise<BleBench> => benchOn(context, await theBus(context));

linkConformance('ble', bleBench);

async function openedBench(context: TestContext): Promise<BleBench> {
  const bench = await bleBench(context);
  context.onTestFinished(() => bench.link.close());
  await bench.link.open();
  return bench;
}

describe('writing', () => {
  test.for([
    [23, ['3c51313233343536373839303132333435363738', '397e34620a']],
    [185, ['3c51313233343536373839303132333435363738397e34620a']],
  ] as const)('with an MTU of %i a request goes out in pieces that fit', async ([mtu, pieces], context) => {
    const { expect } = context;
    const bench = await bleBench(context);
    context.onTestFinished(() => bench.link.close());
    await bench.device.tell({ do: 'set', mtu });
    await bench.link.open();
    script(bench.peer, [lineFrame('A')]);
    await bench.link.sendAndReceive(lineFrame('Q1234567890123456789'), expectAnswer());
    const hex = toHex(lineFrame('Q1234567890123456789'));
    expect(bench.device.writes.map((write) => write.hex).join('')).toBe(hex);
    expect(bench.device.writes.map((write) => write.hex.length)).toEqual(pieces.map((piece) => piece.length));
  });

  test.for([
    [['write-without-response', 'notify'], false, 'command'],
    [['write', 'write-without-response', 'notify'], true, 'request'],
    [['write', 'notify'], false, 'request'],
    [['write-without-response', 'notify'], true, 'command'],
  ] as const)(
    'a characteristic that can %j, acknowledged %s, is written by %s',
    async ([flags, acknowledged, type], context) => {
      const { expect } = context;
      const bus = await theBus(context);
      const device = await makeDevice(context, bus);
      await device.tell({ do: 'set', flags });
      const link = linkTo(bus, { device: device.device, profile: { ...profile, acknowledged } });
      context.onTestFinished(() => link.close());
      await link.open();
      await expectCode(link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 30 })), 'link.timeout');
      expect(device.writes).toEqual([{ hex: toHex(lineFrame('Q')), type }]);
    },
  );
});

describe('finding', () => {
  test('a device that BlueZ does not know yet is searched for', async (context) => {
    const { expect } = context;
    const { link, device } = await bleBench(context);
    context.onTestFinished(() => link.close());
    await device.tell({ do: 'hide' });
    await link.open();
    expect(link.isOpen).toBe(true);
  });

  test('the adapter of the address is taken, by name or address', async (context) => {
    const { expect } = context;
    const bus = await theBus(context);
    const { device } = await makeDevice(context, bus);
    for (const adapter of ['hci0', '00:11:22:33:44:55']) {
      const link = linkTo(bus, { device, adapter, profile });
      await link.open();
      expect(link.isOpen).toBe(true);
      await link.close();
    }
    const failure = await expectCode(linkTo(bus, { device, adapter: 'hci7', profile }).open(), 'link.unavailable');
    expect(failure.why).toContain('no Bluetooth adapter hci7');
  });
});

describe('what is wrong is told with its repair', () => {
  test('a device of another kind', async (context) => {
    const { expect } = context;
    const { link, device } = await bleBench(context);
    await device.tell({ do: 'set', uuids: ['fff0', 'fff1', 'fff2'] });
    const failure = await expectCode(link.open(), 'link.unavailable');
    expect(failure.reason?.code).toBe('ble.no-characteristic');
  });

  test.for([
    ['org.bluez.Error.Failed', 'link.unavailable', 'does not let itself be connected', 'close every app'],
    ['org.bluez.Error.NotReady', 'link.unavailable', 'switched off', 'bluetoothctl power on'],
    ['org.freedesktop.DBus.Error.AccessDenied', 'link.forbidden', 'may not use Bluetooth', 'group bluetooth'],
  ] as const)('a connection that is refused with %s', async ([refuses, code, why, repair], context) => {
    const { expect } = context;
    const { link, device } = await bleBench(context);
    await device.tell({ do: 'set', refuses });
    const failure = await expectCode(link.open(), code);
    expect(failure.why).toContain(why);
    expect(failure.repair).toContain(repair);
  });

  test('no bus, nobody on the bus, an adapter that is off, and none', { timeout: 120_000 }, async (context) => {
    const { expect } = context;
    const { address, folder } = await openBus(context);
    const place = { device: 'AA:BB:CC:DD:EE:FF', profile };
    const told = async (systemBus: string): Promise<string> => {
      const failure = await expectCode(linkTo({ address: systemBus }, place).open(), 'link.unavailable');
      return `${failure.reason?.code} ${failure.repair}`;
    };
    expect(await told(`unix:path=${folder}/none`)).toContain('ble.no-bus Install D-Bus and BlueZ');
    expect(await told('tcp:host=127.0.0.1')).toContain('ble.no-bus');
    expect(await told(address)).toContain('ble.no-bluez Install BlueZ');
    const own = await openBluezBus(context);
    const device = await makeDevice(context, own);
    await device.tell({ do: 'adapter', powered: false });
    expect(await told(own.address)).toContain('ble.adapter-off Switch it on');
    await device.tell({ do: 'adapter', powered: null });
    expect(await told(own.address)).toContain('ble.no-adapter Plug in a Bluetooth adapter');
  });

  test('a device that is out of reach', async (context) => {
    const { expect } = context;
    const bus = await theBus(context);
    const device = await makeDevice(context, bus);
    const hurried: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 30, run) };
    const parts = { clock: hurried, systemBus: bus.address };
    const link = makeBleLink({ scheme: 'ble', device: device.device, profile }, parts);
    await device.tell({ do: 'hide' });
    await device.tell({ do: 'unplug' });
    const failure = await expectCode(link.open(), 'link.unavailable');
    expect(failure.why).toContain('not heard within 15 s');
    expect(failure.repair).toContain('close every app');
  });
});

describe('waits', () => {
  test('no wait of the opening outlives it: it would keep a command alive, and make the link deaf', async (context) => {
    const { expect } = context;
    const bus = await theBus(context);
    const device = await makeDevice(context, bus);
    const waits = new Set<() => void>();
    const after: Clock['after'] = (ms, run) => {
      const wait = (): void => {
        waits.delete(wait);
        run();
      };
      waits.add(wait);
      const cancel = systemClock.after(ms, wait);
      return () => {
        waits.delete(wait);
        cancel();
      };
    };
    const parts = { clock: { ...systemClock, after }, systemBus: bus.address };
    const link = makeBleLink({ scheme: 'ble', device: device.device, profile }, parts);
    context.onTestFinished(() => link.close());
    await link.open();
    // As if the time of each were over.
    for (const wait of waits) wait();
    device.onWrite = lineSplitter(() => void device.send(lineFrame('A')));
    const answer = await link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 2000 }));
    expect(toHex(answer)).toBe(toHex(lineFrame('A')));
    await link.close();
    expect(waits.size).toBe(0);
  });
});

describe('ends', () => {
  test('the link ends with BlueZ, and with an adapter that is switched off', async (context) => {
    const { expect } = context;
    const bus = await openBluezBus(context);
    const first = await benchOn(context, bus);
    await first.link.open();
    const failed = expectCode(
      first.link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 5000 })),
      'link.closed',
    );
    await first.device.tell({ do: 'adapter', powered: false });
    expect((await failed).why).toContain('the adapter was switched off');
    await first.device.tell({ do: 'adapter', powered: true });
    await first.link.open();
    const gone = expectCode(
      first.link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 5000 })),
      'link.closed',
    );
    await bus.stopBluez();
    expect((await gone).why).toContain('BlueZ ended');
    expect(first.link.isOpen).toBe(false);
  });

  test('a closed link disconnects the device, so that others can reach it', async (context) => {
    const { expect } = context;
    const bus = await theBus(context);
    const device = await makeDevice(context, bus);
    for (const _ of [1, 2, 3]) {
      const link = linkTo(bus, { device: device.device, profile });
      await link.open();
      expect(link.isOpen).toBe(true);
      await link.close();
    }
  });
});

describe('hostile peers', () => {
  test('giant values, values of another type and empty ones are no bytes', async (context) => {
    const { expect } = context;
    const { link, device, peer } = await openedBench(context);
    await device.tell({ do: 'notify', hex: '41'.repeat(10_000) });
    await device.tell({ do: 'value', text: '<A~00' });
    await device.tell({ do: 'notify', hex: '' });
    script(peer, [lineFrame('A')]);
    await link.sendAndReceive(lineFrame('Q'), expectAnswer());
    expect(link.counters.bytesReceived).toBe(lineFrame('A').length);
  });

  test('objects without end cost the link, not the program', async (context) => {
    const { expect } = context;
    const bus = await openBluezBus(context);
    const device = await makeDevice(context, bus);
    const link = linkTo(bus, { device: device.device, profile });
    await device.tell({ do: 'crowd', count: 2000 });
    await link.open();
    expect(link.isOpen).toBe(true);
    await link.close();
    await device.tell({ do: 'crowd', count: 10_000 });
    const failure = await expectCode(link.open(), 'link.unavailable');
    expect(failure.reason?.code).toBe('ble.too-much');
  });

  test('a bus that speaks something else, or nothing, is no bus', async (context) => {
    const { expect } = context;
    const said = [
      fromLatin1('HTTP/1.1 400 Bad Request\r\n\r\n'),
      new Uint8Array(10_000).fill(0x41),
      fromLatin1('OK 00\r\nl and no message at all'),
      fromHex('4f4b2030300d0a6c0201010000ff7f01000000ffffff7f'),
    ];
    for (const [index, bytes] of said.entries()) {
      const path = `${tempDir(context)}/bus${index}`;
      const server = createServer((socket) => void socket.on('error', () => undefined).write(bytes));
      server.listen(path);
      await once(server, 'listening');
      context.onTestFinished(() => void server.close());
      const link = linkTo({ address: `unix:path=${path}` }, { device: 'AA:BB:CC:DD:EE:FF', profile });
      await expectCode(link.open(), index === 0 ? 'link.forbidden' : 'link.unavailable');
      expect(link.isOpen).toBe(false);
    }
  });
});

// Recorded in keshavdv/victron-ble: a BlueSolar 75/15 and its key.
const advert = '100242a0016207adceb37b605d7e0ee21b24df5c';
const key = 'adeccb947395801a4dd45a2eaa44bf17';
const adverts = { kind: 'adverts', company: 0x02e1 } as const;

describe('advertisements', () => {
  async function heard(context: TestContext, given: string | undefined) {
    const bus = await theBus(context);
    const device = await makeDevice(context, bus);
    const link = linkTo(bus, { device: device.device, profile: adverts }, given);
    context.onTestFinished(() => link.close());
    let bytes = '';
    link.listen((more) => {
      bytes += toHex(more);
    });
    return { link, device, bytes: () => bytes };
  }

  test('are unsealed with the key of the device, and nobody is connected', async (context) => {
    const { expect } = context;
    const { link, device, bytes } = await heard(context, key);
    await link.open();
    await device.tell({ do: 'advertise', company: 0x02e1, hex: advert });
    await device.tell({ do: 'advertise', company: 0x004c, hex: advert });
    await expect.poll(bytes).toBe('e10f42a00104006c050e000300130000fe6a');
    expect(device.writes).toEqual([]);
  });

  test('without a key, or with one that is none, the person is told where it stands', async (context) => {
    const { expect } = context;
    for (const given of [undefined, '', 'a password', key.slice(1)]) {
      const { link } = await heard(context, given);
      const failure = await expectCode(link.open(), 'link.forbidden');
      expect(failure.repair).toContain('VictronConnect');
    }
  });

  test('sealed with another key, they cost the link', async (context) => {
    const { expect } = context;
    const { link, device, bytes } = await heard(context, 'ffffffffffffffffffffffffffffffff');
    await link.open();
    await device.tell({ do: 'advertise', company: 0x02e1, hex: advert });
    await expect.poll(() => link.isOpen).toBe(false);
    expect(bytes()).toBe('');
  });
});
