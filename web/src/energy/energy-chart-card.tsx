// The rows of a period as stacked bars, or as a table of the same numbers.
import { useMemo, useState, type ReactNode } from 'react';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { energy, inWords, money, share } from '../format.ts';
import type { BarOutline } from '../chart/bars.ts';
import { Bars } from '../chart/lazy-chart.tsx';
import { Legend } from '../home/legend.tsx';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { CalendarPart } from './calendar-part.tsx';
import { QualityBar } from './quality-bar.tsx';
import { RowTable } from './row-table.tsx';
import { barSeries, isKnown, outlineOf, rowNames } from './rows.ts';
import { SankeyPart } from './sankey-part.tsx';
import { useSwipe } from './span-gestures.ts';
import type { DayFigure, Look } from './span-search.ts';
import { spanOfRow, type Span } from './span.ts';
import type { Compared } from './use-compared.ts';
import type { WhyTarget } from './why-sheet.tsx';

const height = 340;
/** The outlines among what the legend switches. */
const outlineId = 'outline';
/** A measured share below this is shown in the tooltip. */
const nearlyAll = 0.995;

function notesOf(row: EnergyRow, currency: string | undefined): readonly (readonly [string, string])[] {
  if (!isKnown(row)) return [];
  const { cost, earned, measured } = row;
  return [
    ...(cost === undefined ? [] : ([[t('energy.figures.cost'), inWords(money(cost, currency))]] as const)),
    ...(earned === undefined ? [] : ([[t('energy.figures.earned'), inWords(money(earned, currency))]] as const)),
    ...(measured < nearlyAll ? ([[t('energy.chart.measured'), inWords(share(measured))]] as const) : []),
  ];
}

/** What the tooltip says of the other period. */
function outlineNotes(outline: BarOutline, index: number): readonly (readonly [string, string])[] {
  const { label: title } = outline;
  const notes = [
    [t('energy.compare.used', { title }), outline.above[index]],
    [t('energy.compare.left', { title }), outline.below[index]],
  ] as const;
  return notes.flatMap(([label, value]) =>
    typeof value === 'number' ? [[label, inWords(energy(Math.abs(value)))] as const] : [],
  );
}

/** How the period is shown, and how to change that. */
export interface View {
  readonly look: Look | undefined;
  readonly figure: DayFigure | undefined;
  readonly onView: (look: Look | undefined, figure?: DayFigure) => void;
}

interface ChartCardProps {
  readonly report: EnergyReport;
  readonly rows: readonly EnergyRow[];
  readonly span: Span;
  readonly title: string;
  /** The other period, if one is compared. */
  readonly compared: Compared | undefined;
  readonly today: string;
  readonly view: View;
  readonly onSpan: (span: Span) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onWhy: (target: WhyTarget) => void;
}

function BarsPart({ report, rows, span, title, compared, onSpan, onStep }: ChartCardProps): ReactNode {
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const { total, currency } = report;
  const series = useMemo(() => barSeries(rows, total), [rows, total]);
  const names = useMemo(() => rowNames(rows, span.width), [rows, span.width]);
  const shown = useMemo(() => series.filter(({ id }) => !off.has(id)), [series, off]);
  const { report: other, title: label } = compared ?? {};
  const outline = useMemo(
    () =>
      other === undefined || label === undefined || other.by !== report.by || off.has(outlineId)
        ? undefined
        : outlineOf(rows, { rows: other.rows, label, shown: shown.map(({ id }) => id) }),
    [other, label, report.by, rows, shown, off],
  );
  const notes = useMemo(
    () =>
      rows.map((row, index) => [
        ...(outline === undefined ? [] : outlineNotes(outline, index)),
        ...notesOf(row, currency),
      ]),
    [rows, currency, outline],
  );
  const swipe = useSwipe(onStep);
  const onPick = (index: number): void => {
    const next = spanOfRow(rows[index]?.label ?? '', span.width);
    if (next !== undefined && rows[index] !== undefined) onSpan(next);
  };
  return (
    <>
      <Legend
        entries={label === undefined ? series : [...series, { id: outlineId, label, tone: outlineId }]}
        off={off}
        onToggle={(id) => setOff((before) => before.symmetricDifference(new Set([id])))}
      />
      <figure
        className={span.width === 'day' ? 'bars' : 'bars open'}
        aria-label={t('energy.chart.describe', { title })}
        {...swipe}
      >
        <Bars names={names} series={shown} notes={notes} outline={outline} height={height} onPick={onPick} />
      </figure>
      <p className="hint">
        {t('energy.chart.hint')} {span.width !== 'day' && t('energy.chart.open')}{' '}
        <span className="by-keys">{span.width !== 'all' && t('energy.steps')}</span>
      </p>
    </>
  );
}

/** The period as it is looked at. */
function Looked(props: ChartCardProps): ReactNode {
  const { report, rows, span, title, today, view, onStep, onWhy } = props;
  const { look, figure, onView } = view;
  switch (look) {
    case 'flow':
      return <SankeyPart report={report} title={title} onWhy={onWhy} onStep={onStep} />;
    case 'days':
      return (
        <CalendarPart
          report={report}
          span={span}
          today={today}
          title={title}
          figure={figure}
          onFigure={(next) => onView(look, next)}
        />
      );
    case 'table':
      return <RowTable report={report} rows={rows} span={span} title={title} />;
    case undefined:
      return <BarsPart {...props} />;
  }
}

/** Bars, flow, calendar or table, and how well it is known. */
export function EnergyChartCard(props: ChartCardProps): ReactNode {
  const { report, view } = props;
  const { look, onView } = view;
  return (
    <Card
      title={t('energy.chart.title')}
      className="energy-chart"
      aside={
        <Segments
          label={t('energy.chart.look')}
          options={[
            { value: 'bars', label: t('energy.chart.bars') },
            { value: 'flow', label: t('energy.chart.flow') },
            { value: 'days', label: t('energy.chart.days') },
            { value: 'table', label: t('energy.chart.table') },
          ]}
          value={look ?? 'bars'}
          onChange={(value) => onView(value === 'bars' ? undefined : value)}
        />
      }
    >
      <Looked {...props} />
      <QualityBar row={report.total} />
    </Card>
  );
}
