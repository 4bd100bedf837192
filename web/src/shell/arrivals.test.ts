// Where the focus is moved to the page.
import { expect, test } from 'vitest';
import { createArrivals } from './arrivals.ts';

test('the place where the app was opened is none to move to, all after it are, and it too when one comes back', () => {
  const arrivals = createArrivals();
  const places = ['a', 'a', 'b', 'a'];
  expect(places.map((place) => arrivals.hasMoved(place))).toEqual([false, false, true, true]);
});
