import { expect, test } from 'vitest';
import { idOfPart, nameWithPart, partOf, wholeOf } from './meter-part.ts';

test('ids of parts, and what looks like one', () => {
  const part = { device: 'em-2', kind: 'channel', index: 12 } as const;
  expect(idOfPart(part)).toBe('em-2.channel-12');
  expect(partOf('em-2.channel-12')).toEqual(part);
  for (const id of ['em', 'em.channel-0', 'em.channel-100', 'em.room-1', '.phase-1', 'channel-1']) {
    expect(partOf(id)).toBeUndefined();
    expect(wholeOf(id)).toBe(id);
  }
  expect(wholeOf('em.relay-1')).toBe('em');
});

test('names of parts', () => {
  const nameOf = (id: string) => (id === 'em' ? 'Cellar' : undefined);
  expect(nameWithPart('em', nameOf)).toBe('Cellar');
  expect(nameWithPart('em.channel-2', nameOf)).toBe('Cellar · 2');
  expect(nameWithPart('em.phase-3', nameOf)).toBe('Cellar · L3');
  expect(nameWithPart('gone.phase-3', nameOf)).toBeUndefined();
});
