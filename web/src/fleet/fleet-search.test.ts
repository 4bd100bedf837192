import { expect, test } from 'vitest';
import { fleetAsk, fleetSearch } from './fleet-search.ts';

test('what an address cannot mean is as if it was not there', () => {
  expect(fleetSearch({ search: 12, sort: 'best', page: '-2' })).toEqual({
    search: '12',
    sort: undefined,
    page: undefined,
  });
  expect(fleetSearch({ search: 'x'.repeat(200), sort: 'heard', page: 3 })).toEqual({
    search: 'x'.repeat(80),
    sort: 'heard',
    page: 3,
  });
  expect(fleetSearch({ page: 1e9, search: {} })).toEqual({ search: undefined, sort: undefined, page: undefined });
});

test('a page is asked for with what comes before it left out', () => {
  expect(fleetAsk({})).toEqual({ limit: 50, offset: 0 });
  expect(fleetAsk({ search: 'lake', sort: 'name', page: 3 })).toEqual({
    search: 'lake',
    sort: 'name',
    limit: 50,
    offset: 100,
  });
});
