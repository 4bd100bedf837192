import { expect, test } from 'vitest';
import { heldUntilKnown } from './early-messages.ts';

test('what comes before it is known waits, in its order, and is not confirmed before it was taken', async () => {
  const taken: number[] = [];
  const early = heldUntilKnown<number>((one) => void taken.push(one), false);
  early.give(1);
  early.give(2);
  let isConfirmed = false;
  const confirmed = early.taken().then(() => (isConfirmed = true));
  await Promise.resolve();
  expect([taken, isConfirmed]).toEqual([[], false]);
  early.known();
  await confirmed;
  early.give(3);
  expect(taken).toEqual([1, 2, 3]);
});

test('what is known from the start waits for nothing; too much is not held; what is dropped is not taken', async () => {
  const taken: number[] = [];
  heldUntilKnown<number>((one) => void taken.push(one), true).give(1);
  expect(taken).toEqual([1]);
  const many = heldUntilKnown<number>((one) => void taken.push(one), false);
  for (let index = 0; index < 600; index += 1) many.give(index);
  expect(taken).toHaveLength(601);
  const dropped = heldUntilKnown<number>((one) => void taken.push(one), false);
  dropped.give(1);
  const asked = dropped.taken();
  dropped.drop();
  await expect(asked).rejects.toThrow('dropped');
  expect(taken).toHaveLength(601);
});
