import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { makeMessageRing } from './message-ring.ts';

test('whoever comes back gets what came after the number, or hears that it is no longer kept', () => {
  const ring = makeMessageRing<string>(100, { messages: 3, bytes: 1000 });
  expect(ring.after(100)).toEqual({ kind: 'kept', entries: [] });
  for (const entry of ['a', 'b', 'c', 'd']) ring.add(entry, 10);
  expect(ring.newest).toBe(104);
  expect(ring.after(104)).toEqual({ kind: 'kept', entries: [] });
  expect(ring.after(101)).toEqual({ kind: 'kept', entries: ['b', 'c', 'd'] });
  expect(ring.after(100)).toEqual({ kind: 'too-old' });
  expect(ring.after(105)).toEqual({ kind: 'ahead' });
});

test('numbers that make no sense are ahead or too old, and never give a message', () => {
  const ring = makeMessageRing<string>(100, { messages: 3, bytes: 1000 });
  ring.add('a', 10);
  for (const absurd of [Number.MAX_SAFE_INTEGER, 2 ** 60, 1.5, Number.NaN, Infinity])
    expect(ring.after(absurd)).toEqual({ kind: 'ahead' });
  for (const absurd of [-1, 0, Number.MIN_SAFE_INTEGER]) expect(ring.after(absurd)).toEqual({ kind: 'too-old' });
});

test('whatever comes, the ring keeps its bounds, and what it gives are the last messages in order', () => {
  const bounds = { messages: 20, bytes: 100 };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200 }), fc.nat(250), (sizes, since) => {
      const ring = makeMessageRing<number>(0, bounds);
      sizes.forEach((size, index) => ring.add(index, size));
      const after = sizes.map((_size, index) => index).slice(since);
      const bytes = after.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
      const isKept = after.length <= bounds.messages && bytes <= bounds.bytes;
      const kept = isKept ? { kind: 'kept', entries: after } : { kind: 'too-old' };
      expect(ring.after(since)).toEqual(since > sizes.length ? { kind: 'ahead' } : kept);
    }),
  );
});
