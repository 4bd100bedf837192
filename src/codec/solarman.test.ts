import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import type { Frame } from '#core/framer.ts';
import { rtuFrame } from './modbus-rtu.ts';
import { sequenceOf, solarmanFrame, solarmanWire } from './solarman.ts';

const logger = 2_612_749_371;
const wire = solarmanWire({ logger, unit: 1 });
const command = 'holding 588 4';

/** The example of the facts (computed after the protocol's description) with another sequence number. */
function withSequence(hex: string, sequence: number): Uint8Array {
  const frame = fromHex(hex);
  frame[5] = sequence;
  frame[frame.length - 2] = sum8(frame, 1, frame.length - 2);
  return frame;
}
const exampleRequest = 'a51700104501003b64bb9b0200000000000000000000000000000103024c00048466a415';
const exampleAnswer = 'a51b00101501423b64bb9b020140420f00100e000040c3336901030800490000fb1ef66eda7df215';

function cut(stream: Uint8Array, cuts: readonly number[] = []): { frames: Frame[]; largest: number } {
  const framer = wire.framer();
  const frames: Frame[] = [];
  let largest = 0;
  let from = 0;
  for (const to of [...cuts.map((at) => at % (stream.length + 1)).sort((a, b) => a - b), stream.length]) {
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

function response(
  rtu: Uint8Array,
  { sequence = sequenceOf(command), from = logger, control = 0x1510 } = {},
): Uint8Array {
  return solarmanFrame(control, sequence, {
    logger: from,
    payload: concatBytes(Uint8Array.of(2, 1), new Uint8Array(12), rtu),
  });
}
const registers = fc.uint8Array({ minLength: 8, maxLength: 8 });
const rtuOf = (payload: Uint8Array): Uint8Array => rtuFrame(1, concatBytes(Uint8Array.of(3, payload.length), payload));

describe('requests and answers', () => {
  test('the example of the protocol: battery at 73 %, −1250 W, −24.50 A', () => {
    expect(toHex(wire.request(command))).toBe(toHex(withSequence(exampleRequest, sequenceOf(command))));
    const frame = withSequence(exampleAnswer, sequenceOf(command));
    expect(good(cut(frame).frames)).toEqual([toHex(frame)]);
    expect(wire.answer(frame, command)).toEqual({ kind: 'payload', payload: fromHex('00490000fb1ef66e') });
  });

  test('a request as recorded by deye-inverter-mqtt', () => {
    const recorded = fromHex('a5170010450000d202964902000000000000000000000000000001030002000265cb5915');
    const other = solarmanWire({ logger: 1_234_567_890, unit: 1 });
    expect(toHex(other.request('holding 2 2'))).toBe(toHex(withSequence(toHex(recorded), sequenceOf('holding 2 2'))));
    expect(good(cut(recorded).frames)).toEqual([toHex(recorded)]);
  });

  test('an error of the logger as recorded is told in words', () => {
    const recorded = fromHex('a51000101500c9c22576f80201032d0000790800007106d6630600bd15');
    const [frame] = cut(recorded).frames;
    expect(frame?.fault).toBeUndefined();
    const other = solarmanWire({ logger: 0xf8_76_25_c2, unit: 1 });
    const answer = other.answer(withSequence(toHex(recorded), sequenceOf(command)), command);
    expect(answer).toMatchObject({ kind: 'refused' });
    expect('why' in answer && answer.why.code).toBe('refused.logger-serial');
  });

  test('a logger with another serial number names its own', () =>
    expect(wire.answer(response(Uint8Array.of(6, 0), { from: 1_234_567 }), command)).toEqual({
      kind: 'refused',
      why: because('frame.other-logger', { from: 1234567, logger: 2612749371 }),
    }));

  test('the zeros some loggers put behind the CRC are passed over', () => {
    const rtu = rtuOf(fromHex('00490000fb1ef66e'));
    expect(wire.answer(response(concatBytes(rtu, new Uint8Array(2))), command)).toEqual({
      kind: 'payload',
      payload: fromHex('00490000fb1ef66e'),
    });
  });

  test('other answers are foreign', () => {
    const rtu = rtuOf(new Uint8Array(8));
    const foreign = [
      response(rtu, { sequence: sequenceOf(command) ^ 1 }),
      response(rtu, { from: logger + 1 }),
      response(rtu, { control: 0x4710 }),
      response(rtuFrame(2, concatBytes(Uint8Array.of(3, 8), new Uint8Array(8)))),
      response(rtuOf(new Uint8Array(6))),
      response(rtu.with(4, 1)),
      wire.request(command),
    ];
    expect(foreign.map((frame) => wire.answer(frame, command).kind)).toEqual(foreign.map(() => 'foreign'));
  });

  test('an exception of the device is told in words', () =>
    expect(wire.answer(response(rtuFrame(1, fromHex('8302'))), command)).toMatchObject({ kind: 'refused' }));
});

describe('the framer', () => {
  test('what looks like a beginning inside a damaged frame does not hide the next one', () => {
    const payload = Uint8Array.of(0, 0xa5, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
    const damaged = solarmanFrame(0x1510, 1, { logger, payload });
    damaged[12] = 0xa4;
    damaged[13] = 0xa5;
    damaged[14] = 0x80;
    const next = fromHex(exampleAnswer);
    const { frames } = cut(concatBytes(damaged, next));
    expect(frames.filter(({ fault }) => fault === undefined).map(({ bytes }) => toHex(bytes))).toEqual([exampleAnswer]);
  });

  test('gives back what was encoded, in any chunking, and bounds what it holds', () => {
    const part = fc.oneof(
      registers.map((payload) => response(rtuOf(payload))),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(Uint8Array.of(0xa5, 0x00, 0x01), wire.request(command)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 9 }), (parts, cuts) => {
        const stream = concatBytes(...parts);
        const whole = cut(stream);
        expect(shown(cut(stream, cuts).frames)).toEqual(shown(whole.frames));
        const bytewise = cut(stream, [...stream.keys()]);
        expect(shown(bytewise.frames)).toEqual(shown(whole.frames));
        expect(bytewise.largest).toBeLessThan(wire.maxFrame);
        for (const { bytes } of whole.frames)
          expect(['payload', 'refused', 'foreign', 'ack']).toContain(wire.answer(bytes, command).kind);
      }),
    );
  });

  test('after a bad checksum the very next frame is found', () => {
    fc.assert(
      fc.property(registers, registers, fc.integer({ min: 3, max: 36 }), (first, second, at) => {
        const bad = response(rtuOf(first));
        bad[at] = (bad[at] ?? 0) ^ 0x40;
        const next = response(rtuOf(second));
        // A byte of the start mark inside the damaged frame may begin a longer one: it ends with the bytes that follow.
        const { frames } = cut(concatBytes(bad, next, new Uint8Array(wire.maxFrame)));
        expect(good(frames)).toContain(toHex(next));
        expect(frames.some(({ fault }) => fault === 'checksum')).toBe(true);
      }),
    );
  });
});
