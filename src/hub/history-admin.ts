// Administration of the history: see how much there is, and set how long it is kept.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { daysKept, type HistoryStore, type RetentionRule } from '#core/history.ts';
import type { HubInside } from './inside.ts';
import type { SiteRegistry } from './site-registry.ts';

/** Errors: `input.invalid`. Keeping hourly values for a week and points for a month is a mistake: nothing is deleted because of it. */
export function checkRetention(rule: RetentionRule): void {
  for (const [finer, coarser] of [
    ['rawDays', 'fiveMinuteDays'],
    ['fiveMinuteDays', 'hourDays'],
  ] as const) {
    if (rule[coarser] === undefined || daysKept(rule, coarser) >= daysKept(rule, finer)) continue;
    const why = because('retention.order', { coarser, finer, days: daysKept(rule, finer) });
    throw new SolsteadError('input.invalid', { at: coarser, why });
  }
}

/** What people may do to the history. */
export function historyAdmin(
  history: HistoryStore,
  registry: Pick<SiteRegistry, 'site'>,
): Pick<HubInside, 'historyStatus' | 'setRetention' | 'importPlace'> {
  return {
    importPlace: (site) => registry.site(site).importPlace(),
    historyStatus: () => history.status(),
    async setRetention(rules) {
      rules.forEach(checkRetention);
      if ((await history.status()).retention === undefined) {
        const why = because('retention.own');
        throw new SolsteadError('input.invalid', { at: 'rules', why });
      }
      await history.setRetention(rules);
      return history.status();
    },
  };
}
