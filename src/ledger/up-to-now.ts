// What the ledger's store holds up to now. A wall clock that was ahead for a while has hours settled that are not over once it is
// right again: they stay in the store, and count when their time has come and they have been settled by its readings.
import type { Clock } from '#core/clock.ts';
import type { LedgerStore } from '#core/ledger.ts';
import { hourOf } from '#core/time.ts';

/** From this hour on nothing is over yet, epoch ms. */
export function runningHour(clock: Pick<Clock, 'nowMs'>): number {
  return hourOf(clock.nowMs());
}

/** The same store, without settled hours and days that are still to come. */
export function upToNow(store: LedgerStore, clock: Pick<Clock, 'nowMs'>): LedgerStore {
  const hasBegun = ({ startMs }: { readonly startMs: number }): boolean => startMs <= clock.nowMs();
  return {
    ...store,
    hours: (site, { fromMs, toMs }) => store.hours(site, { fromMs, toMs: Math.min(toMs, runningHour(clock)) }),
    async affecting(site, beforeMs) {
      const runningMs = runningHour(clock);
      return (await store.affecting(site, beforeMs)).filter(({ hourMs }) => hourMs < runningMs);
    },
    lastHour: (site, beforeMs = Number.POSITIVE_INFINITY) =>
      store.lastHour(site, Math.min(beforeMs, runningHour(clock))),
    totals: async (site, span) => (await store.totals(site, span)).filter(hasBegun),
    unpriced: async (site, moneyKey) => (await store.unpriced(site, moneyKey)).filter(hasBegun),
    days: async (site, span) => (await store.days(site, span)).filter(hasBegun),
  };
}
