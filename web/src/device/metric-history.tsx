// The last 24 hours of the value that was picked.
import { dayMs } from '#core/time.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { failureOf } from '../api.ts';
import { ChartTable } from '../chart/chart-table.tsx';
import { Chart } from '../chart/lazy-chart.tsx';
import { axisBegin, pointsOf, type ChartLine } from '../chart/lines.ts';
import { useLive } from '../live-hooks.ts';
import { historyQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { findMetric } from '#core/catalogue.ts';
import { labelOf } from './device-values.ts';

const height = 260;

const tones: Readonly<Record<string, string>> = { pv: 'pv', grid: 'grid', battery: 'battery', load: 'load' };

function MetricChart({ device, metric }: { readonly device: Device; readonly metric: string }): ReactNode {
  const live = useLive();
  const site = useSite();
  const query = useQuery(
    historyQuery(site.id, `${device.id} ${metric}`, () => ({
      metric,
      device: device.id,
      fromMs: live.serverNowMs() - dayMs,
    })),
  );
  const lines = useMemo((): readonly ChartLine[] => {
    const unit = findMetric(metric)?.unit ?? '';
    const tone = tones[metric.split('.', 1)[0] ?? ''] ?? 'accent';
    return [{ id: metric, label: labelOf(metric), unit, tone, filled: true, points: pointsOf(query.data, metric) }];
  }, [query.data, metric]);
  if (query.isPending) return <Skeleton height={height} />;
  if (query.isError) return <FailureNote failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  const { fromMs, toMs } = query.data;
  const shown = { lines, fromMs: axisBegin(lines, { fromMs, toMs }), toMs, timeZone: site.timeZone };
  if (lines.every((line) => line.points.length < 2)) return <p className="note">{t('chart.empty')}</p>;
  return (
    <>
      <Chart {...shown} height={height} />
      <ChartTable title={labelOf(metric)} {...shown} />
    </>
  );
}

/** A card with the history of the picked metric; a hint before one is picked. */
export function MetricHistory({
  device,
  metric,
}: {
  readonly device: Device;
  readonly metric: string | undefined;
}): ReactNode {
  const card = useRef<HTMLDivElement>(null);
  const before = useRef(metric);
  useEffect(() => {
    if (before.current !== metric) card.current?.scrollIntoView({ block: 'nearest' });
    before.current = metric;
  }, [metric]);
  if (metric === undefined) return <p className="note">{t('device.pick')}</p>;
  return (
    <div ref={card} aria-live="polite">
      <Card title={t('device.last24', { label: labelOf(metric) })}>
        <MetricChart key={metric} device={device} metric={metric} />
      </Card>
    </div>
  );
}
