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
    ['serial:///', 'the path of the port is missing'],
    ['hid:///', 'the path of the device is missing'],
    ['tcp://host', 'the port is missing'],
    ['tcp://host:0', 'the port is missing'],
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
      .tuple(fc.constantFrom('', 'serial://', 'serial:///', 'hid:///', 'tcp://', 'udp://', 'mqtt://', 'mqtts://'), tail)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = URL.canParse(text) ? attempt(text) : refusal(text);
        expect(outcome instanceof SolsteadError ? outcome.code : outcome.scheme).toMatch(
          /^(address\.invalid|serial|hid|tcp|udp|mqtt)$/,
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
