// The queries of the account page, with their keys.
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api.ts';

/** Where the account is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => call('listSessions', { signal }),
});

/** What the account has besides its password. */
export const credentialsQuery = queryOptions({
  queryKey: ['credentials'],
  queryFn: ({ signal }) => call('readCredentials', { signal }),
});

/** Tokens of programs. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call('listTokens', { signal }),
});

/** Who has an account. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => call('listPeople', { signal }),
});

/** The devices of a home, for who chooses among them. */
export function devicesQuery(site: string) {
  return queryOptions({
    queryKey: ['devices', site],
    queryFn: ({ signal }) => call('listDevices', { params: { site }, signal }),
  });
}

/** Invitations that have not been used yet. */
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => call('listInvitations', { signal }),
});

/** Accounts of the built-in broker. */
export const brokerAccountsQuery = queryOptions({
  queryKey: ['broker-accounts'],
  queryFn: ({ signal }) => call('listBrokerAccounts', { signal }),
});

/** What is known about the computer's clock. */
export const clockQuery = queryOptions({
  queryKey: ['clock'],
  queryFn: ({ signal }) => call('readClock', { signal }),
  refetchInterval: 60_000,
});
