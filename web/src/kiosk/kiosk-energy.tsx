// The energy of a home's last thirty days on a wall: bars by day, and what they sum up to.
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { Bars } from '../chart/lazy-chart.tsx';
import { energyQuery } from '../energy/ledger.ts';
import { barSeries, rowNames, shownRows } from '../energy/rows.ts';
import { customSpan, daysLater, spanQuery, spanTitle, widthOfRows } from '../energy/span.ts';
import { useToday } from '../energy/use-today.ts';
import { share } from '../format.ts';
import { Amount } from '../home/today-card.tsx';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Skeleton, Value } from '../ui/parts.tsx';

/** How many days before today are shown. */
const daysBefore = 29;

const widthOf = (by: EnergyReport['by']) => widthOfRows(by, 'custom');

/** The days up to today. */
export function KioskEnergy({ height }: { readonly height: number }): ReactNode {
  const site = useSite();
  const today = useToday();
  const span = customSpan(daysLater(today, -daysBefore), today, 'to');
  const { data: report, error, isError, refetch } = useQuery(energyQuery(site.id, spanQuery(span, today)));
  const rows = useMemo(() => (report === undefined ? [] : shownRows(report, widthOf(report.by))), [report]);
  const series = useMemo(() => (report === undefined ? [] : barSeries(rows, report.total)), [report, rows]);
  const names = useMemo(() => (report === undefined ? [] : rowNames(rows, widthOf(report.by))), [report, rows]);
  const notes = useMemo(() => rows.map(() => []), [rows]);
  if (report === undefined)
    return isError ? (
      <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />
    ) : (
      <Skeleton height={height} />
    );
  const { total } = report;
  return (
    <Card title={spanTitle(span, '')} className="kiosk-energy">
      <dl className="amounts">
        <div className="amount plain">
          <dt>{t('today.self-sufficiency')}</dt>
          <dd>
            <Value of={share(total.selfSufficiency === undefined ? undefined : total.selfSufficiency / 100)} />
          </dd>
        </div>
        <Amount icon="sun" tone="pv" label={t('today.pv')} wattHours={total.pvWh} />
        <Amount icon="home" tone="load" label={t('today.load')} wattHours={total.loadWh} />
        <Amount icon="grid" tone="grid" label={t('today.import')} wattHours={total.importWh} />
        <Amount icon="grid" tone="grid" label={t('today.export')} wattHours={total.exportWh} />
      </dl>
      <ul className="kiosk-keys">
        {series.map(({ id, label, tone, below }) => (
          <li key={id}>
            <span className={`swatch ${tone} ${below ? 'below' : ''}`} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
      <Bars names={names} series={series} notes={notes} height={height} />
    </Card>
  );
}
