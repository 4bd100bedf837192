import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { byteMs, formatAddress, parseAddress, withoutPassword, type LinkAddress, type SerialMode } from './address.ts';
import { SolsteadError } from './errors.ts';

const mode = fc.oneof(
  fc.constant({}),
  fc.record({ baud: fc.integer({ min: 50, max: 4_000_000 }) }),
  fc.record({
    baud: fc.integer({ min: 50, max: 4_000_000 }),
    dataBits: fc.constantFrom<SerialMode['dataBits'][]>(5, 6, 7, 8),
    parity: fc.constantFrom<SerialMode['parity'][]>('none', 'even', 'odd'),
    stopBits: fc.constantFrom<SerialMode['stopBits'][]>(1, 2),
  }),
);
const name = fc.stringMatching(/^[A-Za-z0-9_.:%?# ä-]{1,12}$/).filter((text) => !/^\.\.?$/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const host = fc.oneof(
  fc.constantFrom('192.168.1.20', 'inverter.lan', '::1', 'fe80::1'),
  fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/),
);
const port = fc.integer({ min: 1, max: 65_535 });
const usbId = fc.stringMatching(/^[\da-f]{4}:[\da-f]{4}$/);
const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':'));
const target = fc.oneof(
  fc.record({ unit: fc.nat(255) }),
  fc.record({ unit: fc.nat(255), framing: fc.constantFrom('rtu' as const, 'tcp' as const) }),
  fc.record({ logger: fc.nat(0xffff_ffff) }),
);

const address: fc.Arbitrary<LinkAddress> = fc.oneof(
  fc.record({ scheme: fc.constant('serial' as const), path, mode }),
  fc.record({ scheme: fc.constant('serial' as const), path, mode, target }),
  fc.record({ scheme: fc.constant('tcp' as const), host, port, mode, target }),
  fc.record({ scheme: fc.constant('udp' as const), host, port }),
  fc.record({ scheme: fc.constant('udp' as const), host, port, target }),
  fc.record({ scheme: fc.constant('hid' as const), path }),
  fc.record({ scheme: fc.constant('hid' as const), usb: usbId }),
  fc.record({ scheme: fc.constant('hid' as const), usb: usbId, serial: fc.string({ minLength: 1, unit: 'grapheme' }) }),
  fc.record({ scheme: fc.constant('hid' as const), usb: usbId, place: fc.constantFrom('1-1', '2-1.4.3') }),
  fc.record({ scheme: fc.constant('mqtt-line' as const), topic: fc.constantFrom('esp', 'home/roof bridge', 'ä/%') }),
  fc.record({ scheme: fc.constant('ble' as const), device: mac }),
  fc.record({
    scheme: fc.constant('ble' as const),
    device: mac,
    adapter: fc.oneof(
      mac,
      fc.nat(99).map((number) => `hci${number}`),
    ),
  }),
  fc.record({ scheme: fc.constant('tcp' as const), host, port, mode }),
  fc.record({ scheme: fc.constant('http' as const), host, port, tls: fc.boolean() }),
  fc.record({
    scheme: fc.constant('http' as const),
    host,
    port,
    tls: fc.boolean(),
    target: fc.record({ unit: fc.nat(255) }),
  }),
  fc.record({ scheme: fc.constant('mqtt' as const), host, port, tls: fc.boolean() }),
  fc.record({
    scheme: fc.constant('mqtt' as const),
    host,
    port,
    tls: fc.boolean(),
    username: fc.string({ minLength: 1, maxLength: 9, unit: 'binary-ascii' }),
  }),
);

function attempt(text: string): LinkAddress | SolsteadError {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof SolsteadError) return error;
    throw error;
  }
}

function refusal(text: string): SolsteadError {
  const outcome = attempt(text);
  if (outcome instanceof SolsteadError) return outcome;
  throw new Error(`${text} was taken`);
}

describe('link addresses', () => {
  test('parsing what was formatted gives the address back', () => {
    fc.assert(
      fc.property(address, (some) => {
        expect(parseAddress(formatAddress(some))).toEqual(some);
      }),
    );
  });

  test.each([
    ['serial:///dev/ttyUSB0?baud=2400', { scheme: 'serial', path: '/dev/ttyUSB0', mode: { baud: 2400 } }],
    [
      'serial:///dev/ttyS1?mode=7o2',
      { scheme: 'serial', path: '/dev/ttyS1', mode: { dataBits: 7, parity: 'odd', stopBits: 2 } },
    ],
    ['hid:///dev/hidraw0', { scheme: 'hid', path: '/dev/hidraw0' }],
    ['solar-assistant://solar-assistant.local', { scheme: 'solar-assistant', host: 'solar-assistant.local', port: 80 }],
    ['solar-assistant://[fe80::1]:8080', { scheme: 'solar-assistant', host: 'fe80::1', port: 8080 }],
    ['esphome://plug.local', { scheme: 'esphome', host: 'plug.local', port: 6053 }],
    ['esphome://[fe80::1]:6054/', { scheme: 'esphome', host: 'fe80::1', port: 6054 }],
    ['hid://0665:5161', { scheme: 'hid', usb: '0665:5161' }],
    ['hid://1A86:E008?serial=A%201', { scheme: 'hid', usb: '1a86:e008', serial: 'A 1' }],
    ['hid://0665:5161?usb=1-1.2', { scheme: 'hid', usb: '0665:5161', place: '1-1.2' }],
    ['tcp://192.168.1.9:8899', { scheme: 'tcp', host: '192.168.1.9', port: 8899, mode: {} }],
    ['serial:///dev/ttyUSB0?unit=2', { scheme: 'serial', path: '/dev/ttyUSB0', mode: {}, target: { unit: 2 } }],
    [
      'tcp://192.168.1.9:8899?logger=2612749371',
      { scheme: 'tcp', host: '192.168.1.9', port: 8899, mode: {}, target: { logger: 2_612_749_371 } },
    ],
    [
      'tcp://bridge:502?unit=3&framing=rtu',
      { scheme: 'tcp', host: 'bridge', port: 502, mode: {}, target: { unit: 3, framing: 'rtu' } },
    ],
    ['mqtt-line://esp/roof', { scheme: 'mqtt-line', topic: 'esp/roof' }],
    ['ble://c8:47:80:01:02:03', { scheme: 'ble', device: 'C8:47:80:01:02:03' }],
    ['ble://C8-47-80-01-02-03?adapter=hci1', { scheme: 'ble', device: 'C8:47:80:01:02:03', adapter: 'hci1' }],
    ['udp://192.168.1.9:8899', { scheme: 'udp', host: '192.168.1.9', port: 8899 }],
    ['mqtt://broker', { scheme: 'mqtt', host: 'broker', port: 1883, tls: false }],
    ['mqtts://me@broker', { scheme: 'mqtt', host: 'broker', port: 8883, tls: true, username: 'me' }],
  ])('%s', (text, expected) => expect(parseAddress(text)).toEqual(expected));

  test.each([
    ['/dev/ttyUSB0', 'did you mean serial:///dev/ttyUSB0'],
    ['ttyUSB0', 'no scheme'],
    ['ftp://host', 'the scheme ftp:// is unknown'],
    ['serial://dev/ttyUSB0', 'three slashes before the path: serial:///dev/ttyUSB0'],
    ['hid://dev/hidraw0', 'three slashes'],
    ['esphome://plug.local/sensor', 'write the host only, as in esphome://plug.local'],
    ['esphome://me:secret@plug.local', 'an account does not belong'],
    ['solar-assistant://unit?password=abc', 'write the host only, as in solar-assistant://unit'],
    ['esphome://plug.local?key=abc', 'write the host only'],
    ['hid://0665:5161?usb=here', 'such as 1-1.2'],
    ['hid://0665:5161?node=0', 'the option node is unknown'],
    ['serial:///', 'the path of the port is missing'],
    ['hid:///', 'the path of the device is missing'],
    ['ble://C8:47:80:01:02', 'not the address of a Bluetooth device'],
    ['ble://C8:47:80:01:02:03/x', 'not the address'],
    ['ble://C8:47:80:01:02:03?adapter=usb', 'hci0'],
    ['ble://C8:47:80:01:02:03?unit=1', 'the option unit is unknown'],
    ['mqtt-line://', 'the topic of the bridge'],
    ['mqtt-line://esp/#', 'the topic of the bridge'],
    ['mqtt-line://$SYS/x', 'the topic of the bridge'],
    ['tcp://host', 'the port is missing'],
    ['tcp://host:0', '0 is no port'],
    ['udp://host', 'udp://host:port'],
    ['udp://host:1?baud=9600', 'the option baud is unknown'],
    ['tcp://host:502?unit=256', 'unit=256'],
    ['tcp://host:502?unit=', 'unit='],
    ['tcp://host:502?framing=ascii', 'framing=ascii'],
    ['tcp://host:502?logger=0x12', 'logger=0x12'],
    ['serial:///dev/ttyUSB0?baud=fast', 'baud=fast'],
    ['serial:///dev/ttyUSB0?baud=9600.5', 'baud=9600.5'],
    ['serial:///dev/ttyUSB0?mode=9N1', 'mode=9N1'],
    ['serial:///dev/ttyUSB0?speed=9600', 'the option speed is unknown'],
  ])('%s is refused, naming the part', (text, part) => {
    const error = refusal(text);
    expect(error.code).toBe('address.invalid');
    expect(error.message).toContain(part);
  });

  test('any text gives an address or address.invalid', () => {
    const tail = fc.string().map((text) => text.replaceAll('%', ''));
    const texts = fc
      .tuple(
        fc.constantFrom(
          '',
          'serial://',
          'serial:///',
          'hid:///',
          'ble://',
          'mqtt-line://',
          'tcp://',
          'udp://',
          'mqtt://',
          'mqtts://',
        ),
        tail,
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = URL.canParse(text) || /^(?:ble|mqtt-line):/.test(text) ? attempt(text) : refusal(text);
        expect(outcome instanceof SolsteadError ? outcome.code : outcome.scheme).toMatch(
          /^(address\.invalid|serial|hid|ble|mqtt-line|tcp|udp|mqtt)$/,
        );
      }),
    );
  });

  test.each(['serial:///dev/%', 'tcp://host:1/%', 'mqtt://%@broker'])(
    '%s is refused as an address, not with a URIError',
    (text) => {
      expect(refusal(text).code).toBe('address.invalid');
    },
  );

  test('a password is not shown', () => {
    expect(withoutPassword('mqtt://me:secret@broker:1883')).toBe('mqtt://me@broker:1883');
    expect(refusal('mqttx://me:secret@broker').message).not.toContain('secret');
    expect(withoutPassword('me:secret@broker:1883')).toBe('me@broker:1883');
    expect(withoutPassword('mqtt:///me:secret@broker')).toBe('mqtt:///me@broker');
  });

  test.each([
    'tcp://u:geheim444@127.0.0.1:18899',
    'tcp://u@127.0.0.1:18899',
    'udp://u:geheim444@127.0.0.1:18899',
    'serial://u:geheim444@host/dev/ttyUSB0',
    'hid://u:geheim444@host/dev/hidraw0',
    'http://u:geheim444@host',
    'esphome://u:geheim444@host',
    'solar-assistant://u:geheim444@host',
  ])('%s has an account, which is refused and not said', (text) => {
    const { code, message } = refusal(text);
    expect(code).toBe('address.invalid');
    expect(message).toContain('account');
    expect(message).not.toContain('geheim');
  });

  test.each(['serial://u:ge/heim@host/dev/ttyUSB0', 'hid://u:ge/heim@host/dev/hidraw0', 'tcp://u:ge/heim@host:1'])(
    '%s is refused without its password',
    (text) => {
      expect(refusal(text).message).not.toContain('heim');
    },
  );

  test('a password of any characters is left out whole, and the rest stays', () => {
    const host = fc.constantFrom('broker', 'broker:1883', '[::1]:1883', '[fe80::1%25eth0]', '10.0.0.2:1883/topic:a');
    const name = fc.oneof(
      fc.constantFrom('', 'me', 'me@home', '%40me', 'a/b', 'é%'),
      fc.string().map((text) => text.replaceAll(':', '')),
    );
    const password = fc.oneof(
      fc.constantFrom('', '@', ':', 'a:b:c', 'p@ss@', '%', 'a://b@c:d', '/\n?#'),
      fc.string({ unit: anyCharacter }),
    );
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom('mqtt', 'mqtts', 'http', 'x+y'), host, name, password),
        ([scheme, to, who, secret]) => {
          expect(withoutPassword(`${scheme}://${who}:${secret}@${to}`)).toBe(`${scheme}://${who}@${to}`);
          expect(withoutPassword(`${scheme}://${to}`)).toBe(`${scheme}://${to}`);
          expect(withoutPassword(`${scheme}://${who}@${to}`)).toBe(`${scheme}://${who}@${to}`);
        },
      ),
    );
  });

  test.each(['serial:///dev/serial/by-path/pci:1@2?baud=2400', 'hid:///dev/hidraw0', 'tcp://[::1]:8899', ''])(
    '%s has no password, and stays',
    (text) => {
      expect(withoutPassword(text)).toBe(text);
    },
  );

  test('a byte at 2400 8N1 takes 10 bits, at 9600 7E2 11', () => {
    expect(byteMs({ baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 })).toBeCloseTo(4.1667, 4);
    expect(byteMs({ baud: 9600, dataBits: 7, parity: 'even', stopBits: 2 })).toBeCloseTo(1.1458, 4);
  });
});
