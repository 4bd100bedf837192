// Queries of outputs: those of a home with how they are doing, and the kinds there are.
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api.ts';

/** The outputs of a home; their state is asked for again while the page is open. */
export const outputsQuery = (site: string) =>
  queryOptions({
    queryKey: ['outputs', site],
    queryFn: ({ signal }) => call('listOutputs', { params: { site }, signal }),
    refetchInterval: 5000,
  });

/** The kinds of outputs. */
export const outputKindsQuery = queryOptions({
  queryKey: ['output-kinds'],
  queryFn: ({ signal }) => call('listOutputKinds', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The devices that a home has, for choosing among them. */
export const outputDevicesQuery = (site: string) =>
  queryOptions({
    queryKey: ['output-devices', site],
    queryFn: ({ signal }) => call('listDevices', { params: { site }, signal }),
  });
