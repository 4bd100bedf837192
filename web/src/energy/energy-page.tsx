// The energy page: one period of a home, its energy and money, why they are so, and what can be done about them.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { decimal } from '../format.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { Icon } from '../ui/icons.tsx';
import { Button, FailureNote, Loading, PageTitle, Skeleton } from '../ui/parts.tsx';
import { BillsCard } from './bills-card.tsx';
import { BudgetsCard } from './budgets-card.tsx';
import { CircuitsCard } from './circuits-card.tsx';
import type { Comparison } from './compare.ts';
import { ComparedCard } from './compared-card.tsx';
import { EnergyChartCard, type View } from './energy-chart-card.tsx';
import { EventsCard } from './events-card.tsx';
import { ExportSheet } from './export-sheet.tsx';
import { FiguresCards } from './figures-cards.tsx';
import { energyQuery } from './ledger.ts';
import { PaybackCard } from './payback-card.tsx';
import { isKnown, shownRows } from './rows.ts';
import { SourceCostsCard } from './source-costs-card.tsx';
import { SpanBar } from './span-bar.tsx';
import type { SpanSearch } from './span-search.ts';
import { useStepKeys } from './span-gestures.ts';
import { isLast, spanQuery, spanNow, stepped, spanTitle, widthOfRows, type Span, type SpanQuery } from './span.ts';
import { TopDaysCard } from './top-days-card.tsx';
import { useCompared, type Compared } from './use-compared.ts';
import { useToday } from './use-today.ts';
import { WhySheet, type WhyTarget } from './why-sheet.tsx';
import './energy-views.css';

function EnergySkeleton(): ReactNode {
  return (
    <Loading>
      <Skeleton height={470} />
      <div className="ledger-grid">
        <Skeleton height={330} />
        <Skeleton height={330} />
      </div>
    </Loading>
  );
}

/** How far the history has been processed. */
function WorkBar({ work }: Required<Pick<EnergyReport, 'work'>>): ReactNode {
  const part = work.total === 0 ? 0 : work.done / work.total;
  return (
    <section className="work" aria-label={t('energy.work-label')}>
      <p>{t('energy.work', { done: decimal(work.done), total: decimal(work.total) })}</p>
      <progress aria-label={t('energy.work-label')} value={part} max={1} />
    </section>
  );
}

function EmptyPeriod({ isNew, onToday }: { readonly isNew: boolean; readonly onToday: () => void }): ReactNode {
  return (
    <section className="card empty">
      <span className="badge large pv">
        <Icon name="chart" size={30} />
      </span>
      <h2>{isNew ? t('energy.empty-new') : t('energy.empty')}</h2>
      <p>{isNew ? t('energy.empty-new-text') : t('energy.empty-text')}</p>
      {!isNew && <Button onClick={onToday}>{t('energy.empty-go')}</Button>}
    </section>
  );
}

interface PeriodProps {
  readonly report: EnergyReport;
  readonly span: Span;
  readonly query: SpanQuery;
  readonly title: string;
  /** Rows of another period are shown until these have arrived. */
  readonly isOld: boolean;
  readonly compared: Compared | undefined;
  readonly today: string;
  readonly view: View;
  readonly onSpan: (span: Span) => void;
  readonly onStep: (step: 1 | -1) => void;
}

function Period({ report, span, query, title, isOld, compared, today, view, onSpan, onStep }: PeriodProps): ReactNode {
  const [why, setWhy] = useState<WhyTarget>();
  const width = widthOfRows(report.by, span.width);
  const rows = useMemo(() => shownRows(report, width), [report, width]);
  // All years are requested from long before the home existed; their reasons and decisions begin with its first year.
  const first = rows[0];
  const asked =
    span.width === 'all' && width === 'all' && first !== undefined ? { ...query, from: `${first.label}-01-01` } : query;
  return (
    <div className={isOld ? 'period old' : 'period'} aria-busy={isOld}>
      <FailureBoundary>
        <EnergyChartCard
          report={report}
          rows={rows}
          span={{ ...span, width }}
          title={title}
          compared={isOld ? undefined : compared}
          today={today}
          view={view}
          onSpan={onSpan}
          onStep={onStep}
          onWhy={setWhy}
        />
      </FailureBoundary>
      <FiguresCards report={report} compared={isOld ? undefined : compared} onWhy={setWhy} />
      {compared !== undefined && (
        <FailureBoundary>
          <ComparedCard compared={compared} />
        </FailureBoundary>
      )}
      <CircuitsCard report={report} />
      <SourceCostsCard report={report} />
      <FailureBoundary>
        <TopDaysCard report={report} span={{ ...span, width }} today={today} />
      </FailureBoundary>
      <FailureBoundary>
        <EventsCard span={asked} />
      </FailureBoundary>
      {why !== undefined && <WhySheet target={why} report={report} query={asked} onClose={() => setWhy(undefined)} />}
    </div>
  );
}

const energyPath = '/sites/$site/energy';

/** The period of the address, and how to change it. */
function useSpan(): {
  readonly span: Span;
  /** Whether the address names a period that does not exist. */
  readonly isOdd: boolean;
  readonly today: string;
  readonly comparison: Comparison | undefined;
  readonly view: View;
  readonly onSpan: (span: Span) => void;
  readonly onComparison: (comparison: Comparison | undefined) => void;
} {
  const { id: site } = useSite();
  const navigate = useNavigate();
  const { by, date, to, compare, look, figure, odd } = useSearch({ from: energyPath });
  const today = useToday();
  const [isOdd, setIsOdd] = useState(false);
  if (odd === true && !isOdd) setIsOdd(true);
  // Said once: the address that is kept or shared names the period that is shown.
  useEffect(() => {
    if (odd === true)
      void navigate({
        to: energyPath,
        params: { site },
        search: { by, date, to, compare, look, figure },
        replace: true,
      });
  }, [navigate, site, by, date, to, compare, look, figure, odd]);
  // The page stays where it is: a finger steps over a chart that is in the middle of it.
  const goTo = (search: SpanSearch): void =>
    void navigate({ to: energyPath, params: { site }, search, resetScroll: false });
  const onSpan = (span: Span): void => {
    setIsOdd(false);
    goTo({ by: span.width, date: span.date, to: span.width === 'custom' ? span.to : undefined, compare, look, figure });
  };
  const onComparison = (next: Comparison | undefined): void => {
    setIsOdd(false);
    goTo({ by, date, to, compare: next, look, figure });
  };
  const onView: View['onView'] = (nextLook, nextFigure = figure) => {
    setIsOdd(false);
    goTo({ by, date, to, compare, look: nextLook, figure: nextFigure });
  };
  return {
    span: { width: by ?? 'day', date: date ?? today, to },
    isOdd,
    today,
    comparison: compare,
    view: { look, figure, onView },
    onSpan,
    onComparison,
  };
}

/** The energy page of a site. */
export function EnergyPage(): ReactNode {
  const site = useSite();
  const { span, isOdd, today, comparison, view, onSpan, onComparison } = useSpan();
  const [isExporting, setIsExporting] = useState(false);
  const query = spanQuery(span, today);
  const { data: report, error, isError, isPlaceholderData, refetch } = useQuery(energyQuery(site.id, query));
  const compared = useCompared(span, comparison, isPlaceholderData ? undefined : report);
  const onStep = (step: 1 | -1): void => {
    if (span.width !== 'all' && !(step > 0 && isLast(span, today))) onSpan(stepped(span, step));
  };
  useStepKeys(onStep);
  const title = spanTitle(span, t('energy.all-years'));
  const isEmpty = report !== undefined && !isPlaceholderData && !isKnown(report.total) && report.work === undefined;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('energy.title')}, ${title} · ${site.name}` })} />
      <SpanBar
        span={span}
        today={today}
        title={title}
        onSpan={onSpan}
        comparison={comparison}
        onComparison={onComparison}
        aside={
          <Button icon="download" onClick={() => setIsExporting(true)}>
            {t('energy.export.open')}
          </Button>
        }
      />
      {isOdd && <output className="note">{t('energy.odd-address')}</output>}
      {report?.work !== undefined && <WorkBar work={report.work} />}
      {isError && <FailureNote title={t('energy.failed')} failure={failureOf(error)} onRetry={() => void refetch()} />}
      {report === undefined && !isError && <EnergySkeleton />}
      {isEmpty && (
        <EmptyPeriod
          isNew={span.width === 'all' || report.settledMs === undefined}
          onToday={() => onSpan(spanNow(span, today))}
        />
      )}
      {report !== undefined && !isEmpty && !(isError && isPlaceholderData) && (
        <Period
          report={report}
          span={span}
          query={query}
          title={title}
          isOld={isPlaceholderData}
          compared={compared}
          today={today}
          view={view}
          onSpan={onSpan}
          onStep={onStep}
        />
      )}
      <FailureBoundary>
        <BudgetsCard />
      </FailureBoundary>
      <FailureBoundary>
        <BillsCard />
      </FailureBoundary>
      <FailureBoundary>
        <PaybackCard />
      </FailureBoundary>
      {isExporting && <ExportSheet query={query} today={today} onClose={() => setIsExporting(false)} />}
    </>
  );
}
