import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import type { Frame } from '#core/framer.ts';
import { answerOf, parseModbusCommand } from './modbus-command.ts';
import { rtuFrame } from './modbus-rtu.ts';
import { tcpFrame } from './modbus-tcp.ts';
import { modbusWire, transactionOf } from './modbus.ts';

const rtu = modbusWire({ framing: 'rtu', unit: 1 });
const tcp = modbusWire({ framing: 'tcp', unit: 3 });

describe('requests', () => {
  test.each([
    // The worked examples of the MODBUS Application Protocol V1.1b3, §6.3, §6.4, §6.6 and §6.12, and of the makers.
    ['holding 107 3', '0103006b0003'],
    ['input 8 1', '010400080001'],
    ['write 1 3', '010600010003'],
    ['write-block 1 10 258', '01100001000204000a0102'],
    ['call 66', '0142'],
  ])('%s', (command, body) => {
    const request = toHex(rtu.request(command));
    expect(request.slice(0, -4)).toBe(body);
  });

  test.each([
    // pzemac.cpp of ESPHome; goodwe README; deye-inverter-mqtt tests: whole frames with their CRC.
    [0xf8, 'input 0 10', 'f804 0000 000a 6464'],
    [0xf7, 'holding 35000 33', 'f703 88b8 0021 3ac1'],
    [0xf7, 'holding 35100 125', 'f703 891c 007d 7ae7'],
    [0xf7, 'holding 37000 24', 'f703 9088 0018 fc7c'],
    [1, 'holding 2 2', '0103 0002 0002 65cb'],
  ])('unit %i, %s: the frame as recorded', (unit, command, hex) => {
    expect(toHex(modbusWire({ framing: 'rtu', unit }).request(command))).toBe(toHex(fromHex(hex)));
  });

  test('over TCP with transaction, protocol 0, length and unit', () => {
    const request = toHex(tcp.request('input 30775 2'));
    expect(request.slice(4)).toBe('00000006030478370002');
    expect(request.slice(0, 4)).toBe(transactionOf('input 30775 2').toString(16).padStart(4, '0'));
    expect(transactionOf('input 30775 2')).not.toBe(transactionOf('input 30775 4'));
  });

  test.each([
    'holding 0 126',
    'holding 0 0',
    'holding 65535 2',
    'input 70000 1',
    'write 1',
    'write 1 2 3',
    'write 1 65536',
    'write-block 1',
    'call 3',
    'call 66 1',
    'coil 0 1',
    '',
    'holding 1.5 2',
    'holding -1 2',
    'HOLDING 1 2',
  ])('"%s" is our own mistake', (command) => expect(() => parseModbusCommand(command)).toThrow(TypeError));
});

describe('answers', () => {
  const answer = (hex: string, command: string) => answerOf(fromHex(hex), parseModbusCommand(command));

  test('carry the registers that were asked', () =>
    expect(answer('0306022b00000064', 'holding 107 3')).toEqual({ kind: 'payload', payload: fromHex('022b00000064') }));

  test.each([
    ['0304022b0000', 'holding 107 3', 'it has 4 bytes; 6 were asked for'],
    ['0306022b0000', 'holding 107 3', 'it has 4 bytes; 6 were asked for'],
    ['0406022b00000064', 'holding 107 3', 'it answers function 4; 3 was asked'],
    ['0600010004', 'write 1 3', 'it confirms another write'],
    ['1000010003', 'write-block 1 10 258', 'it confirms another write'],
    ['', 'holding 107 3', 'it answers function 0'],
    ['83', 'holding 107 3', 'an exception of 1 byte'],
  ])('%s is foreign to "%s"', (hex, command, why) => {
    const got = answer(hex, command);
    expect(got.kind).toBe('foreign');
    expect('why' in got ? inEnglish(got.why) : '').toContain(why);
  });

  test.each([
    ['0600010003', 'write 1 3'],
    ['1000010002', 'write-block 1 10 258'],
    ['42', 'call 66'],
  ])('%s confirms "%s"', (hex, command) => expect(answer(hex, command)).toEqual({ kind: 'ack' }));

  test.each([
    ['8302', 'holding 0 1', 'illegal data address (code 2)'],
    ['8404', 'input 0 1', 'device failure (code 4)'],
    ['c201', 'call 66', 'illegal function (code 1)'],
    ['860c', 'write 1 1', 'exception 12'],
    ['8305', 'holding 0 1', 'accepted, but it takes a while'],
  ])('%s refuses "%s" in words', (hex, command, why) => {
    const got = answer(hex, command);
    expect(got.kind === 'refused' && inEnglish(got.why)).toContain(why);
  });

  test('of another unit or transaction are foreign', () => {
    const command = 'holding 107 1';
    expect(rtu.answer(rtuFrame(2, fromHex('03020000')), command).kind).toBe('foreign');
    expect(tcp.answer(tcpFrame(3, transactionOf(command) ^ 1, fromHex('03020000')), command).kind).toBe('foreign');
    expect(tcp.answer(tcpFrame(4, transactionOf(command), fromHex('03020000')), command).kind).toBe('foreign');
    expect(tcp.answer(tcpFrame(3, transactionOf(command), fromHex('03020000')), command).kind).toBe('payload');
  });

  test('to the general address come from the unit itself', () => {
    const pzem = modbusWire({ framing: 'rtu', unit: 0xf8 });
    const frame = fromHex('010414 08D1 006C 0000 00F4 0000 0026 0000 01F4 0064 0000 5134');
    expect(
      pzem
        .framer()
        .push(frame)
        .map(({ fault }) => fault),
    ).toEqual([undefined]);
    expect(pzem.answer(frame, 'input 0 10').kind).toBe('payload');
    expect(modbusWire({ framing: 'rtu', unit: 2 }).answer(frame, 'input 0 10').kind).toBe('foreign');
  });
});

interface Family {
  readonly id: string;
  readonly wire: typeof rtu;
  readonly command: string;
  encode(payload: Uint8Array): Uint8Array;
}

const command = 'holding 3000 20';
const pdu = (payload: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(3, payload.length), payload);
const families: readonly Family[] = [
  { id: 'rtu', wire: rtu, command, encode: (payload) => rtuFrame(1, pdu(payload)) },
  { id: 'tcp', wire: tcp, command, encode: (payload) => tcpFrame(3, transactionOf(command), pdu(payload)) },
];

function pushAll(
  wire: typeof rtu,
  stream: Uint8Array,
  cuts: readonly number[] = [],
): { frames: Frame[]; largest: number } {
  const framer = wire.framer();
  const frames: Frame[] = [];
  let largest = 0;
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]) {
    frames.push(...framer.push(stream.subarray(from, to)));
    largest = Math.max(largest, framer.pending);
    from = to;
  }
  return { frames, largest };
}

const good = (frames: readonly Frame[]): string[] =>
  frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => toHex(bytes));
const shown = (frames: readonly Frame[]): string[] =>
  frames.map(({ bytes, fault }) => `${fault ?? 'good'} ${toHex(bytes)}`);
const registers = fc.uint8Array({ minLength: 40, maxLength: 40 });

describe.each(families)('framer of Modbus $id', ({ wire, encode, id }) => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(registers, (payload) => {
        const { frames } = pushAll(wire, encode(payload));
        expect(good(frames)).toEqual([toHex(encode(payload))]);
        expect(wire.answer(encode(payload), command)).toEqual({ kind: 'payload', payload });
      }),
      { numRuns: 300 },
    );
  });

  test('any chunking gives the same frames, hostile bytes neither throw nor are held back without end', () => {
    const part = fc.oneof(
      registers.map(encode),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(wire.request(command), Uint8Array.of(1, 3, 250), Uint8Array.of(0, 0, 0, 0, 0, 253)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
        const stream = concatBytes(...parts);
        const whole = pushAll(wire, stream);
        expect(shown(pushAll(wire, stream, cuts).frames)).toEqual(shown(whole.frames));
        const bytewise = pushAll(wire, stream, [...stream.keys()]);
        expect(shown(bytewise.frames)).toEqual(shown(whole.frames));
        expect(bytewise.largest).toBeLessThan(wire.maxFrame);
        for (const { bytes } of whole.frames)
          expect(['payload', 'ack', 'refused', 'foreign']).toContain(wire.answer(bytes, command).kind);
      }),
    );
  });

  test('an endless stream stays bounded, and a good frame after it is found', () => {
    for (const start of [
      Uint8Array.of(1, 3, 250),
      Uint8Array.of(0, 0, 0, 0, 0, 253, 3),
      Uint8Array.of(1),
      Uint8Array.of(9),
    ]) {
      const framer = wire.framer();
      framer.push(start);
      for (let round = 0; round < 50; round += 1) {
        framer.push(new Uint8Array(40).fill(0x41));
        expect(framer.pending).toBeLessThan(wire.maxFrame);
      }
      framer.push(new Uint8Array(wire.maxFrame).fill(0x41));
      const frame = encode(new Uint8Array(40));
      expect(good(framer.push(frame))).toContain(toHex(frame));
    }
  });

  test('reset forgets', () => {
    const framer = wire.framer();
    const whole = encode(new Uint8Array(40).fill(0x41));
    framer.push(whole.subarray(0, 6));
    expect(framer.pending).toBe(6);
    framer.reset();
    expect(framer.pending).toBe(0);
    expect(good(framer.push(whole))).toEqual([toHex(whole)]);
  });

  test('the echo of the request is no answer, the answer behind it is found', () => {
    const answer = encode(new Uint8Array(40).fill(7));
    const { frames } = pushAll(wire, concatBytes(wire.request(command), answer));
    expect(
      frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => wire.answer(bytes, command).kind),
    ).toEqual(['foreign', 'payload']);
    expect(id).toMatch(/rtu|tcp/);
  });
});

describe('the RTU framer', () => {
  test('after a bad checksum the very next frame is found', () => {
    fc.assert(
      fc.property(registers, registers, fc.nat(39), (first, second, at) => {
        const bad = rtuFrame(1, pdu(first));
        bad[3 + at] = (bad[3 + at] ?? 0) ^ 0x10;
        const { frames } = pushAll(rtu, concatBytes(bad, rtuFrame(1, pdu(second))));
        expect(good(frames)).toEqual([toHex(rtuFrame(1, pdu(second)))]);
        expect(frames.some(({ fault }) => fault === 'checksum')).toBe(true);
      }),
    );
  });

  test('noise before a frame, also noise that looks like one, does not hide it', () => {
    const noise = fc
      .array(fc.oneof(fc.nat(255), fc.constantFrom(1, 3, 4, 0x83)), { maxLength: 40 })
      .map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(noise, registers, (before, payload) => {
        expect(good(pushAll(rtu, concatBytes(before, rtuFrame(1, pdu(payload)))).frames)).toContain(
          toHex(rtuFrame(1, pdu(payload))),
        );
      }),
    );
  });

  test('takes "accepted, it takes long" as the acknowledgement of a write', () => {
    expect(answerOf(Uint8Array.of(0x86, 5), parseModbusCommand('write 6 1'))).toEqual({ kind: 'ack' });
  });

  test('cuts exceptions, confirmations and calls by their own lengths', () => {
    const pieces = ['8302', '0600010003', '1000010002', '42', 'c201'].map((hex) => rtuFrame(1, fromHex(hex)));
    expect(good(pushAll(rtu, concatBytes(...pieces)).frames)).toEqual(pieces.map(toHex));
  });
});
