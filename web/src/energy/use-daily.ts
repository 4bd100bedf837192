// The days of a period, one row each: those the page has already, or asked for beside it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import type { ToldFailure } from '../words.ts';
import { calendarQuery } from './calendar.ts';
import { settledQuery } from './ledger.ts';
import { isKnown } from './rows.ts';
import type { Span } from './span.ts';

/** Days, or why there are none. */
export interface Daily {
  /** Absent while they are asked for. */
  readonly rows?: readonly EnergyRow[];
  /** Those of another period are shown until these have come. */
  readonly isOld: boolean;
  readonly failure?: ToldFailure;
  readonly onRetry: () => void;
}

/** The days beside a period; `isWanted`: asked for only if somebody looks at them. */
export function useDaily(
  { report, span, today }: { readonly report: EnergyReport; readonly span: Span; readonly today: string },
  isWanted: boolean,
): Daily {
  const { id } = useSite();
  const isByDay = report.by === 'day' && span.width !== 'week';
  const firstYear = report.rows.find(isKnown)?.label.slice(0, 4);
  const { data, error, isError, isPlaceholderData, refetch } = useQuery({
    ...settledQuery(id, calendarQuery(span, today, firstYear)),
    placeholderData: keepPreviousData,
    enabled: isWanted && !isByDay,
  });
  const rows = isByDay ? report.rows : data?.rows;
  return {
    ...(rows === undefined || !isWanted ? {} : { rows }),
    isOld: !isByDay && isPlaceholderData,
    ...(isError && !isByDay ? { failure: failureOf(error) } : {}),
    onRetry: () => void refetch(),
  };
}
