// A device that talks without end must not stop the process: whatever bytes come, every framer of this room looks at each of
// them a bounded number of times, holds back little, and gives away no more than came.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import type { Framer } from '#core/framer.ts';
import { seededRandom } from '#core/random.ts';
import { fc } from '#tools/testkit/property.ts';
import { rtuFramer } from './modbus-rtu.ts';
import { tcpFramer } from './modbus-tcp.ts';
import { lineWire } from './line-text.ts';

const streamBytes = 2 ** 18;
/** Processor time for one stream. A guard, not a measure: up to 300 ms are usual, beginning anew at every byte takes minutes. */
const mostMs = 3000;
/** Pieces a socket hands over at once. */
const pieceBytes = 2 ** 16;

const framers = new Map<string, () => Framer>([
  ['modbus-rtu of unit 1', () => rtuFramer(1)],
  ['modbus-rtu of any unit', () => rtuFramer(0)],
  ['modbus-tcp', tcpFramer],
  ['lines', lineWire({ start: '(', end: 'cr', checksum: 'crc16-xmodem', accepted: [], refused: [] }).framer],
]);
/** Wire and report formats that this room exports, found by what they are. */
for (const name of readdirSync(import.meta.dirname).filter((one) => /^[a-z\d-]+\.ts$/.test(one))) {
  const exported = (await import(`./${name}`)) as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(exported)) {
    if (typeof value !== 'object' || value === null || !('framer' in value)) continue;
    const { framer } = value as { readonly framer: () => Framer };
    framers.set(`${name} ${key}`, framer);
  }
}

function repeated(piece: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(streamBytes);
  for (let at = 0; at < streamBytes; at += piece.length) bytes.set(piece.subarray(0, streamBytes - at), at);
  return bytes;
}

function random(of: readonly number[]): Uint8Array {
  const next = seededRandom(3);
  return Uint8Array.from({ length: streamBytes }, () => of[Math.floor(next() * of.length)] ?? 0);
}

/** Beginnings of every family, in a row without an end, and what looks most like many of them at once. */
const streams = new Map<string, Uint8Array>([
  ...[
    '0103fa',
    '010301',
    '0110ffffffffff',
    '01',
    'dd',
    'dda503',
    'dd03ddff',
    'dd77',
    '4e57',
    '4e570fff',
    '4e5703e8',
    '55aaeb90',
    '55aaeb9055aa',
    'aa5590eb',
    'a5',
    'a54090',
    'a501900800',
    'aa55',
    'aa557fc001fd',
    'a5fa000015',
    'a5ff03',
    'a50004',
    '000000000103',
    '0000000000fe',
    '7e',
    '28',
    '2828280d',
    '3a',
    '5e',
    '5e4431303028',
    '0d0a',
    '00',
    'ff',
  ].map((hex): [string, Uint8Array] => [hex, repeated(fromHex(hex))]),
  ['^D999', repeated(fromLatin1('^D999'))],
  ['(… without an end', repeated(fromLatin1('(00.0 '))],
  ['labels', repeated(fromLatin1('\r\nPID\t0\r\nChecksum\t'))],
  ['HEX messages', repeated(fromLatin1(':7F0ED00'))],
  ['~2002', repeated(fromLatin1('~20024600F'))],
  ['HTTP', repeated(fromLatin1('HTTP/1.1 200 OK\r\n'))],
  ['noise', random(Array.from({ length: 256 }, (_none, byte) => byte))],
  ['noise of beginnings', random([0x01, 0x03, 0xdd, 0x77, 0x4e, 0x57, 0xa5, 0x55, 0xaa, 0x28, 0x0d, 0x0a, 0x7e, 0x5e])],
]);

function feed(framer: Framer, stream: Uint8Array) {
  let [given, most, count] = [0, 0, 0];
  const began = process.cpuUsage();
  for (let at = 0; at < stream.length; at += pieceBytes) {
    const frames = framer.push(stream.subarray(at, at + pieceBytes));
    count += frames.length;
    for (const { bytes } of frames) given += bytes.length;
    most = Math.max(most, framer.pending);
  }
  return { given, most, count, tookMs: process.cpuUsage(began).user / 1000 };
}

describe.each([...framers.keys()])('%s', (name) => {
  test('a long stream of anything takes no longer than its length asks', () => {
    const slow: string[] = [];
    for (const [what, stream] of streams) {
      const framer = framers.get(name)?.();
      if (framer === undefined) throw new Error('no framer');
      // The first time the code is cold, and the machine may be busy: the best of two counts.
      const { given, most, tookMs: firstMs } = feed(framer, stream);
      framer.reset();
      const tookMs = firstMs > mostMs ? Math.min(firstMs, feed(framer, stream).tookMs) : firstMs;
      if (tookMs > mostMs) slow.push(`${what}: ${Math.round(tookMs)} ms`);
      if (given > 2 * streamBytes) slow.push(`${what}: gives ${Math.round(given / streamBytes)} times what came`);
      if (most > 20_000 && !name.startsWith('http')) slow.push(`${what}: holds back ${most} bytes`);
    }
    expect(slow).toEqual([]);
  }, 180_000);
});

test('any repeated bytes: twice as many take about twice as long, in every framer', () => {
  const piece = fc.uint8Array({ minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(piece, fc.constantFrom(...framers.keys()), (bytes, name) => {
      const framer = framers.get(name)?.();
      const stream = concatBytes(...Array.from({ length: Math.ceil(65_536 / bytes.length) }, () => bytes));
      if (framer === undefined) throw new Error('no framer');
      const { given, tookMs } = feed(framer, stream);
      expect(given).toBeLessThanOrEqual(2 * stream.length);
      expect(tookMs).toBeLessThan(mostMs);
    }),
    { numRuns: 150 },
  );
}, 60_000);
