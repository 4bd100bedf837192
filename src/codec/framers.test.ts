// The framers of PI30 and JK 4E 57 in the suite of every wire format.
import { fc } from '#tools/testkit/property.ts';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem, sum16 } from '#core/checksum.ts';
import { type Family, framerConformance } from './framer-conformance.ts';
import { jk4e57Wire } from './jk-4e57.ts';
import { pi30Wire } from './pi30.ts';

/** A PI30 answer with the CRC as it was computed: reserved bytes stay as they are. */
function pi30Plain(payload: Uint8Array): Uint8Array {
  const body = concatBytes(fromLatin1('('), payload);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
}

function jkReply(payload: Uint8Array): Uint8Array {
  const length = payload.length + 18;
  const body = concatBytes(
    Uint8Array.of(0x4e, 0x57, length >>> 8, length & 0xff, 0, 0, 0, 0, 6, 0, 1),
    payload,
    Uint8Array.of(0, 0, 0, 0, 0x68),
  );
  const sum = sum16(body);
  return concatBytes(body, Uint8Array.of(0, 0, sum >>> 8, sum & 0xff));
}

const pi30Text = fc
  .stringMatching(/^[0-9A-Z. -]{1,60}$/)
  .filter((text) => text !== 'ACK' && text !== 'NAK' && text !== 'QPIGS');

const families: readonly Family[] = [
  { wire: pi30Wire, encode: pi30Plain, command: 'QPIGS', payload: pi30Text.map(fromLatin1), damage: 1 },
  { wire: jk4e57Wire, encode: jkReply, command: 'read_all', payload: fc.uint8Array({ maxLength: 120 }), damage: 12 },
];

framerConformance(families);
