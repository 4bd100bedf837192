// From when a contract has to be followed so that what is charged from a moment on is right: tiers, peaks, netting and limits
// count from the beginning of their periods, and credits from the very first reading.
import { dayMs } from '#core/time.ts';
import type { Contract } from './cost-run.ts';
import { chargedPeriod, periodsLater } from './tariff-calendar.ts';
import { versionSpansOf, type ChargedPer, type TariffPeriod, type TariffVersion } from './tariff.ts';

/** What a version counts over: the longest of its periods, how many billing periods back, and whether credits live on. */
function countedOver(version: TariffVersion): {
  readonly pers: ReadonlySet<TariffPeriod>;
  readonly back: number;
  readonly all: boolean;
} {
  const pers = new Set<TariffPeriod>();
  let back = 0;
  let all = false;
  for (const part of [...version.import, ...version.export]) {
    if (part.net !== undefined) {
      pers.add(part.net.per);
      all ||= part.net.carry !== 0;
    }
    if (part.kind === 'tiered') pers.add(part.per);
    if ('minimum' in part && part.minimum > 0) pers.add('billing');
  }
  for (const { last, per } of version.demand) {
    pers.add(per === 'month' ? 'month' : 'billing');
    back = Math.max(back, last - 1);
  }
  for (const { per } of version.steps) pers.add(per);
  for (const { per, carry } of version.limits) {
    pers.add(per);
    all ||= carry !== 0;
  }
  return { pers, back, all };
}

/** Whether what a day costs depends only on the day itself. */
export function isDayByDay({ versions }: Contract['tariff']): boolean {
  return versions.every((version) => {
    const { pers, all } = countedOver(version);
    return !all && [...pers].every((per) => per === 'day' || per === 'hour' || per === 'quarter-hour');
  });
}

/** First moment that matters for what is charged from `startMs` on, epoch ms; -Infinity if everything does. */
export function lookBack({ tariff, zone }: Pick<Contract, 'tariff' | 'zone'>, startMs: number): number {
  let earliest = chargedPeriod(startMs, 'day', { zone, rules: { billingDay: 1, yearStart: '01-01' } }).startMs;
  const take = (atMs: number): void => {
    earliest = Math.min(earliest, atMs);
  };
  for (const { startMs: sinceMs, version } of versionSpansOf(tariff, zone)) {
    // A version that begins later may begin in the middle of a period that counts from before.
    if (sinceMs > startMs + 366 * dayMs) continue;
    const { pers, back, all } = countedOver(version);
    if (all) return Number.NEGATIVE_INFINITY;
    for (const per of pers) {
      if (per === 'hour' || per === 'quarter-hour') continue;
      const began = chargedPeriod(startMs, per satisfies ChargedPer, { zone, rules: version }).startMs;
      take(per === 'billing' || per === 'month' ? periodsLater(began, { period: per, count: -back, zone }) : began);
    }
  }
  return earliest;
}

/** Latest moment whose money may depend on energy at `atMs`, epoch ms; Infinity if credits live on. */
export function lookAhead({ tariff, zone }: Pick<Contract, 'tariff' | 'zone'>, atMs: number): number {
  let latest = atMs;
  for (const { version } of versionSpansOf(tariff, zone)) {
    const { pers, back, all } = countedOver(version);
    if (all) return Number.POSITIVE_INFINITY;
    for (const per of pers) {
      if (per === 'hour' || per === 'quarter-hour') continue;
      const { startMs, endMs } = chargedPeriod(atMs, per satisfies ChargedPer, { zone, rules: version });
      latest = Math.max(
        latest,
        per === 'billing' || per === 'month' ? periodsLater(startMs, { period: per, count: 1 + back, zone }) : endMs,
      );
    }
  }
  return latest;
}
