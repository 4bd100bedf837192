import { expect, test } from 'vitest';
import { kioskPlace, kioskSearch, pagesOf } from './search.ts';

test('what an address names is read, in its order; what it cannot mean is absent', () => {
  expect(kioskSearch({ pages: 'charts,live,charts,secrets', every: '30', look: 'contrast' })).toEqual({
    pages: 'charts,live',
    every: 30,
    look: 'contrast',
  });
  for (const every of [1, -30, 'soon', 30.5, 1e9, null])
    expect(kioskSearch({ every, pages: 7, look: 'neon' })).toEqual({});
  expect(pagesOf({})).toEqual(['live']);
  expect(pagesOf({ pages: 'nothing' })).toEqual(['live']);
});

test('a link leads where it is read again', () => {
  const place = kioskPlace('sol_x', { pages: 'live,energy', every: 20, look: 'dark' });
  expect(place).toBe('#/kiosk/sol_x?pages=live,energy&every=20&look=dark');
  expect(kioskPlace('sol_x', {})).toBe('#/kiosk/sol_x');
});
