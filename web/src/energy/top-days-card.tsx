// The best and the worst days of a period, each a way to that day.
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { inWords } from '../format.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote } from '../ui/parts.tsx';
import { figureName, figureWords, rankings, type RankedDay, type Ranking } from './day-figures.ts';
import { rowTitle, type Span } from './span.ts';
import { useDaily } from './use-daily.ts';

interface DaysProps {
  readonly label: string;
  readonly days: readonly RankedDay[];
  readonly words: (value: number) => string;
}

function Days({ label, days, words }: DaysProps): ReactNode {
  const { id: site } = useSite();
  return (
    <div>
      <h4>{label}</h4>
      <ol>
        {days.map(({ date, value }) => (
          <li key={date}>
            <Link to="/sites/$site/energy" params={{ site }} search={{ by: 'day', date }}>
              {rowTitle(date, { width: 'month' })}
            </Link>
            <strong>{words(value)}</strong>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Figure({
  ranking,
  currency,
}: {
  readonly ranking: Ranking;
  readonly currency: string | undefined;
}): ReactNode {
  const { id, best, worst } = ranking;
  const words = (value: number): string => inWords(figureWords(id, value, currency));
  return (
    <li>
      <h3>{figureName(id)}</h3>
      <div className="top-both">
        <Days label={t('energy.top.best')} days={best} words={words} />
        <Days label={t('energy.top.worst')} days={worst} words={words} />
      </div>
    </li>
  );
}

interface TopDaysProps {
  readonly report: EnergyReport;
  readonly span: Span;
  readonly today: string;
}

/** The days; nothing for a day, or where there are too few that are known. */
export function TopDaysCard({ report, span, today }: TopDaysProps): ReactNode {
  const { rows, failure, onRetry } = useDaily({ report, span, today }, span.width !== 'day' && span.width !== 'week');
  const days = span.width === 'week' && report.by === 'day' ? report.rows : rows;
  const found = useMemo(() => rankings(days ?? []), [days]);
  if (failure !== undefined && days === undefined)
    return (
      <Card title={t('energy.top.title')}>
        <FailureNote title={t('energy.failed')} failure={failure} onRetry={onRetry} />
      </Card>
    );
  if (found.length === 0) return null;
  return (
    <Card title={t('energy.top.title')} className="top-days">
      <ul className="tops">
        {found.map((ranking) => (
          <Figure key={ranking.id} ranking={ranking} currency={report.currency} />
        ))}
      </ul>
      <p className="hint">{t('energy.top.whole')}</p>
    </Card>
  );
}
