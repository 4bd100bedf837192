import { describe, expect, test } from 'vitest';
import { fromHex, fromLatin1 } from './bytes.ts';
import { crc16Modbus, crc16Xmodem, sum16, sum8 } from './checksum.ts';

const check = fromLatin1('123456789');

describe('checksums', () => {
  test('check values of "123456789"', () => {
    expect(crc16Xmodem(check)).toBe(0x31c3);
    expect(crc16Modbus(check)).toBe(0x4b37);
    expect(sum16(check)).toBe(0x01dd);
    expect(sum8(check)).toBe(0xdd);
  });

  // By the rules of [voltronic-pi30]; [jk-pb] for Modbus.
  test.each(
    Object.entries({ QPI: 0xbeac, QID: 0xd6ea, QPIRI: 0xf854, QPIGS: 0xb7a9, POP02: 0xe20a, 'PBFT48.8': 0x1500 }),
  )('CRC of %s', (command, crc) => expect(crc16Xmodem(fromLatin1(command))).toBe(crc));

  test('JK PB request: CRC low byte first', () =>
    expect(crc16Modbus(fromHex('01 10 16 20 00 01 02 00 00'))).toBe(0xf1d6));

  test('an end before the last byte leaves the rest out', () => {
    expect(crc16Xmodem(fromLatin1('123456789tail'), 9)).toBe(0x31c3);
    expect(crc16Modbus(fromLatin1('123456789tail'), 9)).toBe(0x4b37);
    expect(sum16(fromLatin1('x123456789tail'), 1, 10)).toBe(0x01dd);
  });

  test('sums wrap', () => {
    expect(sum8(Uint8Array.of(0xff, 0x02))).toBe(1);
    expect(sum16(new Uint8Array(300).fill(0xff))).toBe((300 * 0xff) & 0xffff);
  });
});
