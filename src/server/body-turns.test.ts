// Large bodies are read a few at a time.
import { expect, test } from 'vitest';
import { bodyTurns } from './body-turns.ts';

test('four of a person and sixteen together are read at once; the next begins when one ends', async () => {
  const turns = bodyTurns();
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const take = (person: string): void => {
    void turns.take(person).then((end) => {
      started.push(person);
      ends.push(end);
    });
  };
  for (const person of ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c', 'c', 'c', 'c', 'd', 'd', 'd', 'd', 'e'])
    take(person);
  await Promise.resolve();
  expect(started.join('')).toBe('aaaabbbbccccdddd');
  ends[15]?.();
  ends[15]?.();
  await Promise.resolve();
  expect(started.join('').slice(16)).toBe('e');
  ends[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(started.join('').slice(16)).toBe('ea');
});
