// What the page of charts asks for.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { againAfter } from '../ask-again.ts';
import { call } from '../api.ts';
import type { Stretch } from './view.ts';

/** Lines of one device, or the home's own. */
export function linesQuery(
  site: string,
  ask: { readonly device?: string; readonly metrics: readonly string[] },
  { fromMs, toMs, stepMs }: Stretch & { readonly stepMs: number },
) {
  const { device, metrics } = ask;
  return queryOptions({
    queryKey: ['chart', site, device, metrics, fromMs, toMs, stepMs],
    queryFn: ({ signal }) =>
      call('readHistory', {
        params: { site },
        query: {
          metric: metrics.join(','),
          ...(device === undefined ? {} : { device }),
          from: String(fromMs),
          to: String(toMs),
          stepMs,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: ({ state }) => againAfter(state.error, 60_000),
  });
}

/** What was not as usual in a time. */
export const findingsQuery = (site: string, { fromMs, toMs }: Stretch) =>
  queryOptions({
    queryKey: ['chart-findings', site, fromMs, toMs],
    queryFn: ({ signal }) => call('listAnomalies', { params: { site }, query: { from: fromMs, to: toMs }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** The last commands to the devices of a home. */
export const commandsQuery = (site: string) =>
  queryOptions({
    queryKey: ['chart-commands', site],
    queryFn: ({ signal }) => call('listCommands', { query: { site, limit: 200 }, signal }),
    staleTime: 30_000,
  });
