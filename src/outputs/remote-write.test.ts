// Requests of remote write, read back by a reader of their own: any labels, times and values.
import { snappyUncompress } from 'hyparquet';
import { expect, test } from 'vitest';
import type { SeriesPoints } from '#core/series-points.ts';
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { remoteWriteBytes } from './remote-write.ts';

type Field = readonly [field: number, content: Uint8Array | bigint];

/** The fields of a message. Source: Protocol Buffers documentation, "Encoding". */
function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at] ?? -1;
      if (byte < 0) throw new RangeError('cut');
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7n;
    }
  };
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError('cut');
    at += count;
    return bytes.subarray(at - count, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const type = tag % 8;
    fields.push([tag >> 3, type === 0 ? varint() : take(type === 1 ? 8 : Number(varint()))]);
  }
  return fields;
}

const bytesOf = (content: Field[1] | undefined): Uint8Array => {
  if (!(content instanceof Uint8Array)) throw new RangeError('no bytes');
  return content;
};

function seriesOf(message: Uint8Array): SeriesPoints {
  const fields = fieldsOf(message);
  const parts = (wanted: number) =>
    fields.flatMap(([field, content]) => (field === wanted ? [fieldsOf(bytesOf(content))] : []));
  const text = (content: Field[1] | undefined): string => new TextDecoder().decode(bytesOf(content));
  const samples = parts(2).map(([value, at]) => {
    const bytes = bytesOf(value?.[1]);
    return [Number(at?.[1]), new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true)] as const;
  });
  return {
    labels: Object.fromEntries(parts(1).map(([name, value]) => [text(name?.[1]), text(value?.[1])])),
    atMs: samples.map(([at]) => at),
    value: samples.map(([, value]) => value),
  };
}

function readBack(packed: Uint8Array): readonly SeriesPoints[] {
  let [length, shift] = [0, 1];
  for (const byte of packed) {
    length += (byte & 127) * shift;
    shift *= 128;
    if (byte < 128) break;
  }
  const plain = new Uint8Array(length);
  snappyUncompress(packed, plain);
  return fieldsOf(plain).map(([, content]) => seriesOf(bytesOf(content)));
}

const series = fc.record({
  labels: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ unit: anyCharacter, maxLength: 20 }), {
    maxKeys: 5,
  }),
  points: fc.array(fc.tuple(fc.integer({ min: 0, max: 8e15 }), fc.double()), { maxLength: 6 }),
});

test('what is written is read back, with labels in the order of their names', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 20 }), (all) => {
      const given = all.map(({ labels, points }) => ({
        labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, text.toWellFormed()])),
        atMs: points.map(([at]) => at),
        value: points.map(([, value]) => value),
      }));
      const back = readBack(remoteWriteBytes(given));
      expect(back).toEqual(given);
      for (const { labels } of back) expect(Object.keys(labels)).toEqual(Object.keys(labels).toSorted());
    }),
  );
});

test('a time before 1970 is left out', () => {
  const [one] = readBack(remoteWriteBytes([{ labels: { a: 'b' }, atMs: [-1, 0], value: [1, 2] }]));
  expect(one).toEqual({ labels: { a: 'b' }, atMs: [0], value: [2] });
});
