// The queries of the uplink.
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api.ts';

const lookMs = 5000;

/** Where a home sends its readings. */
export function uplinkQuery(site: string) {
  return queryOptions({
    queryKey: ['uplink', site],
    queryFn: ({ signal }) => call('readUplink', { params: { site }, signal }),
    refetchInterval: lookMs,
  });
}

/** The homes that send here. */
export const farHomesQuery = queryOptions({
  queryKey: ['far-homes'],
  queryFn: ({ signal }) => call('listFarHomes', { signal }),
  refetchInterval: lookMs,
});
