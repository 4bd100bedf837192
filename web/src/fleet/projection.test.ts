import { expect, test } from 'vitest';
import { type Place, projectionOf } from './projection.ts';

const munich = { latitude: 48.1, longitude: 11.6 };
const berlin = { latitude: 52.5, longitude: 13.4 };

test('no places have no map', () => expect(projectionOf([])).toBeUndefined());

test('north is up, east is right, and every home is inside', () => {
  const map = projectionOf([munich, berlin]);
  if (map === undefined) throw new TypeError('assertion: two places have a map');
  const [south, north] = [map.point(munich), map.point(berlin)];
  expect(north.y).toBeLessThan(south.y);
  expect(north.x).toBeGreaterThan(south.x);
  for (const { x, y } of [south, north]) {
    expect(x > 0 && x < map.width).toBe(true);
    expect(y > 0 && y < map.height).toBe(true);
  }
  expect(map.parallels.map(({ degrees }) => degrees)).toEqual([48, 49, 50, 51, 52, 53]);
});

test.for<readonly [string, readonly Place[]]>([
  ['one home', [munich]],
  ['two at one place', [munich, munich]],
  [
    'the whole earth',
    [
      { latitude: 90, longitude: -180 },
      { latitude: -90, longitude: 180 },
    ],
  ],
  [
    'the pole',
    [
      { latitude: 90, longitude: 0 },
      { latitude: 89.9, longitude: 120 },
    ],
  ],
])('a map of %s has a size and few lines', ([, places]) => {
  const map = projectionOf(places);
  const points = places.map((place) => map?.point(place));
  for (const point of points) expect(Number.isFinite(point?.x) && Number.isFinite(point?.y)).toBe(true);
  expect(map?.height).toBeGreaterThanOrEqual(200);
  expect(map?.height).toBeLessThanOrEqual(420);
  expect(map?.meridians.length).toBeLessThan(10);
  expect(map?.parallels.length).toBeLessThan(10);
});
