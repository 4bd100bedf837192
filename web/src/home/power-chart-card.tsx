// The home's powers over time, with the present at its right end.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { Flow, History, Site } from '#api/contract.ts';
import { failureOf } from '../api.ts';
import { ChartTable } from '../chart/chart-table.tsx';
import { Chart } from '../chart/lazy-chart.tsx';
import { axisBegin, homeMetrics, pointsOf, withTrail, type ChartLine, type HomeMetric } from '../chart/lines.ts';
import { percentUnit, powerUnit } from '../format.ts';
import { useLive, useLiveState } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { momentText, startOfDay } from '../zone.ts';
import { beginOf, homeHistory, type HomeSpan } from './home-history.ts';
import { Legend } from './legend.tsx';

const usualHeight = 380;

type Look = Omit<ChartLine, 'id' | 'points'>;

/** How the lines look, in the language of the page. */
const looksOf = (): Readonly<Record<HomeMetric, Look>> => ({
  'flow.pv': { label: t('flow.pv'), unit: powerUnit, tone: 'pv', stacked: true },
  'flow.load': { label: t('flow.load'), unit: powerUnit, tone: 'load' },
  'flow.battery': {
    label: t('flow.battery'),
    unit: powerUnit,
    tone: 'battery',
    stacked: true,
    ways: { positive: t('flow.way.battery.in'), negative: t('flow.way.battery.out') },
  },
  'flow.grid': {
    label: t('flow.grid'),
    unit: powerUnit,
    tone: 'grid',
    stacked: true,
    ways: { positive: t('flow.way.grid.in'), negative: t('flow.way.grid.out') },
  },
  'flow.soc': { label: t('chart.soc'), unit: percentUnit, tone: 'level', strip: true },
});

function homeLines(
  history: History | undefined,
  trail: readonly Flow[],
  off: ReadonlySet<string>,
): readonly ChartLine[] {
  const looks = looksOf();
  return homeMetrics
    .filter((metric) => !off.has(metric))
    .map((metric) => ({ id: metric, ...looks[metric], points: withTrail(pointsOf(history, metric), trail, metric) }));
}

const noTrail: readonly Flow[] = [];

interface BodyProps {
  readonly site: Site;
  readonly span: HomeSpan;
  /** Of the chart, px. */
  readonly height: number;
}

function ChartBody({ site, span, height }: BodyProps): ReactNode {
  const live = useLive();
  const trail = useLiveState((state) => state.trail) ?? noTrail;
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery(homeHistory(site, span, live.serverNowMs));
  const lines = useMemo(() => homeLines(query.data, trail, off), [query.data, trail, off]);
  const nowMs = trail.at(-1)?.atMs ?? live.serverNowMs();
  const fromMs = beginOf(span, nowMs, site.timeZone);
  const toMs = span === 'day' ? nowMs : startOfDay(nowMs, site.timeZone, 1);
  if (query.isPending) return <Skeleton height={height + 48} />;
  if (query.isError && query.data === undefined)
    return <FailureNote failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  const shown = { lines, fromMs: axisBegin(lines, { fromMs, toMs }), toMs, timeZone: site.timeZone };
  const toggle = (id: string): void =>
    setOff((before) =>
      before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
    );
  const looks = looksOf();
  return (
    <>
      <Legend entries={homeMetrics.map((id) => ({ id, ...looks[id] }))} off={off} onToggle={toggle} />
      {lines.every((line) => line.points.length < 2) && <p className="note">{t('chart.empty')}</p>}
      <p className="hidden">
        {t('chart.describe', {
          title: t('chart.title'),
          from: momentText(fromMs, site.timeZone),
          to: momentText(nowMs, site.timeZone),
        })}
      </p>
      <Chart {...shown} height={height} />
      <ChartTable title={t('chart.title')} {...shown} toMs={nowMs} />
    </>
  );
}

/** Powers of the last 24 hours, or of yesterday and today. */
export function PowerChartCard({
  site,
  height = usualHeight,
}: {
  readonly site: Site;
  readonly height?: number;
}): ReactNode {
  const [span, setSpan] = useState<HomeSpan>('day');
  const choice = (
    <Segments
      label={t('chart.range')}
      value={span}
      onChange={setSpan}
      options={[
        { value: 'day', label: t('chart.day') },
        { value: 'two-days', label: t('chart.two-days') },
      ]}
    />
  );
  return (
    <Card title={t('chart.title')} aside={choice} className="power-chart">
      <ChartBody key={span} site={site} span={span} height={height} />
    </Card>
  );
}
