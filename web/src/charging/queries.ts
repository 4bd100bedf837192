// What the page of chargers asks for.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { againAfter } from '../ask-again.ts';
import { call } from '../api.ts';

/** How often the chargers are asked for while they are seen, and the charges, ms. */
const [boardMs, chargesMs] = [2000, 30_000];

/** The chargers that are steered, and what is under way. */
export function chargersQuery(site: string) {
  return queryOptions({
    queryKey: ['chargers', site],
    queryFn: ({ signal }) => call('readChargers', { params: { site }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, boardMs),
  });
}

/** The charges of the last 31 days. */
export function chargesQuery(site: string) {
  return queryOptions({
    queryKey: ['charges', site],
    queryFn: ({ signal }) => call('listCharges', { params: { site }, query: { limit: 500 }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, chargesMs),
  });
}

/** Asks for the chargers anew, after something was chosen. */
export const renewChargers = (client: QueryClient, site: string): Promise<void> =>
  client.invalidateQueries({ queryKey: chargersQuery(site).queryKey });
