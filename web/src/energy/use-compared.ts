// The period beside the one that is shown: what is asked for it, and how far the answers are.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { onSecond } from '../clock.ts';
import { useLive } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t, type ToldFailure } from '../words.ts';
import { wallText } from '../zone.ts';
import { comparedBy, comparedUntil, homeTime, otherSpan, type Comparison, type HomeTime } from './compare.ts';
import { comparedFigures, thanText, type ComparedFigure, type ComparedPair } from './compared-figures.ts';
import { settledQuery } from './ledger.ts';
import { isKnown } from './rows.ts';
import { spanQuery, spanTitle, type Span, type SpanQuery } from './span.ts';

/** Date and hour on the clock of the home; a component using it re-renders each hour. */
function useHomeTime(): HomeTime {
  const live = useLive();
  const { timeZone } = useSite();
  const hour = useSyncExternalStore(onSecond, () => wallText(live.serverNowMs(), timeZone).slice(0, 13));
  return useMemo(() => homeTime(hour), [hour]);
}

/** A stretch, or nothing asked. */
function useSettled(query: SpanQuery | undefined) {
  const { id } = useSite();
  return useQuery({
    ...settledQuery(id, query ?? { from: '', to: '', by: 'day' }),
    enabled: query !== undefined,
  });
}

/** The other period, as far as it is known. */
export interface Compared {
  readonly title: string;
  /** Up to when both are compared; absent if both are whole. */
  readonly until?: { readonly date: string; readonly hour?: string };
  /** Its rows, for the chart. */
  readonly report?: EnergyReport;
  readonly pair?: ComparedPair;
  readonly figures?: readonly ComparedFigure[];
  readonly state: 'loading' | 'failed' | 'early' | 'empty' | 'shown';
  readonly failure?: ToldFailure;
  readonly onRetry: () => void;
}

/** What is compared, if anything is: `own` is the answer for the whole period that is shown. */
export function useCompared(
  span: Span,
  comparison: Comparison | undefined,
  own: EnergyReport | undefined,
): Compared | undefined {
  const now = useHomeTime();
  const beside = comparison === undefined ? undefined : otherSpan(span, comparison);
  const by = beside === undefined ? 'none' : comparedBy(span, beside, now);
  const stretches = typeof by === 'string' ? undefined : by;
  const whole = useSettled(beside === undefined ? undefined : spanQuery(beside, now.date));
  const ownPart = useSettled(stretches?.own);
  const otherPart = useSettled(stretches?.other);
  if (beside === undefined || comparison === undefined) return undefined;
  const asked = [whole, ...(stretches === undefined ? [] : [ownPart, otherPart])];
  const failed = asked.find(({ isError, data }) => isError && data === undefined);
  const [mine, other] = stretches === undefined ? [own, whole.data] : [ownPart.data, otherPart.data];
  const pair =
    by === 'none' || mine === undefined || other === undefined
      ? undefined
      : { own: mine.total, other: other.total, currency: other.currency ?? mine.currency };
  return {
    title: spanTitle(beside, t('energy.all-years')),
    ...(stretches === undefined ? {} : { until: comparedUntil(stretches) }),
    ...(whole.data === undefined ? {} : { report: whole.data }),
    ...(pair === undefined ? {} : { pair, figures: comparedFigures(pair, thanText(span, comparison)) }),
    ...(failed === undefined ? {} : { failure: failureOf(failed.error) }),
    state: stateOf({ isFailed: failed !== undefined, isEarly: by === 'none', pair }),
    onRetry: () => {
      for (const each of asked) if (each.isError) void each.refetch();
    },
  };
}

function stateOf({
  isFailed,
  isEarly,
  pair,
}: {
  readonly isFailed: boolean;
  readonly isEarly: boolean;
  readonly pair: ComparedPair | undefined;
}): Compared['state'] {
  if (isFailed) return 'failed';
  if (isEarly) return 'early';
  if (pair === undefined) return 'loading';
  return isKnown(pair.other) ? 'shown' : 'empty';
}
