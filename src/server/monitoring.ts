// The monitoring data of the service this replaces, from the hub's real values: kilowatts, money and carbon of one site.
// Shape and constants: "WebSocket Real-Time Solar Monitoring", sections "Data Format" and "Current Data".
import type { MonitoringData } from '#api/contract.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteRecord } from '#core/records.ts';
import type { Chart, Hub, SiteSnapshot } from '#hub/types.ts';

/** What a kilowatt-hour is worth in Brazil: money, kg of CO2, and the kg a tree takes up in a year. */
const brazil = { moneyPerKwh: 0.85, co2KgPerKwh: 0.5, co2KgPerTree: 21 } as const;

const hourMs = 3_600_000;
/**
 * Short, so that a gap weighs little: a chart holds the last value over a few missing steps, and the mean of a day of
 * which only the sunny half was measured would count the whole day.
 */
const stepMs = hourMs / 4;
/** As long a stretch as one chart may have in such steps. */
const stretchMs = 180 * 24 * hourMs;
/** Stretches that are looked through for the lifetime total, so that a broken store cannot keep us busy. */
const maxStretches = 80;
const chartHours = 24;
const chartAgeMs = 60_000;

/** What history holds from before today, Wh. */
interface Past {
  readonly date: string;
  readonly monthWh: number;
  readonly totalWh: number;
}

/** The monitoring data of one site, kept cheap for many watchers. */
export interface MonitoringSource {
  read(): Promise<MonitoringData>;
}

/** What {@link monitoringSource} needs. */
export interface MonitoringSourceOptions {
  readonly hub: Hub;
  readonly site: SiteRecord;
  readonly clock: Clock;
}

/** Makes the source of one site; days past are summed once a day, the chart once a minute, readers at once share. */
export function monitoringSource({ hub, site, clock }: MonitoringSourceOptions): MonitoringSource {
  let past: Past | undefined;
  let chart: { readonly atMs: number; readonly data: MonitoringData['chart_data'] } | undefined;
  let reading: Promise<MonitoringData> | undefined;
  const readNow = async (): Promise<MonitoringData> => {
    const snapshot = hub.snapshot(site.id);
    if (past?.date !== snapshot.energy.date) past = await readPast(hub, site, snapshot);
    const nowMs = clock.nowMs();
    if (chart === undefined || Math.abs(nowMs - chart.atMs) >= chartAgeMs) {
      chart = { atMs: nowMs, data: await readChart(hub, site, nowMs) };
    }
    return monitoringData({ site: site.id, snapshot, past, chart: chart.data });
  };
  return {
    read() {
      reading ??= readNow().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

const solar = (hub: Hub, site: string, span: { readonly fromMs: number; readonly toMs: number }): Promise<Chart> =>
  hub.chart(site, { metrics: ['flow.pv'], ...span, stepMs, aggregate: 'timeMean' });

async function energyWh(
  hub: Hub,
  site: string,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<number> {
  if (span.toMs <= span.fromMs) return 0;
  const { series } = await solar(hub, site, span);
  return series.flatMap(({ value }) => value).reduce((sum, powerW) => sum + (powerW * stepMs) / hourMs, 0);
}

async function readPast(hub: Hub, site: SiteRecord, { energy }: SiteSnapshot): Promise<Past> {
  const firstOfMonth = Temporal.PlainDate.from(energy.date).with({ day: 1 });
  const monthMs = firstOfMonth.toZonedDateTime(site.timeZone).epochMilliseconds;
  const monthWh = await energyWh(hub, site.id, { fromMs: monthMs, toMs: energy.fromMs });
  let totalWh = monthWh;
  for (let count = 0; count < maxStretches; count += 1) {
    const toMs = monthMs - count * stretchMs;
    const stretchWh = await energyWh(hub, site.id, { fromMs: toMs - stretchMs, toMs });
    if (stretchWh === 0) break;
    totalWh += stretchWh;
  }
  return { date: energy.date, monthWh, totalWh };
}

async function readChart(hub: Hub, site: SiteRecord, nowMs: number): Promise<MonitoringData['chart_data']> {
  const lastMs = Math.floor(nowMs / hourMs) * hourMs;
  const hours = Array.from({ length: chartHours }, (_, index) => lastMs - (chartHours - 1 - index) * hourMs);
  const { series } = await solar(hub, site.id, { fromMs: lastMs - (chartHours - 1) * hourMs, toMs: nowMs + 1 });
  const powers = new Map<number, number[]>();
  for (const { atMs, value } of series) {
    for (const [index, at] of atMs.entries()) {
      const hour = Math.floor(at / hourMs) * hourMs;
      powers.set(hour, [...(powers.get(hour) ?? []), value[index] ?? 0]);
    }
  }
  return {
    labels: hours.map((atMs) => localHour(atMs, site.timeZone)),
    values: hours.map((atMs) => rounded(mean(powers.get(atMs) ?? []) / 1000, 3)),
  };
}

/** 0 of nothing: the shape has no place for "not known". */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function localHour(atMs: number, timeZone: string): string {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

interface Known {
  readonly site: string;
  readonly snapshot: SiteSnapshot;
  readonly past: Past;
  readonly chart: MonitoringData['chart_data'];
}

function monitoringData({ site, snapshot: { atMs, flow, energy }, past, chart }: Known): MonitoringData {
  const isKnown = flow.pv.powerW !== undefined && flow.pv.quality !== 'stale';
  const todayKwh = energy.pvWh / 1000;
  const monthKwh = todayKwh + past.monthWh / 1000;
  const totalKwh = todayKwh + past.totalWh / 1000;
  const co2Kg = totalKwh * brazil.co2KgPerKwh;
  const money = (kwh: number): number => rounded(kwh * brazil.moneyPerKwh, 2);
  return {
    system_id: site,
    status: isKnown ? 'online' : 'offline',
    current_generation_kw: rounded((isKnown ? (flow.pv.powerW ?? 0) : 0) / 1000, 3),
    today_generation_kwh: rounded(todayKwh, 3),
    monthly_generation_kwh: rounded(monthKwh, 3),
    total_generation_kwh: rounded(totalKwh, 3),
    today_savings: money(todayKwh),
    monthly_savings: money(monthKwh),
    total_savings: money(totalKwh),
    co2_offset_kg: rounded(co2Kg, 2),
    trees_planted_equivalent: Math.floor(co2Kg / brazil.co2KgPerTree),
    last_updated: Temporal.Instant.fromEpochMilliseconds(atMs).toString(),
    chart_data: chart,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
