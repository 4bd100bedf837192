import { expect, test } from 'vitest';
import type { Protocol } from '#api/set-up.ts';
import { parseAddress } from '#core/address.ts';
import { addressOf, emptyDraft, fitted, onlyTransport, protocolsFor } from './draft.ts';

test.each([
  ['192.168.1.40', '8899', 'tcp://192.168.1.40:8899'],
  [' stick.local ', ' 502 ', 'tcp://stick.local:502'],
  ['fe80::1', '502', 'tcp://[fe80::1]:502'],
  ['[fe80::1]', '502', 'tcp://[fe80::1]:502'],
  ['192.168.1.40:502', '8899', 'tcp://192.168.1.40:502'],
  [' stick.local:502 ', '', 'tcp://stick.local:502'],
  ['[fe80::1]:502', '8899', 'tcp://[fe80::1]:502'],
  // An address that was copied whole.
  ['http://192.168.1.40/', '8899', 'tcp://192.168.1.40:8899'],
  ['tcp://192.168.1.40:502?unit=1', '8899', 'tcp://192.168.1.40:502'],
  ['https://[fe80::1]:502/status#now', '8899', 'tcp://[fe80::1]:502'],
])('host %s and port %s make %s', (host, tcpPort, address) => {
  expect(addressOf({ ...emptyDraft, way: 'network', host, tcpPort })).toEqual({ address });
  expect(parseAddress(address).scheme).toBe('tcp');
});

test('the host of a web server makes an http address', () => {
  const draft = { ...emptyDraft, way: 'web', host: 'inverter.local' } as const;
  expect(addressOf(draft)).toEqual({ address: 'http://inverter.local:80' });
  expect(addressOf({ ...draft, webPort: '8080' })).toEqual({ address: 'http://inverter.local:8080' });
  expect(parseAddress('http://inverter.local:80')).toMatchObject({ scheme: 'http', port: 80 });
  expect(addressOf({ ...draft, webPort: '0' })).toMatchObject({ problems: { tcpPort: expect.any(String) as string } });
});

test('a unit with a WebSocket beside its web server is reached by it when it is chosen', () => {
  const draft = { ...emptyDraft, way: 'web', host: 'http://solar-assistant.local/' } as const;
  const live = {
    id: 'x',
    title: 'X',
    maker: 'X',
    kind: 'inverter',
    links: ['solar-assistant'],
    verified: 'document',
  } as const;
  expect(addressOf(fitted(draft, live))).toEqual({ address: 'solar-assistant://solar-assistant.local:80' });
  expect(addressOf(fitted(fitted(draft, live), { ...live, links: ['http'] }))).toEqual({
    address: 'http://solar-assistant.local:80',
  });
});

test('the host of a node makes an address of its native API', () => {
  const draft = { ...emptyDraft, way: 'esphome', host: 'plug.local' } as const;
  expect(addressOf(draft)).toEqual({ address: 'esphome://plug.local:6053' });
  expect(addressOf({ ...draft, host: 'esphome://10.0.0.7:6054/', unit: '3' })).toEqual({
    address: 'esphome://10.0.0.7:6054',
  });
  expect(parseAddress('esphome://plug.local:6053')).toMatchObject({ scheme: 'esphome', port: 6053 });
});

test.each([
  ['', '8899', 'host'],
  ['http://', '8899', 'host'],
  ['a b', '8899', 'host'],
  [':502', '8899', 'host'],
  ['192.168.1.40:', '8899', 'host'],
  ['x:70000', '8899', 'tcpPort'],
  ['x', '0', 'tcpPort'],
  ['x', '70000', 'tcpPort'],
  ['x', '1e3', 'tcpPort'],
])('host "%s" and port "%s" name the field %s', (host, tcpPort, field) => {
  const result = addressOf({ ...emptyDraft, way: 'network', host, tcpPort });
  expect('problems' in result ? Object.keys(result.problems) : []).toEqual([field]);
});

test('a serial port takes a baud rate, others do not', () => {
  const draft = { ...emptyDraft, baud: '2400' };
  expect(addressOf({ ...draft, port: 'serial:///dev/ttyUSB0' })).toEqual({
    address: 'serial:///dev/ttyUSB0?baud=2400',
  });
  expect(addressOf({ ...draft, port: 'hid:///dev/hidraw0' })).toEqual({ address: 'hid:///dev/hidraw0' });
  const pack = 'ble://C8:47:80:01:02:03';
  expect(addressOf({ ...draft, way: 'bluetooth', port: pack, unit: '3' })).toEqual({ address: pack });
  expect(addressOf({ ...draft, way: 'bluetooth', port: 'hid:///dev/hidraw0' })).toHaveProperty('problems.port');
  expect(addressOf({ ...draft, port: pack })).toHaveProperty('problems.port');
  expect('problems' in addressOf(emptyDraft)).toBe(true);
});

test('protocols fit the way', () => {
  const protocol = (id: string, links: Protocol['links']): Protocol => ({
    id,
    title: id,
    maker: 'M',
    kind: 'inverter',
    links,
    verified: 'capture',
  });
  const all = [
    protocol('s', ['serial']),
    protocol('h', ['hid']),
    protocol('t', ['tcp']),
    protocol('m', ['mqtt']),
    protocol('w', ['http']),
    protocol('u', ['udp']),
    protocol('e', ['esphome']),
    protocol('b', ['ble', 'serial']),
  ];
  const port = { address: 'hid:///dev/hidraw0', path: '/dev/hidraw0', kind: 'hid', title: 'H', usable: true } as const;
  const ids = (draft: typeof emptyDraft): readonly string[] => protocolsFor(all, draft, [port]).map(({ id }) => id);
  expect(ids(emptyDraft)).toEqual(['s', 'h', 'b']);
  expect(ids({ ...emptyDraft, way: 'bluetooth', port: port.address })).toEqual(['b']);
  expect(ids({ ...emptyDraft, port: port.address })).toEqual(['h']);
  expect(ids({ ...emptyDraft, way: 'network' })).toEqual(['t', 'u']);
  expect(ids({ ...emptyDraft, way: 'web' })).toEqual(['w']);
  expect(ids({ ...emptyDraft, way: 'esphome' })).toEqual(['e']);
});

test('what is meant behind a line stands in its address, and is read there', () => {
  const network = { ...emptyDraft, way: 'network', host: 'stick', tcpPort: '502' } as const;
  const cable = { ...emptyDraft, port: 'serial:///dev/ttyUSB0' };
  const cases = [
    [{ ...network, unit: ' 3 ' }, 'tcp://stick:502?unit=3'],
    [{ ...network, unit: '0', framing: 'rtu' }, 'tcp://stick:502?unit=0&framing=rtu'],
    [{ ...network, logger: '2612749371' }, 'tcp://stick:502?logger=2612749371'],
    [{ ...network, transport: 'udp', unit: '247', framing: 'rtu', logger: '1' }, 'udp://stick:502?unit=247'],
    [{ ...cable, baud: '9600', unit: '2', logger: '7' }, 'serial:///dev/ttyUSB0?baud=9600&unit=2'],
  ] as const;
  for (const [draft, address] of cases) {
    expect(addressOf(draft)).toEqual({ address });
    expect(parseAddress(address)).toBeTypeOf('object');
  }
  for (const unit of ['256', '-1', '1.5', 'x', '1e2'])
    expect(addressOf({ ...network, unit })).toEqual({ problems: { unit: expect.any(String) as string } });
  for (const logger of ['4294967296', 'abc', '12345678901'])
    expect(addressOf({ ...network, logger })).toEqual({ problems: { logger: expect.any(String) as string } });
  // Everything that is wrong is reported at once.
  const wrong = addressOf({ ...network, host: '', unit: 'x', logger: 'y' });
  expect('problems' in wrong ? Object.keys(wrong.problems) : []).toEqual(['host', 'unit', 'logger']);
});

test('what a protocol cannot be told is left out, and its only transport is taken', () => {
  const base: Omit<Protocol, 'links'> = { id: 'p', title: 'P', maker: 'M', kind: 'inverter', verified: 'capture' };
  const draft = { ...emptyDraft, way: 'network', host: 'h', unit: '3', framing: 'rtu', logger: '5' } as const;
  expect(addressOf(fitted(draft, { ...base, links: ['udp'] }))).toEqual({ address: 'udp://h:8899' });
  expect(addressOf(fitted(draft, { ...base, links: ['tcp'], addressed: true }))).toEqual({
    address: 'tcp://h:8899?unit=3&framing=rtu&logger=5',
  });
  expect(fitted(draft, undefined)).toBe(draft);
  expect(onlyTransport({ links: ['tcp', 'udp'] })).toBeUndefined();
});
