// Requests of the energy page: periods, reasons, tariffs, budgets, bills, repairs.
import { minuteMs } from '#core/time.ts';
import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { EnergyChannel } from '#api/ledger.ts';
import { call } from '../api.ts';
import { againAfter } from '../ask-again.ts';
import type { SpanQuery } from './span.ts';

/** While history is being processed, the page refreshes this often, ms. */
const workMs = 2000;

/** Where a channel's energy comes from: epoch ms as texts. */
export interface WhyAsk {
  readonly channel: EnergyChannel;
  readonly from: string;
  readonly to: string;
}

/** Rows of a period; the previous ones stay until they have arrived. */
export function energyQuery(site: string, query: SpanQuery) {
  return queryOptions({
    queryKey: ['ledger', site, 'energy', query],
    queryFn: ({ signal }) => call('readEnergy', { params: { site }, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: minuteMs / 2,
    refetchInterval: ({ state: { data, error } }) => againAfter(error, data?.work === undefined ? minuteMs : workMs),
  });
}

/** Rows of a stretch that changes only when something is put right. */
export function settledQuery(site: string, query: SpanQuery) {
  return queryOptions({
    queryKey: ['ledger', site, 'energy', query],
    queryFn: ({ signal }) => call('readEnergy', { params: { site }, query, signal }),
    staleTime: 10 * minuteMs,
  });
}

/** Decisions of a period. */
export function eventsQuery(site: string, { from, to }: Pick<SpanQuery, 'from' | 'to'>) {
  return queryOptions({
    queryKey: ['ledger', site, 'events', from, to],
    queryFn: ({ signal }) => call('listEnergyEvents', { params: { site }, query: { from, to }, signal }),
    staleTime: minuteMs / 2,
  });
}

/** Where a channel's energy comes from. */
export function whyQuery(site: string, query: WhyAsk) {
  return queryOptions({
    queryKey: ['ledger', site, 'why', query],
    queryFn: ({ signal }) => call('explainEnergy', { params: { site }, query, signal }),
    staleTime: minuteMs / 2,
  });
}

/** Values with a wrong date. */
export function misdatedQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'misdated'],
    queryFn: ({ signal }) => call('listMisdated', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** The tariff in force. */
export function tariffQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'tariff'],
    queryFn: ({ signal }) => call('readTariff', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** Typical tariffs. */
export const presetsQuery = queryOptions({
  queryKey: ['tariff-presets'],
  queryFn: ({ signal }) => call('listTariffPresets', { signal }),
  staleTime: 10 * minuteMs,
});

/** Series of prices and emission factors. */
export function pricesQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'prices'],
    queryFn: ({ signal }) => call('listPrices', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** The state of the budgets. */
export function budgetsQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'budgets'],
    queryFn: ({ signal }) => call('readBudgets', { params: { site }, signal }),
    staleTime: minuteMs,
    refetchInterval: ({ state }) => againAfter(state.error, 5 * minuteMs),
  });
}

/** Bills against what was counted. */
export function billsQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'bills'],
    queryFn: ({ signal }) => call('readBills', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** What the plant cost and has brought. */
export function plantQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'plant'],
    queryFn: ({ signal }) => call('readPlant', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** Repairs in force. */
export function repairsQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'repairs'],
    queryFn: ({ signal }) => call('listCorrections', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** How energy is counted. */
export function choicesQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'choices'],
    queryFn: ({ signal }) => call('readCountingOptions', { params: { site }, signal }),
    staleTime: minuteMs,
  });
}

/** A device that was just added reports its first values within seconds. */
const rolesPauseMs = 10_000;

/** What devices measure; refetched regularly, as guesses appear without action. */
export function rolesQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'roles'],
    queryFn: ({ signal }) => call('readMeterRoles', { params: { site }, signal }),
    refetchInterval: ({ state }) => againAfter(state.error, rolesPauseMs),
  });
}

/** Refetches everything about a site's ledger after a change. */
export const forgetLedger = (client: QueryClient, site: string): Promise<void> =>
  client.invalidateQueries({ queryKey: ['ledger', site] });
