// What is taken for somebody else's doing, and what is not.
import { expect, test } from 'vitest';
import { answered, freshMemory, noticed, type PointMemory } from './commander.ts';
import type { SeenPoint } from './image.ts';

const target = { device: 'boiler', setPoint: 'relay.on.1' } as const;
const showing = (value: number): SeenPoint => ({
  kind: 'binary',
  min: 0,
  max: 1,
  step: 0,
  words: [],
  isReadable: true,
  isStored: false,
  shows: { value, atMs: 5000, changedMs: 5000, isFresh: true },
});
const off: PointMemory = { ...freshMemory(target), set: { value: 0, atMs: 0, isSeen: true } };

test('a value that somebody else set is noticed', () => {
  expect(noticed(showing(1), off, 6000).moved).toBe(1);
});

test('a command without an answer that arrived all the same is nobody else’s, and is put back at its end', () => {
  const sent: PointMemory = { ...off, before: 0, sent: { id: '7', value: 1, atMs: 1000, isLeft: false } };
  const lost = answered(sent, { command: '7', end: 'failed' }, 6000);
  const seen = noticed(showing(1), lost, 6000);
  expect(seen.moved).toBeUndefined();
  expect(seen.memory).toMatchObject({
    isMoved: true,
    before: 0,
    set: { value: 1 },
    changes: [6000],
    failed: undefined,
  });
  // Whoever turns it after that is noticed.
  expect(noticed(showing(0), seen.memory, 7000).moved).toBe(0);
});
