// What the page of the automation asks for.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { againAfter } from '../ask-again.ts';
import { call } from '../api.ts';

/** How often the board is asked for while it is seen, ms. */
const boardMs = 2000;

/** What a home does by itself, as people wrote it. */
export function automationQuery(site: string) {
  return queryOptions({
    queryKey: ['automation', site],
    queryFn: ({ signal }) => call('readAutomation', { params: { site }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, 30_000),
  });
}

/** Who holds what, and what was done lately. */
export function boardQuery(site: string) {
  return queryOptions({
    queryKey: ['automation-board', site],
    queryFn: ({ signal }) => call('readAutomationBoard', { params: { site }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, boardMs),
  });
}

/** What is wrong with a text, and what it says. */
export function checkQuery(site: string, text: string) {
  return queryOptions({
    queryKey: ['automation-check', site, text],
    queryFn: async ({ signal }) => ({
      text,
      outcome: await call('checkAutomation', { params: { site }, body: { text }, signal }),
    }),
    placeholderData: keepPreviousData,
    // Each text once: the keystrokes of an hour are not kept.
    gcTime: 10_000,
  });
}

/** How often a trial that runs is asked for, ms. */
const trialMs = 500;

/** The last trial over the past. */
export function trialQuery(site: string) {
  return queryOptions({
    queryKey: ['automation-trial', site],
    queryFn: ({ signal }) => call('readAutomationTrial', { params: { site }, signal }),
    refetchInterval: ({ state }) => (state.data?.trial?.state === 'running' ? againAfter(state.error, trialMs) : false),
  });
}

/** Beginnings that are of use in a home. */
export function recipesQuery(site: string) {
  return queryOptions({
    queryKey: ['automation-recipes', site],
    queryFn: ({ signal }) => call('listAutomationRecipes', { params: { site }, signal }),
    staleTime: 60_000,
  });
}

/** Asks for the board anew, after something was done. */
export const renewBoard = (client: QueryClient, site: string): Promise<void> =>
  client.invalidateQueries({ queryKey: boardQuery(site).queryKey });
