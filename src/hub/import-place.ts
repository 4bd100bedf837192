// Where history of an earlier system goes in a home that runs: its history and its ledger, as this process may write them.
import type { ImportPlace } from '#core/history-import.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { SiteHistory } from './fenced-stores.ts';

interface PlaceParts {
  readonly record: SiteRecord;
  readonly history: SiteHistory;
  readonly devices: ReadonlyMap<string, unknown>;
  readonly ledger: SiteLedger;
}

/** The place of a home. */
export function importPlaceOf({ record, history, devices, ledger }: PlaceParts): ImportPlace {
  const { settlement } = ledger;
  return {
    site: record.id,
    timeZone: record.timeZone,
    history,
    devices: [...devices.keys()],
    begin: async (way) => ({
      ...(await ledger.beginImport(way)),
      settled: () => settlement.settled(),
      work: () => settlement.work,
    }),
  };
}
