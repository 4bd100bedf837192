// Modbus RTU, Solarman V5 and GoodWe's two formats in the suite of every wire format. (Modbus TCP has no checksum: its
// framer is tried in modbus.test.ts.)
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { sum16 } from '#core/checksum.ts';
import { aa55Wire, goodweUdpWire } from './aa55.ts';
import { type Family, framerConformance } from './framer-conformance.ts';
import { rtuFrame } from './modbus-rtu.ts';
import { modbusWire } from './modbus.ts';
import { sequenceOf, solarmanFrame, solarmanWire } from './solarman.ts';

const command = 'holding 3000 4';
const registers = fc.uint8Array({ minLength: 8, maxLength: 8 });
const sample = fromHex('3132333435363738');
const rtu = (unit: number, payload: Uint8Array): Uint8Array =>
  rtuFrame(unit, concatBytes(Uint8Array.of(3, payload.length), payload));
const logger = 2_612_749_371;

function aa55(payload: Uint8Array): Uint8Array {
  const body = concatBytes(Uint8Array.of(0xaa, 0x55, 0x7f, 0xc0, 1, 0x86, payload.length), payload);
  const sum = sum16(body);
  return concatBytes(body, Uint8Array.of(sum >>> 8, sum & 0xff));
}

const families: readonly Family[] = [
  {
    wire: modbusWire({ framing: 'rtu', unit: 1 }),
    encode: (payload) => rtu(1, payload),
    command,
    payload: registers,
    damage: 5,
    begins: [1],
    sample,
  },
  {
    wire: solarmanWire({ logger, unit: 1 }),
    encode: (payload) =>
      solarmanFrame(0x1510, sequenceOf(command), {
        logger,
        payload: concatBytes(Uint8Array.of(2, 1), new Uint8Array(12), rtu(1, payload)),
      }),
    command,
    payload: registers.filter((bytes) => !bytes.includes(0xa5)),
    damage: 14,
    begins: [0xa5],
    sample,
  },
  {
    wire: goodweUdpWire(0xf7),
    encode: (payload) => concatBytes(Uint8Array.of(0xaa, 0x55), rtu(0xf7, payload)),
    command,
    payload: registers.filter((bytes) => !bytes.includes(0xaa)),
    damage: 6,
    begins: [0xaa],
    sample,
  },
  {
    wire: aa55Wire,
    encode: aa55,
    command: 'running',
    payload: fc.uint8Array({ maxLength: 120 }).filter((bytes) => !bytes.includes(0xaa)),
    damage: 8,
    begins: [0xaa],
    sample,
  },
];

framerConformance(families);

describe('GoodWe', () => {
  test.each([
    ['info', 'AA55C07F0102000241'],
    ['running', 'AA55C07F0106000245'],
    ['settings', 'AA55C07F0109000248'],
  ])('the question %s is the one of the protocol', (name, hex) =>
    expect(toHex(aa55Wire.request(name))).toBe(hex.toLowerCase()),
  );

  test('an answer to another question, or from elsewhere, is foreign', () => {
    const running = aa55(new Uint8Array(4));
    expect(aa55Wire.answer(running, 'running').kind).toBe('payload');
    expect(['info', 'settings'].map((name) => aa55Wire.answer(running, name).kind)).toEqual(['foreign', 'foreign']);
    expect(aa55Wire.answer(aa55Wire.request('running'), 'running').kind).toBe('foreign');
    expect(goodweUdpWire(0x7f).answer(concatBytes(Uint8Array.of(0xaa, 0x55), rtu(0xf7, sample)), command).kind).toBe(
      'foreign',
    );
  });

  test('a question that is not known is our own mistake', () =>
    expect(() => aa55Wire.request('toString')).toThrow(TypeError));

  test('a Modbus question over UDP is plain RTU', () =>
    expect(toHex(goodweUdpWire(0xf7).request('holding 35100 125'))).toBe('f703891c007d7ae7'));

  test.each([
    ['write 47510 100', 'f706b996006459c7'],
    ['write 47000 1', 'f706b7980001fac7'],
    ['write 45356 20', 'f706b12c00147ba6'],
  ])('%s is the one of the recorded tests, and its echo confirms it', (write, hex) => {
    const wire = goodweUdpWire(0xf7);
    expect(toHex(wire.request(write))).toBe(hex);
    const echo = concatBytes(Uint8Array.of(0xaa, 0x55), fromHex(hex));
    const [frame] = wire.framer().push(echo);
    expect(frame?.fault).toBeUndefined();
    expect(wire.answer(echo, write)).toEqual({ kind: 'ack' });
  });
});
