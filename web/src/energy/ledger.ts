// Requests of the energy page: periods, reasons, tariffs, budgets, repairs.
import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import type {
  Budgets,
  BudgetStates,
  EnergyChannel,
  EnergyChoices,
  EnergyChoicesView,
  EnergyEvents,
  EnergyReport,
  EnergyWhy,
  NewRepair,
  RepairOutcome,
  Repairs,
  SeriesImport,
  SeriesImported,
  SeriesList,
  SiteTariff,
  TariffChange,
  TariffPreset,
  TariffSaved,
} from '#api/ledger.ts';
import { ask, sitePath } from '../api.ts';
import type { SpanQuery } from './span.ts';

/** A year of five minutes may be settled before the answer comes. */
const longMs = 60_000;
const minuteMs = 60_000;
/** While history is worked through, the page follows it so often, ms. */
const workMs = 2000;

const search = (query: object): string => new URLSearchParams(query as Record<string, string>).toString();

/** Where a channel's energy comes from: epoch ms as texts. */
export interface WhyAsk {
  readonly channel: EnergyChannel;
  readonly from: string;
  readonly to: string;
}

/** Rows of a period; what was shown before stays until they are there. */
export function energyQuery(site: string, query: SpanQuery) {
  return queryOptions({
    queryKey: ['ledger', site, 'energy', query],
    queryFn: ({ signal }) => ask<EnergyReport>(`${sitePath(site)}/energy?${search(query)}`, { signal, waitMs: longMs }),
    placeholderData: keepPreviousData,
    staleTime: minuteMs / 2,
    refetchInterval: ({ state: { data } }) => (data?.work === undefined ? minuteMs : workMs),
  });
}

/** Decisions of a period. */
export function eventsQuery(site: string, { from, to }: Pick<SpanQuery, 'from' | 'to'>) {
  return queryOptions({
    queryKey: ['ledger', site, 'events', from, to],
    queryFn: ({ signal }) =>
      ask<EnergyEvents>(`${sitePath(site)}/energy/events?${search({ from, to })}`, { signal, waitMs: longMs }),
    staleTime: minuteMs / 2,
  });
}

/** Where a channel's energy comes from. */
export function whyQuery(site: string, query: WhyAsk) {
  return queryOptions({
    queryKey: ['ledger', site, 'why', query],
    queryFn: ({ signal }) =>
      ask<EnergyWhy>(`${sitePath(site)}/energy/why?${search(query)}`, { signal, waitMs: longMs }),
    staleTime: minuteMs / 2,
  });
}

/** The tariff in force. */
export function tariffQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'tariff'],
    queryFn: ({ signal }) => ask<SiteTariff>(`${sitePath(site)}/tariff`, { signal }),
    staleTime: minuteMs,
  });
}

/** Typical tariffs. */
export const presetsQuery = queryOptions({
  queryKey: ['tariff-presets'],
  queryFn: ({ signal }) => ask<readonly TariffPreset[]>('tariff-presets', { signal }),
  staleTime: 10 * minuteMs,
});

/** Series of prices and emission factors. */
export function pricesQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'prices'],
    queryFn: ({ signal }) => ask<SeriesList>(`${sitePath(site)}/tariff/prices`, { signal }),
    staleTime: minuteMs,
  });
}

/** How the budgets stand. */
export function budgetsQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'budgets'],
    queryFn: ({ signal }) => ask<BudgetStates>(`${sitePath(site)}/budgets`, { signal, waitMs: longMs }),
    staleTime: minuteMs,
    refetchInterval: 5 * minuteMs,
  });
}

/** Repairs in force. */
export function repairsQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'repairs'],
    queryFn: ({ signal }) => ask<Repairs>(`${sitePath(site)}/repairs`, { signal }),
    staleTime: minuteMs,
  });
}

/** How energy is counted. */
export function choicesQuery(site: string) {
  return queryOptions({
    queryKey: ['ledger', site, 'choices'],
    queryFn: ({ signal }) => ask<EnergyChoicesView>(`${sitePath(site)}/energy/choices`, { signal }),
    staleTime: minuteMs,
  });
}

/** Asks everything of a site's ledger again, after something was changed. */
export const forgetLedger = (client: QueryClient, site: string): Promise<void> =>
  client.invalidateQueries({ queryKey: ['ledger', site] });

/** What changes the ledger. */
export const ledger = {
  saveTariff: (site: string, body: TariffChange) =>
    ask<TariffSaved>(`${sitePath(site)}/tariff`, { method: 'PUT', body, waitMs: longMs }),
  addVersion: (site: string, body: TariffChange) =>
    ask<TariffSaved>(`${sitePath(site)}/tariff`, { method: 'POST', body, waitMs: longMs }),
  importPrices: (site: string, body: SeriesImport) =>
    ask<SeriesImported>(`${sitePath(site)}/tariff/prices`, { method: 'POST', body, waitMs: longMs }),
  saveBudgets: (site: string, body: Budgets) =>
    ask<BudgetStates>(`${sitePath(site)}/budgets`, { method: 'PUT', body, waitMs: longMs }),
  saveChoices: (site: string, body: EnergyChoices) =>
    ask<EnergyChoicesView>(`${sitePath(site)}/energy/choices`, { method: 'PUT', body, waitMs: longMs }),
  repair: (site: string, body: NewRepair) =>
    ask<RepairOutcome>(`${sitePath(site)}/repairs`, { method: 'POST', body, waitMs: longMs }),
  undoRepair: (site: string, id: string) =>
    ask<RepairOutcome>(`${sitePath(site)}/repairs/${encodeURIComponent(id)}`, { method: 'DELETE', waitMs: longMs }),
};
