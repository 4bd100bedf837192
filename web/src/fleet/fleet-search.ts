// What is looked at of the fleet, in its address: #/fleet?search=lake&sort=name&page=2.
import type { FleetQuery } from '#api/fleet.ts';

/** Orders of the page. */
export const fleetSorts = ['worst', 'name', 'heard'] as const satisfies readonly FleetQuery['sort'][];

/** What comes after the `?`; absent: all homes, the worst first, the first page. */
export interface FleetSearch {
  readonly search?: string | undefined;
  readonly sort?: (typeof fleetSorts)[number] | undefined;
  /** Counts from 1. */
  readonly page?: number | undefined;
}

/** Homes a page. */
export const pageSize = 50;
const lastPage = 10_000;
const longest = 80;

/** Reads it; what cannot be is treated as absent. The router reads a number in the address as one. */
export function fleetSearch({ search, sort, page }: Record<string, unknown>): FleetSearch {
  const text = typeof search === 'string' || typeof search === 'number' ? String(search).slice(0, longest) : '';
  const number = Number(page);
  return {
    search: text === '' ? undefined : text,
    sort: fleetSorts.find((each) => each === sort && each !== 'worst'),
    page: Number.isInteger(number) && number > 1 && number <= lastPage ? number : undefined,
  };
}

/** What is asked for it. */
export function fleetAsk({ search, sort, page = 1 }: FleetSearch): FleetQuery {
  return {
    ...(search === undefined ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
    limit: pageSize,
    offset: (page - 1) * pageSize,
  };
}
