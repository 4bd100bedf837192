// The stores of one site as its holder writes them: each write is refused once the site went to another process. Reading is
// free to all.
import type { HistoryReader, HistoryStore } from '#core/history.ts';
import type { Lease } from '#core/lease.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { DismissalStore } from '#core/records.ts';

/** The part of a lease that writing needs. */
type Holding = Pick<Lease, 'fence' | 'check'>;

/** What a site needs of its history. */
export type SiteHistory = HistoryReader & Pick<HistoryStore, 'append' | 'remove'>;

/** A history that is written in the name of who holds the site. Errors of writing: `store.fenced`, `store.failed`. */
export function fencedHistory(store: SiteHistory, { fence, check }: Holding): SiteHistory {
  const { remove } = store;
  return {
    ...(remove === undefined
      ? {}
      : {
          async remove(points) {
            check();
            if (points.site !== fence.site)
              throw new TypeError(`assertion: points of ${points.site} are taken out as ${fence.site}`);
            await remove(points, fence);
          },
        }),
    async append(batches) {
      check();
      if (batches.some(({ site }) => site !== fence.site))
        throw new TypeError(`assertion: a batch of another site is written as ${fence.site}`);
      await store.append(batches, fence);
    },
    pages: (query) => store.pages(query),
    range: (query) => store.range(query),
    series: (site) => store.series(site),
  };
}

/** A ledger's store that is written in the name of who holds the site. Errors of writing: `store.fenced`, `store.failed`. */
export function fencedLedger(store: LedgerStore, { fence, check }: Holding): LedgerStore {
  /** Checked in the same turn in which the store is given the write. */
  const checked =
    <Rest extends readonly unknown[]>(write: (site: string, ...rest: Rest) => Promise<void>) =>
    async (site: string, ...rest: Rest): Promise<void> => {
      check();
      if (site !== fence.site) throw new TypeError(`assertion: the ledger of ${site} is written as ${fence.site}`);
      await write(site, ...rest);
    };
  return {
    hours: (site, span) => store.hours(site, span),
    affecting: (site, beforeMs) => store.affecting(site, beforeMs),
    lastHour: (site, beforeMs) => store.lastHour(site, beforeMs),
    firstHourMs: (site) => store.firstHourMs(site),
    dirty: (site, kind) => store.dirty(site, kind),
    totals: (site, span) => store.totals(site, span),
    unpriced: (site, moneyKey) => store.unpriced(site, moneyKey),
    days: (site, span) => store.days(site, span),
    documents: (site, kind) => store.documents(site, kind),
    slots: (site, series) => store.slots(site, series),
    saveHours: checked((site, change) => store.saveHours(site, change)),
    markDirty: checked((site, kind, atMs) => store.markDirty(site, kind, atMs)),
    clearDirty: checked((site, kind, atMs) => store.clearDirty(site, kind, atMs)),
    saveDay: checked((site, day, unpriced) => store.saveDay(site, day, unpriced)),
    saveMoney: checked((site, days) => store.saveMoney(site, days)),
    clearDays: checked((site) => store.clearDays(site)),
    saveDocument: checked((site, document) => store.saveDocument(site, document)),
    removeDocument: checked((site, kind, id) => store.removeDocument(site, kind, id)),
    saveSlots: checked((site, series, slots) => store.saveSlots(site, series, slots)),
  };
}

/** Dismissals that are written in the name of who holds the site. Errors of writing: `store.fenced`, `store.failed`. */
export function fencedDismissals(store: DismissalStore, { check }: Holding): DismissalStore {
  return {
    ofSite: (site) => store.ofSite(site),
    async save(dismissal) {
      check();
      await store.save(dismissal);
    },
  };
}
