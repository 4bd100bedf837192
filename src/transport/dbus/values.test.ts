import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '#core/bytes.ts';
import { makeMessageReader, mostBytes, writeCall } from './messages.ts';
import { BadValue, type DbusValue, readValues, writeValues } from './values.ts';

/** A type with a value of it, and what is read back: a variant is read as what is in it. */
type Typed = readonly [signature: string, written: DbusValue, read: unknown];

const basic: fc.Arbitrary<Typed> = fc.oneof(
  fc.nat(255).map((value): Typed => ['y', value, value]),
  fc.boolean().map((value): Typed => ['b', value, value]),
  fc.integer({ min: -32_768, max: 32_767 }).map((value): Typed => ['n', value, value]),
  fc.nat(65_535).map((value): Typed => ['q', value, value]),
  fc.integer().map((value): Typed => ['i', value, value]),
  fc.nat().map((value): Typed => ['u', value, value]),
  fc.string({ unit: 'grapheme' }).map((value): Typed => ['s', value, value]),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((value): Typed => ['ay', value, value]);
const typed: fc.Arbitrary<Typed> = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    basic,
    bytes,
    tie('any').map(([signature, value, read]): Typed => ['v', { signature, value }, read]),
    fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((members): Typed => {
      const read = members.map((member) => member[2]);
      return [`(${members.map(([signature]) => signature).join('')})`, members.map((member) => member[1]), read];
    }),
    fc.tuple(fc.string(), tie('any')).map(([key, [signature, value, read]]): Typed => {
      return [`a{s${signature}}`, new Map([[key, value]]), new Map([[key, read]])];
    }),
  ),
})).any;

/** What came of it: values, or that they are none. Any other error is a mistake of ours. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof BadValue) return thrown;
    throw thrown;
  }
}

describe('values of D-Bus', () => {
  test('what was written is read', () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 5 }), (all) => {
        const signature = all.map(([one]) => one).join('');
        const written = writeValues(
          signature,
          all.map((one) => one[1]),
        );
        expect(readValues(signature, written)).toEqual(all.map((one) => one[2]));
      }),
    );
  });

  // The example of a message header in the specification, and a dictionary as GLib writes it.
  test.each([
    ['u', [1000], 'e8030000'],
    ['su', ['foo', 7], '03000000666f6f0007000000'],
    ['ay', [Uint8Array.of(1, 2)], '020000000102'],
    ['a{sv}', [new Map([['a', { signature: 'u', value: 5 }]])], '1000000000000000010000006100017500000000 05000000'],
  ] as const)('%s', (signature, values, hex) => {
    expect(toHex(writeValues(signature, values))).toBe(hex.replaceAll(' ', ''));
  });

  test('any bytes give values or a classed error, also for hostile signatures', () => {
    const signature = fc.oneof(
      fc.constantFrom('a{oa{sa{sv}}}', 'sa{sv}as', 'v', 'yyyyuua(yv)', '(', 'a', '{', 'a{', ')', 'z', 'a'.repeat(200)),
      fc.string({ unit: fc.constantFrom(...'y b n q i u x t d s o g v a ( ) { }'.split(' ')) }),
    );
    fc.assert(
      fc.property(signature, fc.uint8Array({ maxLength: 200 }), (types, some) => {
        expect(outcome(() => readValues(types, some))).toBeDefined();
      }),
    );
  });

  test('variants in variants without end are refused, not followed', () => {
    const nested = concatBytes(
      ...Array.from({ length: 10_000 }, () => Uint8Array.of(1, 0x76, 0)),
      fromHex('017900 01'),
    );
    expect(() => readValues('v', nested)).toThrow(BadValue);
  });
});

describe('messages of D-Bus', () => {
  const call = writeCall(
    {
      destination: 'org.bluez',
      path: '/',
      interface: 'a.b',
      member: 'Do',
      signature: 'say',
      body: ['x', Uint8Array.of(1)],
    },
    7,
  );

  test('are found in any chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * call.length), { maxLength: 8 }), (cuts) => {
        const reader = makeMessageReader();
        const stream = concatBytes(call, call);
        const found = [];
        let from = 0;
        for (const to of [...cuts.toSorted((left, right) => left - right), stream.length]) {
          found.push(...reader.push(stream.subarray(from, to)));
          from = to;
        }
        expect(found.map(({ kind, serial, member, body }) => ({ kind, serial, member, body }))).toEqual(
          [1, 2].map(() => ({ kind: 'call', serial: 7, member: 'Do', body: ['x', Uint8Array.of(1)] })),
        );
      }),
    );
  });

  test('one that is larger than all bounds is refused when it is announced', () => {
    const head = call.slice(0, 16);
    new DataView(head.buffer).setUint32(4, mostBytes, true);
    expect(() => makeMessageReader().push(head)).toThrow(BadValue);
  });

  test('any bytes give messages or a classed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (some) => {
        const damaged = concatBytes(call.subarray(0, 16), some);
        expect(outcome(() => makeMessageReader().push(damaged))).toBeDefined();
      }),
    );
  });
});
