// What the page of alerts asks for.
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Alert } from '#api/alerts.ts';
import { againAfter } from '../ask-again.ts';
import { call } from '../api.ts';
import type { Template } from './words-draft.ts';

/** How often it is asked what wants attention, ms: the badge is on every page. */
const openMs = 10_000;

/** What wants attention now. */
export function openAlertsQuery(site: string) {
  return queryOptions({
    queryKey: ['alerts', site, 'attention'],
    queryFn: ({ signal }) => call('listAlerts', { params: { site }, query: { state: 'open', limit: 20 }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, openMs),
  });
}

/** Alerts in a state, page by page. */
export function alertsQuery(site: string, state: Alert['state']) {
  return infiniteQueryOptions({
    queryKey: ['alerts', site, state],
    queryFn: ({ signal, pageParam }) =>
      call('listAlerts', {
        params: { site },
        query: { state, limit: 20, ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { error } }) => againAfter(error, openMs),
  });
}

/** What is alerted of. */
export const alertSettingsQuery = (site: string) =>
  queryOptions({
    queryKey: ['alert-settings', site],
    queryFn: ({ signal }) => call('readAlertSettings', { params: { site }, signal }),
  });

/** Words of one's own as they would be told. */
export const previewQuery = (site: string, template: Template) =>
  queryOptions({
    queryKey: ['alert-preview', site, template],
    queryFn: ({ signal }) => call('previewAlertTemplate', { params: { site }, body: template, signal }),
    // What cannot be filled in is told at its place.
    retry: false,
    staleTime: 60_000,
  });

/** Over which channels somebody is told. */
export const channelsQuery = (site: string) =>
  queryOptions({
    queryKey: ['alert-channels', site],
    queryFn: ({ signal }) => call('listAlertChannels', { params: { site }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, 30_000),
  });

/** What this person wants. */
export const preferencesQuery = (site: string) =>
  queryOptions({
    queryKey: ['alert-preferences', site],
    queryFn: ({ signal }) => call('readAlertPreferences', { params: { site }, signal }),
  });

/** A report as it would be sent. */
export const reportQuery = (site: string, period: 'week' | 'month') =>
  queryOptions({
    queryKey: ['report', site, period],
    queryFn: ({ signal }) => call('readReport', { params: { site }, query: { period }, signal }),
  });

/** Asks anew, after something was done about an alert. */
export const renewAlerts = (client: QueryClient, site: string): Promise<void> =>
  client.invalidateQueries({ queryKey: ['alerts', site] });
