// The monitoring data of the service this replaces, from the hub's real values: kilowatts, money and carbon of one site.
// Shape and constants: "WebSocket Real-Time Solar Monitoring", sections "Data Format" and "Current Data".
import type { MonitoringData, MonitoringRefusal } from '#api/monitoring.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { isSubscribed, type MonitoringRecord } from '#core/monitoring.ts';
import { hourMs, hourOf } from '#core/time.ts';
import type { EnergyReport } from '#api/ledger.ts';
import { figuresWithoutTariff } from '#ledger/tariff-store.ts';
import type { SiteDoor, SiteSnapshot } from '#hub/types.ts';

const chartHours = 24;
/** Figures of past days change when they are settled again: re-read after this long. */
const pastAgeMs = 60_000;
/** Before any home has figures. */
const firstMs = Date.UTC(2010, 0, 1);

/** Totals of the ledger for some period. */
interface PeriodTotals {
  readonly kwh: number;
  /** Absent without a tariff of the home's own. */
  readonly saved?: number;
  readonly co2Kg: number;
}

/** Totals of the ledger for the month and for all time, up to a given time; today is live. */
interface Past {
  readonly atMs: number;
  readonly date: string;
  readonly today: PeriodTotals;
  readonly month: PeriodTotals;
  readonly total: PeriodTotals;
  /** Kg a tree takes up in a year. */
  readonly kgPerTree: number;
  readonly chart: MonitoringData['chart_data'];
}

/** A snapshot of the home as a whole. */
type WholeSnapshot = SiteSnapshot & Required<Pick<SiteSnapshot, 'energy'>>;

function wholeSnapshot(site: SiteDoor): WholeSnapshot {
  const { energy, ...rest } = site.snapshot();
  if (energy === undefined) throw new SolsteadError('access.denied', { at: site.record.id });
  return { ...rest, energy };
}

/** What is sent where there is no subscription. */
export const noSubscription: MonitoringRefusal = { error: 'No active subscription' };

/** The monitoring data of one site, kept cheap for many watchers. */
export interface MonitoringSource {
  /** Undefined: the home has no subscription. */
  read(): Promise<MonitoringData | undefined>;
}

/** What {@link monitoringSource} needs. */
export interface MonitoringSourceOptions {
  readonly site: SiteDoor;
  readonly clock: Clock;
}

/** Makes the source of one site; the ledger is asked once a minute, concurrent readers share the answer. */
export function monitoringSource({ site, clock }: MonitoringSourceOptions): MonitoringSource {
  let past: Past | undefined;
  let reading: Promise<MonitoringData | undefined> | undefined;
  const readNow = async (): Promise<MonitoringData | undefined> => {
    const nowMs = clock.nowMs();
    const record = await site.monitoring().read();
    if (!isSubscribed(record, nowMs)) return undefined;
    const snapshot = wholeSnapshot(site);
    if (past === undefined || past.date !== snapshot.energy.date || Math.abs(nowMs - past.atMs) >= pastAgeMs)
      past = await readPast({ site, snapshot, nowMs });
    return monitoringData({ record, snapshot, past });
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

interface MonitoringQuery {
  readonly site: SiteDoor;
  readonly snapshot: WholeSnapshot;
  readonly nowMs: number;
}

function totalsOf({ pvWh = 0, savings, co2SavedKg }: EnergyReport['rows'][number], isOwn: boolean): PeriodTotals {
  const kwh = pvWh / 1000;
  // Without a tariff of its own the home is counted with the common figures.
  if (!isOwn) return { kwh, co2Kg: kwh * figuresWithoutTariff.kgPerKwh };
  return {
    kwh,
    co2Kg: co2SavedKg ?? kwh * figuresWithoutTariff.kgPerKwh,
    ...(savings?.pv === undefined ? {} : { saved: Number(savings.pv) }),
  };
}

async function readPast({ site, snapshot: { energy }, nowMs }: MonitoringQuery): Promise<Past> {
  const door = site.energy();
  const { timeZone } = site.record;
  const firstOfMonth = Temporal.PlainDate.from(energy.date).with({ day: 1 });
  const monthMs = firstOfMonth.toZonedDateTime(timeZone).epochMilliseconds;
  const nextMs = firstOfMonth.add({ months: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  const lastMs = hourOf(nowMs);
  const [tariff, month, years, hours] = await Promise.all([
    door.tariff(),
    door.report({ fromMs: monthMs, toMs: nextMs, by: 'day' }),
    door.report({ fromMs: firstMs, toMs: nextMs, by: 'year' }),
    door.report({ fromMs: lastMs - (chartHours - 1) * hourMs, toMs: lastMs + 1, by: 'hour' }),
  ]);
  const isOwn = tariff.origin === 'own';
  const own = month.rows.find(({ startMs }) => startMs === energy.fromMs);
  return {
    atMs: nowMs,
    date: energy.date,
    today: own === undefined ? { kwh: 0, co2Kg: 0 } : totalsOf(own, isOwn),
    month: totalsOf(month.total, isOwn),
    total: totalsOf(years.total, isOwn),
    kgPerTree: isOwn ? tariff.carbon.kgPerTree : figuresWithoutTariff.kgPerTree,
    chart: chartOf(hours.rows.slice(-chartHours), { timeZone, nowMs }),
  };
}

/** Mean power of hours, in kilowatts: energy by the time that has passed. */
function chartOf(
  rows: EnergyReport['rows'],
  { timeZone, nowMs }: { readonly timeZone: string; readonly nowMs: number },
): MonitoringData['chart_data'] {
  return {
    labels: rows.map(({ startMs }) => localHour(startMs, timeZone)),
    values: rows.map(({ startMs, endMs, pvWh = 0 }) => {
      const passedMs = Math.max(1, Math.min(endMs, nowMs) - startMs);
      return rounded((pvWh / 1000) * (hourMs / passedMs), 3);
    }),
  };
}

function localHour(atMs: number, timeZone: string): string {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

interface Known {
  readonly record: MonitoringRecord;
  readonly snapshot: WholeSnapshot;
  readonly past: Past;
}

function monitoringData({ record, snapshot: { atMs, flow, energy }, past }: Known): MonitoringData {
  const { site, moneyPerKwh, kgPerKwh, kgPerTree = past.kgPerTree, maintenance } = record;
  const isKnown = flow.pv.powerW !== undefined && flow.pv.quality !== 'stale';
  const todayKwh = (energy.pvWh ?? 0) / 1000;
  // Today continues while the ledger's figures are up to a minute old.
  const sinceKwh = todayKwh - past.today.kwh;
  const monthKwh = past.month.kwh + sinceKwh;
  const totalKwh = past.total.kwh + sinceKwh;
  // Factors of the home's monitoring come first, then its own tariff, then the document's.
  const money = ({ saved }: PeriodTotals, kwh: number): number =>
    rounded(moneyPerKwh === undefined ? (saved ?? kwh * figuresWithoutTariff.moneyPerKwh) : kwh * moneyPerKwh, 2);
  const co2Kg =
    kgPerKwh === undefined ? past.total.co2Kg + sinceKwh * figuresWithoutTariff.kgPerKwh : totalKwh * kgPerKwh;
  return {
    system_id: site,
    status: maintenance !== undefined ? 'maintenance' : isKnown ? 'online' : 'offline',
    current_generation_kw: rounded((isKnown ? (flow.pv.powerW ?? 0) : 0) / 1000, 3),
    today_generation_kwh: rounded(todayKwh, 3),
    monthly_generation_kwh: rounded(monthKwh, 3),
    total_generation_kwh: rounded(totalKwh, 3),
    today_savings: money(past.today, todayKwh),
    monthly_savings: money(past.month, monthKwh),
    total_savings: money(past.total, totalKwh),
    co2_offset_kg: rounded(co2Kg, 2),
    trees_planted_equivalent: Math.floor(co2Kg / kgPerTree),
    last_updated: Temporal.Instant.fromEpochMilliseconds(atMs).toString(),
    chart_data: past.chart,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
