// The rows of a period as stacked bars, or as a table of the same numbers.
import { useMemo, useState, type ReactNode } from 'react';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { inWords, money, share } from '../format.ts';
import { Bars } from '../chart/lazy-chart.tsx';
import { Legend } from '../home/legend.tsx';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { QualityBar } from './quality-bar.tsx';
import { RowTable } from './row-table.tsx';
import { barSeries, isKnown, rowNames } from './rows.ts';
import { spanOfRow, type Span } from './span.ts';

const height = 340;
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

interface ChartCardProps {
  readonly report: EnergyReport;
  readonly rows: readonly EnergyRow[];
  readonly span: Span;
  readonly title: string;
  readonly onSpan: (span: Span) => void;
}

function BarsPart({ report, rows, span, title, onSpan }: ChartCardProps): ReactNode {
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const { total, currency } = report;
  const series = useMemo(() => barSeries(rows, total), [rows, total]);
  const names = useMemo(() => rowNames(rows, span.width), [rows, span.width]);
  const notes = useMemo(() => rows.map((row) => notesOf(row, currency)), [rows, currency]);
  const shown = useMemo(() => series.filter(({ id }) => !off.has(id)), [series, off]);
  const onPick = (index: number): void => {
    const next = spanOfRow(rows[index]?.label ?? '', span.width);
    if (next !== undefined && rows[index] !== undefined) onSpan(next);
  };
  return (
    <>
      <Legend
        entries={series}
        off={off}
        onToggle={(id) => setOff((before) => before.symmetricDifference(new Set([id])))}
      />
      <figure
        className={span.width === 'day' ? 'bars' : 'bars open'}
        aria-label={t('energy.chart.describe', { title })}
      >
        <Bars names={names} series={shown} notes={notes} height={height} onPick={onPick} />
      </figure>
      <p className="hint">
        {t('energy.chart.hint')} {span.width !== 'day' && t('energy.chart.open')}
      </p>
    </>
  );
}

/** Bars or table, and how well it is known. */
export function EnergyChartCard(props: ChartCardProps): ReactNode {
  const { report, rows, span, title } = props;
  const [look, setLook] = useState<'bars' | 'table'>('bars');
  return (
    <Card
      title={t('energy.chart.title')}
      className="energy-chart"
      aside={
        <Segments
          label={t('energy.chart.look')}
          options={[
            { value: 'bars', label: t('energy.chart.bars') },
            { value: 'table', label: t('energy.chart.table') },
          ]}
          value={look}
          onChange={setLook}
        />
      }
    >
      {look === 'bars' ? <BarsPart {...props} /> : <RowTable report={report} rows={rows} span={span} title={title} />}
      <QualityBar row={report.total} />
    </Card>
  );
}
