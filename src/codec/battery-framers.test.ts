// The framers of the battery families and of Victron in the suite of every wire format.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { crc16Modbus, sum16, sum8 } from '#core/checksum.ts';
import { dalyWire } from './daly.ts';
import { type Family, framerConformance } from './framer-conformance.ts';
import { jbdWire } from './jbd.ts';
import { jk485Wire } from './jk-485.ts';
import { jk55aaWire, jkPbWire } from './jk-55aa.ts';
import { jbdUpWire } from './jbd-up.ts';
import { type PylonDialect, pylonWire } from './pylontech.ts';
import { vedirectHexWire } from './vedirect-hex.ts';
import { vedirectTextWire } from './vedirect-text.ts';
import type { WireFormat } from './wire.ts';

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

function jbdAnswer(data: Uint8Array): Uint8Array {
  const body = concatBytes(Uint8Array.of(0, data.length), data);
  const sum = 0x1_0000 - sum16(body);
  return concatBytes(Uint8Array.of(0xdd, 3), body, Uint8Array.of((sum >>> 8) & 0xff, sum & 0xff, 0x77));
}

function withSum8(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, Uint8Array.of(sum8(bytes)));
}

const dalyAnswer = (id: number, data: Uint8Array): Uint8Array =>
  withSum8(concatBytes(Uint8Array.of(0xa5, 1, id, 8), data));

/** Cells: seven data bytes a frame, numbered from 1. */
function dalyCells(data: Uint8Array): Uint8Array {
  const count = data.length / 7;
  const frames = Array.from({ length: count }, (_, index) =>
    dalyAnswer(0x95, concatBytes(Uint8Array.of(index + 1), data.subarray(7 * index, 7 * index + 7))),
  );
  return concatBytes(...frames);
}

const jkHead = fromHex('55aaeb9002');
/** A payload of the family is the whole record, sum included. */
const jkRecord = bytesOf(294).map((data) => withSum8(concatBytes(jkHead, data)));

function pbAnswer(record: Uint8Array): Uint8Array {
  const head = fromHex('011016200001');
  const crc = crc16Modbus(head);
  return concatBytes(record, head, Uint8Array.of(crc & 0xff, crc >>> 8));
}

const balancer = bytesOf(69).map((data) => withSum8(concatBytes(fromHex('eb9001ff'), data)));

/** An area of a JBD UP board. */
function upAnswer(payload: Uint8Array): Uint8Array {
  const body = concatBytes(fromHex('0178100010a0'), Uint8Array.of(payload.length >> 8, payload.length & 0xff), payload);
  const crc = crc16Modbus(body);
  return concatBytes(body, Uint8Array.of(crc & 0xff, crc >> 8));
}

const pylon: PylonDialect = { id: 'pylontech', title: 'Pylontech', version: '20', commands: { '42': 'address' } };
function pylonAnswer(info: Uint8Array): Uint8Array {
  const count = (2 * info.length).toString(16).toUpperCase().padStart(3, '0');
  const nibbles = Array.from(count).reduce((sum, letter) => sum + Number.parseInt(letter, 16), 0);
  const body = `20024600${((16 - (nibbles % 16)) % 16).toString(16).toUpperCase()}${count}${toHex(info).toUpperCase()}`;
  const sum = (0x1_0000 - sum16(fromLatin1(body))) & 0xffff;
  return fromLatin1(`~${body}${sum.toString(16).toUpperCase().padStart(4, '0')}\r`);
}

function textBlock(lines: Uint8Array): Uint8Array {
  const body = concatBytes(lines, fromLatin1('\r\nChecksum\t'));
  return concatBytes(body, Uint8Array.of((0x100 - sum8(body)) & 0xff));
}
const textLines = fc
  .array(fc.tuple(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/), fc.stringMatching(/^-?[0-9]{1,6}$/)), { maxLength: 10 })
  .map((lines) => lines.filter(([label]) => label !== 'PID' && label !== 'H1'))
  .map((lines) => fromLatin1(['', 'PID\t0xA053', ...lines.map(([label, value]) => `${label}\t${value}`)].join('\r\n')));
/** The spoken format as the suite asks it. */
const text: WireFormat = {
  ...vedirectTextWire,
  request: () => fromLatin1(':7F0ED0071\n'),
  answer: (frame) => ({ kind: 'payload', payload: vedirectTextWire.read(frame)!.payload }),
};

function hexAnswer(value: Uint8Array): Uint8Array {
  const data = concatBytes(fromHex('f0ed00'), value);
  const sum = data.reduce((total, byte) => total + byte, 7);
  return fromLatin1(`:7${toHex(concatBytes(data, Uint8Array.of((0x55 - sum) & 0xff))).toUpperCase()}\n`);
}

const families: readonly Family[] = [
  {
    wire: jbdWire,
    encode: jbdAnswer,
    command: '03',
    payload: fc.uint8Array({ maxLength: 60 }),
    damage: 4,
    begins: [0xdd],
  },
  ...([0x80, 0x40] as const).map(
    (host): Family => ({
      wire: dalyWire(host),
      encode: (data) => dalyAnswer(0x90, data),
      command: '90',
      payload: bytesOf(8),
      damage: 6,
      begins: [0xa5],
      sample: fromHex('0109000075cf030a'),
    }),
  ),
  {
    wire: { ...dalyWire(0x80), id: 'daly cells' },
    encode: dalyCells,
    command: '95',
    payload: fc.integer({ min: 1, max: 16 }).chain((count) => bytesOf(7 * count)),
    damage: 6,
    begins: [0xa5],
    sample: new Uint8Array(42).fill(0x31),
  },
  {
    wire: jk55aaWire,
    encode: (record) => record,
    command: 'cell_info',
    payload: jkRecord,
    damage: 20,
    begins: [0x55, 0xaa],
    sample: withSum8(concatBytes(jkHead, new Uint8Array(294).fill(0x31))),
  },
  {
    wire: jkPbWire(1),
    encode: pbAnswer,
    command: 'cell_info',
    payload: jkRecord,
    damage: 20,
    begins: [0x55, 0x01],
    sample: withSum8(concatBytes(jkHead, new Uint8Array(294).fill(0x31))),
  },
  {
    wire: jk485Wire(1),
    encode: (frame) => frame,
    command: 'read_all',
    payload: balancer,
    damage: 20,
    begins: [0xeb, 0x55],
    sample: withSum8(concatBytes(fromHex('eb9001ff'), new Uint8Array(69).fill(0x31))),
  },
  {
    wire: jbdUpWire(1),
    encode: upAnswer,
    command: 'status',
    payload: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    damage: 9,
    begins: [0x01],
  },
  {
    wire: pylonWire(pylon, 2),
    encode: pylonAnswer,
    command: '42',
    payload: fc.uint8Array({ maxLength: 80 }),
    damage: 14,
    begins: [0x7e],
  },
  {
    wire: text,
    encode: textBlock,
    command: 'text',
    payload: textLines,
    damage: 8,
    begins: [0x0d, 0x0a, 0x3a],
    sample: fromLatin1('\r\nPID\t0xA053\r\nV\t12450'),
  },
  {
    wire: vedirectHexWire,
    encode: hexAnswer,
    command: 'EDF0',
    payload: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    damage: 3,
    begins: [0x3a],
  },
];

framerConformance(families);

test.each([
  [jbdWire, '03', 'dda50300fffd77'],
  [jbdWire, '04', 'dda50400fffc77'],
  [jbdWire, '05', 'dda50500fffb77'],
  [dalyWire(0x80), '90', 'a58090080000000000000000bd'],
  [dalyWire(0x40), '90', 'a540900800000000000000007d'],
  [jk55aaWire, 'device_info', 'aa5590eb97000000000000000000000000000011'],
  [jk55aaWire, 'cell_info', 'aa5590eb96000000000000000000000000000010'],
  [jkPbWire(1), 'cell_info', '011016200001020000d6f1'],
  [jkPbWire(1), 'device_info', '0110161c0001020000d3cd'],
  [jkPbWire(1), 'settings', '0110161e0001020000d22f'],
  [jk485Wire(1), 'read_all', '55aa01ff0000ff'],
  [jbdUpWire(1), 'status', '0178100010a000007fb2'],
  [jbdUpWire(2), 'status', '0278100010a000003fa7'],
  [pylonWire(pylon, 2), '42', toHex(fromLatin1('~20024642E00202FD33\r'))],
] as const)('$0.id asks %s as its document does', (wire, command, hex) => {
  expect(toHex(wire.request(command))).toBe(hex);
});

test('a command that is none is our own mistake', () => {
  const wires = families.map(({ wire }) => wire).filter(({ id }) => id !== 'vedirect-text');
  for (const wire of wires) expect(() => wire.request('nonsense')).toThrow(TypeError);
  expect(wires).toHaveLength(10);
});

test('Daly: a missing frame, one twice and numbers from 0', () => {
  const wire = dalyWire(0x80);
  const frame = (number: number): Uint8Array => dalyAnswer(0x95, Uint8Array.of(number, 13, number, 0, 0, 0, 0, 0));
  const answerOf = (...numbers: readonly number[]) => wire.answer(concatBytes(...numbers.map(frame)), '95');
  expect(answerOf(1, 3).kind).toBe('foreign');
  expect(answerOf(1, 1).kind).toBe('foreign');
  expect(answerOf(2, 1, 0xff)).toEqual({
    kind: 'payload',
    payload: fromHex('0d0100000000000d020000000000'.slice(0, 28)),
  });
  expect(answerOf(0, 1)).toEqual({ kind: 'payload', payload: fromHex('0d0000000000000d010000000000'.slice(0, 28)) });
});

test('a balancer at another address, or answering something else, is not ours', () => {
  const frame = (start: string) => withSum8(concatBytes(fromHex(start), new Uint8Array(69)));
  const kinds = ['eb9001ff', 'eb9002ff', 'eb9001f0'].map((start) => jk485Wire(1).answer(frame(start), 'read_all').kind);
  expect(kinds).toEqual(['payload', 'foreign', 'foreign']);
});

test('JK PB: a record whose acknowledgement is of another unit is no answer', () => {
  const record = withSum8(concatBytes(jkHead, new Uint8Array(294)));
  const framer = jkPbWire(2).framer();
  expect(framer.push(pbAnswer(record))).toEqual([]);
  expect(framer.end?.()).toEqual([{ bytes: record, fault: 'malformed' }]);
});

test('JK PB: zero bytes between record and acknowledgement and the echo of the request are passed over', () => {
  const wire = jkPbWire(1);
  const record = withSum8(concatBytes(jkHead, new Uint8Array(294)));
  const answer = pbAnswer(record);
  const stream = concatBytes(
    wire.request('cell_info'),
    record,
    Uint8Array.of(0),
    answer.subarray(300),
    Uint8Array.of(0),
  );
  expect(wire.framer().push(stream)).toEqual([{ bytes: answer }]);
});

test('JK passcodes never leave the wire format', () => {
  const record = new Uint8Array(299).fill(0x41);
  record.set(fromHex('55aaeb9003'));
  const answer = jk55aaWire.answer(withSum8(record), 'device_info');
  const payload = answer.kind === 'payload' ? answer.payload : new Uint8Array();
  expect(payload).toHaveLength(300);
  expect(
    [...payload.subarray(62, 78), ...payload.subarray(97, 102), ...payload.subarray(118, 134)].every(
      (byte) => byte === 0,
    ),
  ).toBe(true);
  expect(payload[61]).toBe(0x41);
});
