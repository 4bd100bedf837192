// Messages of multicast DNS: what is said, held against names and types as RFC 6762 and 6763 have them, and what strangers may say.
import { processorMs } from '#tools/testkit/processor-time.ts';
import { decode, encode, type Packet } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import type { NetworkService } from '#core/network-names.ts';
import { fc } from '#tools/testkit/property.ts';
import { announcement, answerTo, questionFor, readMessage, servicesIn } from './messages.ts';

const service: NetworkService = {
  instance: 'shellypro3em-02a1b2c3d4e5',
  types: ['_shelly._tcp', '_http._tcp'],
  host: 'shellypro3em-02a1b2c3d4e5',
  port: 80,
  text: { gen: '2', app: 'Pro3EM' },
  address: '0.0.0.0',
};
const asker = { address: '192.168.1.5', isLegacy: false };
const read = (bytes: Uint8Array | undefined): Packet => decode(Buffer.from(bytes ?? []));
const rows = (list: Packet['answers'] = []) => list.map(({ name, type }) => `${type} ${name}`);
const ask = (name: string, type: 'PTR' | 'SRV' | 'A' | 'TXT', more: Partial<Packet> = {}): Packet =>
  read(encode({ type: 'query', questions: [{ name, type }], ...more }));

describe('what is said', () => {
  test('who asks for a type gets the instance, and what it needs to reach it', () => {
    const answer = read(answerTo(ask('_shelly._tcp.local', 'PTR'), [service], asker));
    expect(answer.type).toBe('response');
    expect(answer.answers).toMatchObject([
      { type: 'PTR', name: '_shelly._tcp.local', data: 'shellypro3em-02a1b2c3d4e5._shelly._tcp.local', ttl: 4500 },
    ]);
    expect(answer.additionals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'SRV',
          name: 'shellypro3em-02a1b2c3d4e5._shelly._tcp.local',
          data: expect.objectContaining({ port: 80, target: 'shellypro3em-02a1b2c3d4e5.local' }) as unknown,
          flush: true,
        }),
        expect.objectContaining({ type: 'A', name: 'shellypro3em-02a1b2c3d4e5.local', data: '192.168.1.5', ttl: 120 }),
      ]),
    );
    const text = answer.additionals?.find(({ type }) => type === 'TXT');
    expect(text).toMatchObject({ data: [Buffer.from('gen=2'), Buffer.from('app=Pro3EM')] });
  });

  test('types, hosts and single records are answered; nothing else is', () => {
    expect(rows(read(answerTo(ask('_services._dns-sd._udp.local', 'PTR'), [service], asker)).answers)).toEqual([
      'PTR _services._dns-sd._udp.local',
      'PTR _services._dns-sd._udp.local',
    ]);
    expect(rows(read(answerTo(ask('ShellyPro3EM-02A1B2C3D4E5.local', 'A'), [service], asker)).answers)).toEqual([
      'A shellypro3em-02a1b2c3d4e5.local',
    ]);
    expect(answerTo(ask('_ipp._tcp.local', 'PTR'), [service], asker)).toBeUndefined();
    expect(answerTo(read(announcement(service, '192.168.1.5', false)), [service], asker)).toBeUndefined();
    // One that listens elsewhere is not here.
    expect(answerTo(ask('_shelly._tcp.local', 'PTR'), [{ ...service, address: '10.0.0.1' }], asker)).toBeUndefined();
  });

  test('what is known already is not said again; an ordinary resolver gets its question back', () => {
    const known = {
      type: 'PTR',
      name: '_shelly._tcp.local',
      data: 'shellypro3em-02a1b2c3d4e5._shelly._tcp.local',
    } as const;
    expect(
      answerTo(ask('_shelly._tcp.local', 'PTR', { answers: [{ ...known, ttl: 4000 }] }), [service], asker),
    ).toBeUndefined();
    expect(
      answerTo(ask('_shelly._tcp.local', 'PTR', { answers: [{ ...known, ttl: 2000 }] }), [service], asker),
    ).toBeDefined();
    const legacy = read(answerTo(ask('_http._tcp.local', 'PTR', { id: 77 }), [service], { ...asker, isLegacy: true }));
    expect(legacy).toMatchObject({ id: 77, questions: [{ name: '_http._tcp.local' }] });
    expect(
      [...(legacy.answers ?? []), ...(legacy.additionals ?? [])].every((one) => 'ttl' in one && one.ttl === 10),
    ).toBe(true);
  });

  test('at the end it is taken back, but not its types, which others may have', () => {
    const gone = read(announcement(service, '192.168.1.5', true));
    expect(gone.answers?.every((one) => 'ttl' in one && one.ttl === 0)).toBe(true);
    expect(rows(gone.answers)).not.toContain('PTR _services._dns-sd._udp.local');
    expect(servicesIn(gone, ['_shelly._tcp'], '192.168.1.9')).toEqual([]);
  });
});

describe('what strangers say', () => {
  const types = ['_shelly._tcp', '_esphomelib._tcp'];

  test('services of the types that were asked for, at the address that said it', () => {
    const message = read(announcement(service, '8.8.8.8', false));
    expect(servicesIn(message, types, '192.168.1.9')).toEqual([
      {
        type: '_shelly._tcp',
        instance: 'shellypro3em-02a1b2c3d4e5',
        address: '192.168.1.9',
        port: 80,
        text: { gen: '2', app: 'Pro3EM' },
      },
    ]);
    expect(read(questionFor(types))).toMatchObject({
      questions: [{ name: '_shelly._tcp.local' }, { name: '_esphomelib._tcp.local' }],
    });
  });

  test('names and texts with control bytes are left out', () => {
    const odd = (instance: string, text: Readonly<Record<string, string>>) =>
      servicesIn(read(announcement({ ...service, instance, text }, '1.1.1.1', false)), types, '192.168.1.9');
    expect(odd('a\u0007b', {})).toEqual([]);
    expect(odd('a\u202eb', {})).toEqual([]);
    expect(odd('good', { a: 'x\ny', b: 'fine', c: 'z'.repeat(230) })).toMatchObject([{ text: { b: 'fine' } }]);
  });

  test('a name that points at itself, or forward, is no message', () => {
    const head = [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    expect(readMessage(Uint8Array.from([...head, 0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 0, 0, 2, 0xc0, 12]))).toBeUndefined();
    expect(readMessage(Uint8Array.from([...head, 0xc0, 40, 0, 12, 0, 1, 0, 0, 0, 0, 0, 2, 0xc0, 12]))).toBeUndefined();
    expect(readMessage(new Uint8Array(1501))).toBeUndefined();
    expect(readMessage(new Uint8Array(3))).toBeUndefined();
  });

  test('a long text, and very many of them, are cut; one who speaks for another host is taken for itself', () => {
    const name = 'shellyplus1-aabbccddeeff._shelly._tcp.local';
    const texts = Array.from({ length: 40 }, (_none, index) => Buffer.from(`key${index}=${'x'.repeat(20)}`));
    const said = (data: readonly Buffer[]): Packet =>
      read(
        encode({
          type: 'response',
          answers: [
            { type: 'SRV', name, ttl: 120, data: { port: 80, target: 'router.local' } },
            { type: 'A', name: 'router.local', ttl: 120, data: '192.168.1.1' },
            { type: 'TXT', name, ttl: 120, data: [...data] },
          ],
        }),
      );
    const [many] = servicesIn(said(texts), ['_shelly._tcp'], '192.168.1.66');
    expect(many?.address).toBe('192.168.1.66');
    expect(Object.keys(many?.text ?? {})).toHaveLength(20);
    const giant = said([Buffer.from(`name=${'x'.repeat(250)}`), Buffer.from('gen=2')]);
    expect(servicesIn(giant, ['_shelly._tcp'], '192.168.1.66')[0]?.text).toEqual({ gen: '2' });
  });

  test('names that point at names that point at names are not followed for long', () => {
    const bytes = Buffer.alloc(1500);
    bytes.set([1, 97, 0, 0, 16, 0, 1], 12);
    let [before, at, count] = [12, 19, 1];
    for (; at + 8 <= bytes.length; at += 8, count += 1) {
      bytes.set([1, 98, 0xc0 | (before >> 8), before & 0xff, 0, 12, 0, 1], at);
      before = at;
    }
    bytes.writeUInt16BE(count, 4);
    expect(count).toBeGreaterThan(180);
    expect(readMessage(bytes.subarray(0, at))).toBeUndefined();
    // As many as are read: some milliseconds for all that is admitted in a second.
    bytes.writeUInt16BE(60, 4);
    const beganMs = processorMs();
    for (let turn = 0; turn < 200; turn += 1) readMessage(bytes.subarray(0, 12 + 7 + 59 * 8));
    expect(processorMs() - beganMs).toBeLessThan(400);
  });

  test('any bytes, and any change of good ones, are read, answered, or refused', () => {
    const good = announcement(service, '192.168.1.5', false);
    const changed = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = Uint8Array.from(good);
      bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 1600 }), changed), (bytes) => {
        const message = readMessage(bytes);
        const found = message === undefined ? [] : servicesIn(message, types, '192.168.1.9');
        const answer = message === undefined ? undefined : answerTo(message, [service], asker);
        expect(found.length).toBeLessThan(61);
        expect(answer === undefined || answer.length < 1500).toBe(true);
      }),
    );
  });
});
