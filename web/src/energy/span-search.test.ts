import { createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { spanSearch } from './span-search.ts';

/** What a page of the router reads from an address. */
function searchAt(query: string): unknown {
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/energy', validateSearch: spanSearch });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: [`/energy${query}`] }),
    isServer: true,
    origin: 'http://localhost',
  });
  return router.matchRoutes(router.latestLocation).at(-1)?.search;
}

test.each([
  ['', {}],
  ['?by=week&date=2026-02-28', { by: 'week', date: '2026-02-28' }],
  ['?by=bogus&date=2026-02-28', { date: '2026-02-28', odd: true }],
  ['?by=month&date=hello', { by: 'month', odd: true }],
  ['?date=2026-13-45', { odd: true }],
  ['?date=2026-02-31', { odd: true }],
  ['?by=day&compare=year', { by: 'day', compare: 'year' }],
  ['?by=custom&date=2026-02-28&to=2026-03-02', { by: 'custom', date: '2026-02-28', to: '2026-03-02' }],
  ['?by=custom&date=2026-03-02&to=2026-02-28', { date: '2026-03-02', odd: true }],
  ['?by=custom&date=1990-03-02&to=2026-02-28', { date: '1990-03-02', odd: true }],
  ['?by=custom&date=2026-03-02', { date: '2026-03-02', odd: true }],
  ['?compare=banana', { odd: true }],
  ['?by=year&look=days&figure=import', { by: 'year', look: 'days', figure: 'import' }],
  ['?look=flow', { look: 'flow' }],
  ['?look=banana', { odd: true }],
  ['?figure=<b>', { odd: true }],
  ['?by=7&date=2026', { odd: true }],
])('the address %s is read by the page as %o', (query, expected) => {
  expect(searchAt(query)).toEqual(expected);
});
