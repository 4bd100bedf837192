import { expect, test } from 'vitest';
import { keyStep, swipeStep } from './span-gestures.ts';

const start = { x: 200, y: 300 };

test.each([
  ['to the left', { x: 120, y: 310 }, 1],
  ['to the right', { x: 280, y: 290 }, -1],
  ['a short way', { x: 160, y: 300 }, undefined],
  ['down', { x: 205, y: 500 }, undefined],
  ['slanted', { x: 120, y: 380 }, undefined],
])('a finger that goes %s', (_, end, step) => {
  expect(swipeStep(start, end)).toBe(step);
});

test('arrows step, unless they mean something else', () => {
  const bare = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, defaultPrevented: false };
  expect(keyStep({ ...bare, key: 'ArrowLeft' })).toBe(-1);
  expect(keyStep({ ...bare, key: 'ArrowRight' })).toBe(1);
  expect(keyStep({ ...bare, key: 'ArrowUp' })).toBeUndefined();
  // The browser's own way back.
  expect(keyStep({ ...bare, key: 'ArrowLeft', altKey: true })).toBeUndefined();
  expect(keyStep({ ...bare, key: 'ArrowLeft', defaultPrevented: true })).toBeUndefined();
});
