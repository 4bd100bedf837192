// The app's cached queries: session, homes and history, with their keys.
import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { HistoryQuery, Session } from '#api/contract.ts';
import { call, RequestError } from './api.ts';
import { againAfter, isAway } from './ask-again.ts';

/** What a chart requests, epoch ms. */
export interface ChartAsk {
  readonly metric: string;
  readonly device?: string;
  readonly fromMs: number;
  readonly toMs?: number;
}

function historyQueryOf({ fromMs, toMs, ...rest }: ChartAsk): HistoryQuery {
  const to = toMs === undefined ? {} : { to: String(Math.round(toMs)) };
  return { ...rest, from: String(Math.round(fromMs)), ...to };
}

/** Who the user is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call('readSession', { signal }),
  staleTime: 60_000,
  // What says that nothing answers asks who is here, too: it would ask, and so be shown anew, without end.
  retryOnMount: false,
});

/** The homes this account sees. */
export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: ({ signal }) => call('listSites', { signal }),
  staleTime: 60_000,
});

/** Definitions a person may choose. */
export const protocolsQuery = queryOptions({
  queryKey: ['protocols'],
  queryFn: ({ signal }) => call('listProtocols', { signal }),
  staleTime: 600_000,
});

/** Ports of the server's computer; refetched while the list is shown, since cables get plugged in. */
export const portsQuery = queryOptions({
  queryKey: ['ports'],
  queryFn: ({ signal }) => call('listPorts', { signal }),
  refetchInterval: 4000,
});

/** The progress of a running test. */
export function progressQuery(trial: string) {
  return queryOptions({
    queryKey: ['trial', trial],
    queryFn: ({ signal }) => call('readTestProgress', { params: { trial }, signal }),
    refetchInterval: 1000,
  });
}

/** The broker that devices are pointed to. */
export const brokerQuery = queryOptions({
  queryKey: ['broker'],
  queryFn: ({ signal }) => call('readBroker', { signal }),
  staleTime: 60_000,
});

/** MQTT devices that showed themselves. */
export const foundQuery = queryOptions({
  queryKey: ['found'],
  queryFn: ({ signal }) => call('listFound', { signal }),
  refetchInterval: 3000,
});

/** Programs that showed themselves, to which values may be given. */
export const foundProgramsQuery = queryOptions({
  queryKey: ['found-programs'],
  queryFn: ({ signal }) => call('listFoundPrograms', { signal }),
  refetchInterval: ({ state }) => againAfter(state.error, 5000),
});

/** Devices that were removed from a home. */
export function removedQuery(site: string) {
  return queryOptions({
    queryKey: ['removed', site],
    queryFn: ({ signal }) => call('listRemovedDevices', { params: { site }, signal }),
  });
}

/** While nothing is known about a device's settings (it is starting, or silent) they are requested this often, ms. */
const unknownSettingsMs = 3000;
const knownSettingsMs = 60_000;

/** Everything a device showed last; asked for while somebody looks. */
export function shownQuery(site: string, device: string) {
  return queryOptions({
    queryKey: ['shown', site, device],
    queryFn: ({ signal }) => call('listShown', { params: { site, device }, signal }),
    refetchInterval: 5000,
  });
}

/** What a device can be set to; the server answers with what it has read. */
export function settingsQuery(site: string, device: string) {
  return queryOptions({
    queryKey: ['settings', site, device],
    queryFn: ({ signal }) => call('listSettings', { params: { site, device }, signal }),
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.some(({ current }) => current !== undefined) ? knownSettingsMs : unknownSettingsMs,
  });
}

/** The commands of the catalogue that a device takes. */
export function capabilitiesQuery(site: string, device: string) {
  return queryOptions({
    queryKey: ['capabilities', site, device],
    queryFn: ({ signal }) => call('listCapabilities', { params: { site, device }, signal }),
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.some(({ current }) => current !== undefined) ? knownSettingsMs : unknownSettingsMs,
  });
}

/** What is not as usual at a home; the server checks once an hour. */
export function anomaliesQuery(site: string) {
  return queryOptions({
    queryKey: ['anomalies', site],
    queryFn: ({ signal }) => call('listAnomalies', { params: { site }, query: { open: true }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, 120_000),
    staleTime: 60_000,
  });
}

/** History of a site's metrics; `span` names it in the cache, so that the moving edge does not make a new entry. */
export function historyQuery(site: string, span: string, ask: () => ChartAsk) {
  return queryOptions({
    queryKey: ['history', site, span],
    queryFn: ({ signal }) => call('readHistory', { params: { site }, query: historyQueryOf(ask()), signal }),
    refetchInterval: ({ state }) => againAfter(state.error, 300_000),
    staleTime: 60_000,
  });
}

/** Adopts a new session and forgets what the previous one was shown. */
export function enterSession(client: QueryClient, session: Session): void {
  client.setQueryData(sessionQuery.queryKey, session);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}

/** The client of all queries; a session that ended anywhere is told and refetched. */
export function createQueryClient({ onSignedOut }: { readonly onSignedOut?: () => void } = {}): QueryClient {
  const onError = (thrown: unknown): void => {
    if (!(thrown instanceof RequestError && thrown.status === 401 && thrown.failure.code === 'access.signed-out'))
      return;
    onSignedOut?.();
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Requests that were refused stay refused; only a server that is away is worth retrying.
        retry: (count, thrown) => count < 1 && isAway(thrown),
        refetchInterval: ({ state }) => againAfter(state.error),
        // The server is often reached without the internet.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
