// The figures of a report, from the ledger alone: a week or a month, the one before, its days, and what wanted attention.
import type { EnergyReport } from '#api/ledger.ts';
import type { AlertRecord, ReportPeriod } from '#core/alert.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { EnergyRow } from '#energy/report.ts';
import { neighbour, type Period, periodAt, type PeriodRule } from '#energy/periods.ts';

/** What a report says. */
export interface ReportFigures {
  readonly period: ReportPeriod;
  readonly span: Period;
  readonly currency?: string | undefined;
  readonly total: EnergyRow;
  /** The one before; absent: nothing is known of it. */
  readonly before?: EnergyRow | undefined;
  /** The day with the most sun. */
  readonly best?: EnergyRow | undefined;
  /** Alerts that began in it, the gravest first. */
  readonly alerts: readonly AlertRecord[];
}

/** Where the figures are. */
export interface ReportSource {
  readonly timeZone: string;
  readonly nowMs: number;
  energy(fromMs: number, toMs: number): Promise<EnergyReport>;
  alerts(fromMs: number, toMs: number): Promise<readonly AlertRecord[]>;
}

/** The period of a day; the last one that is over if no day is said. Errors: `input.invalid`. */
export function periodOf(
  { period, day }: { readonly period: ReportPeriod; readonly day?: string | undefined },
  { timeZone, nowMs }: Pick<ReportSource, 'timeZone' | 'nowMs'>,
): Period {
  const rule: PeriodRule = { kind: period, zone: timeZone };
  if (day === undefined) return neighbour(periodAt(nowMs, rule), rule, -1);
  try {
    return periodAt(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds, rule);
  } catch (cause) {
    throw new SolsteadError('input.invalid', { at: 'day', why: because('alert.no-day'), cause });
  }
}

const isKnown = ({ pvWh, loadWh, importWh }: EnergyRow): boolean =>
  pvWh !== undefined || loadWh !== undefined || importWh !== undefined;

/** Reads them. Errors: `input.invalid`, `store.*`. */
export async function reportFigures(
  asked: { readonly period: ReportPeriod; readonly day?: string | undefined },
  source: ReportSource,
): Promise<ReportFigures> {
  const { period } = asked;
  const span = periodOf(asked, source);
  const earlier = neighbour(span, { kind: period, zone: source.timeZone }, -1);
  const own = await source.energy(span.startMs, span.endMs);
  const before = (await source.energy(earlier.startMs, earlier.endMs)).total;
  const best = own.rows
    .filter(({ pvWh = 0 }) => pvWh > 0)
    .toSorted((left, right) => (right.pvWh ?? 0) - (left.pvWh ?? 0))
    .at(0);
  const rank = { info: 0, warning: 1, critical: 2 } as const;
  const alerts = (await source.alerts(span.startMs, span.endMs)).toSorted(
    (left, right) => rank[right.severity] - rank[left.severity],
  );
  return {
    period,
    span,
    currency: own.currency,
    total: own.total,
    ...(isKnown(before) ? { before } : {}),
    ...(best === undefined ? {} : { best }),
    alerts,
  };
}
