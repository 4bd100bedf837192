import { expect, test } from 'vitest';
import { armNames } from './flow-arms.ts';
import { armEnds, armWidth, dotSpeed, hubRadius, ringPart, tallLayout, wideLayout } from './flow-geometry.ts';

test('dots run faster and lines grow wider with the power, within bounds', () => {
  const powers = [1, 100, 1000, 5000, 10_000];
  const rising = (values: readonly number[]): boolean =>
    values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));
  expect(rising(powers.map(dotSpeed))).toBe(true);
  expect(rising(powers.map(armWidth))).toBe(true);
  expect(dotSpeed(1e6)).toBe(dotSpeed(10_000));
  expect(armWidth(-1e6)).toBe(14);
  expect(dotSpeed(0)).toBe(0);
  expect(dotSpeed(undefined)).toBe(0);
});

test('arms begin outside of the ring and end outside of the joint', () => {
  let checked = 0;
  for (const layout of [wideLayout, tallLayout]) {
    for (const name of armNames) {
      const { from, to } = armEnds(layout, name);
      const node = layout.nodes[name];
      expect(Math.hypot(from.x - node.x, from.y - node.y)).toBeGreaterThan(layout.radius);
      expect(Math.hypot(to.x - layout.hub.x, to.y - layout.hub.y)).toBeGreaterThan(hubRadius);
      expect(Math.hypot(to.x - from.x, to.y - from.y)).toBeGreaterThan(30);
      checked += 1;
    }
  }
  expect(checked).toBe(8);
});

test('nodes stay inside of the picture', () => {
  for (const { nodes, radius, width, height } of [wideLayout, tallLayout]) {
    for (const { x, y } of Object.values(nodes)) {
      expect(Math.min(x, y, width - x, height - y)).toBeGreaterThan(radius + 3);
    }
  }
});

test('a ring part takes the long way round only past a half', () => {
  const center = { x: 0, y: 0 };
  expect(ringPart(center, 10, { from: 0, to: 0.25 })).toBe('M 0.00 -10.00 A 10 10 0 0 1 10.00 0.00');
  expect(ringPart(center, 10, { from: 0, to: 0.75 })).toContain(' 0 1 1 ');
  expect(ringPart(center, 10, { from: 0, to: 1 })).not.toContain('NaN');
});
