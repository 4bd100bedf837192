// What an answer rests on, and what a person should know before trusting it.
import { inEnglish, type Reason } from '#core/reason.ts';
import type { Source } from '#energy/metering/plan.ts';
import { doesBook, metricsOf, standIns } from '#energy/metering/plan.ts';
import type { TablePlan } from '#energy/metering/table-plan.ts';
import type { Span } from '#energy/periods.ts';
import { sumsRun } from '#energy/sums.ts';
import { bookings, type Booking, bucketMs, type Channel, type EnergyBucket, type LedgerEvent } from '#energy/types.ts';
import { formatTable } from '../print.ts';
import type { RoleGuess } from '#energy/metering/guess-roles.ts';
import { roleText } from './role-text.ts';
import { countIn } from './energy-span.ts';
import type { Readings } from './readings-of.ts';

/** What was metered, and how. */
export interface MeteredReadings {
  readonly readings: Readings;
  readonly table: TablePlan;
  readonly has: readonly Channel[];
  /** From the first reading to where the last hold. */
  readonly read: Span;
}

/** A source as it was used; seconds. */
export interface SourceRow {
  readonly id: string;
  readonly kind: string;
  readonly books: readonly Booking[];
  readonly readings: number;
  /** Absent where it keeps none. */
  readonly intervalSeconds?: number;
  /** Absent: a reading holds until the next. */
  readonly gapLimitSeconds?: number;
  /** Why its values hold so long, as a code and in English. */
  readonly reason?: Reason;
  readonly why: string;
  /** Whether it is booked only while another is silent. */
  readonly standsIn?: boolean;
}

const countedAs = (source: Source): string => {
  if (source.kind === 'power') return source.metrics.length > 1 ? 'power, phases netted' : 'power';
  if (source.parts !== undefined) return 'counters, phases netted';
  return source.span === 'daily' ? 'counter of the day' : 'counter';
};

/** The sources of an answer. */
export function sourceRows({ readings, table, read }: MeteredReadings): SourceRow[] {
  const others = standIns(table.plan);
  return table.plan.sources.map((source) => {
    const metrics = metricsOf(source);
    const rhythm = table.rhythms.get(source.id);
    const all = metrics.map((metric) => {
      const { device } = source;
      const { counts, series } = readings;
      return counts === undefined
        ? countIn(series, { device, metric }, read)
        : (counts.get(`${device} ${metric}`) ?? 0);
    });
    return {
      id: source.id,
      kind: countedAs(source),
      books: bookings.filter((channel) => doesBook(source, channel)),
      readings: all.reduce((sum, one) => sum + one, 0),
      ...(rhythm?.intervalMs === undefined ? {} : { intervalSeconds: rhythm.intervalMs / 1000 }),
      ...(Number.isFinite(source.gapLimitMs) ? { gapLimitSeconds: source.gapLimitMs / 1000 } : {}),
      ...(rhythm === undefined ? {} : { reason: rhythm.why }),
      why: rhythm === undefined ? '' : inEnglish(rhythm.why),
      ...(others.has(source.id) ? { standsIn: true } : {}),
    };
  });
}

const bookedText = (books: readonly Booking[], standsIn: boolean): string => {
  if (books.length === 0) return 'nothing, it shows the shape';
  return standsIn ? `${books.join(', ')} while others are silent` : books.join(', ');
};

/** The sources as a table for people. */
export function sourcesText(metered: MeteredReadings): string {
  const rows = sourceRows(metered).map(
    ({ id, kind, books, readings, intervalSeconds, gapLimitSeconds, why, standsIn }) => ({
      source: id,
      'read as': kind,
      books: bookedText(books, standsIn === true),
      readings,
      'every s': intervalSeconds ?? '–',
      'holds s': gapLimitSeconds ?? 'until the next',
      why,
    }),
  );
  const derived = table(metered);
  return derived === undefined ? formatTable(rows) : `${formatTable(rows)}\n${derived}`;
}

function table({ table: { plan } }: MeteredReadings): string | undefined {
  if (plan.derives === 'load') return 'load is what came in less what went out of the others';
  if (plan.derives === 'grid') return 'import and export are what the home used and made, set off against each other';
  return plan.derives === undefined ? undefined : 'import is what the home used and no other source gave';
}

/** What devices were taken for, in words. */
function guessesText(guesses: readonly RoleGuess[]): string[] {
  return guesses.map(({ device, role, why, beside = '', side = '' }) => {
    const wrong = ` If that is wrong, say --role ${device}=${side === '' ? 'grid' : side === 'load' ? 'home' : side}${side === 'grid' || side === '' ? '' : ':apart'}.`;
    switch (why) {
      case 'name':
        return `${device} is taken for ${roleText(role)}, by its name.${wrong}`;
      case 'second':
        return `${device} is taken for ${roleText(role)}: it never shows more than the home uses by ${beside}, which is the meter of the grid.${wrong}`;
      case 'sun':
        return `${device} is taken for the sun (${roleText(role)}): whenever ${beside} sends, it shows at least as much.${wrong}`;
      case 'still':
        return `${device} and ${beside} show the same unchanging power (${side}), which proves nothing: they are added up. If they are one thing, say --role ${device}=copy:${beside}.`;
      case 'twins':
        return `${device} and ${beside} show the same power (${side}), as two alike may: they are added up. If they are one thing, say --role ${device}=copy:${beside}.`;
      case 'shared-grid':
        return `${device} and ${beside} show the same power at the grid: they are added up. If both read one meter, say --role ${device}=same-grid:${beside}.`;
      case 'mirrored':
        return `${device} shows the same as ${beside} with the opposite sign: added up they cancel. If both are at the grid, say --role ${device}=copy:${beside}:reversed.`;
      case 'part':
        return `${device} seems to be a part of what ${beside} measures (${side}): ${beside} is counted.${wrong}`;
      case 'unlike':
        return `${device} and ${beside} seem to be two different things (${side}): they are added up. If that is wrong, say --role ${device}=copy:${beside}.`;
      default:
        return role.kind === 'copy'
          ? `${device} seems to measure the same as ${beside} (${side}): it is counted once, and stands in while ${beside} is silent.${wrong}`
          : `${device} seems to measure the ${side} of ${beside}: it is counted once, and ${beside} stands in while it is silent.${wrong}`;
    }
  });
}

const muchMissing = 0.02;

/** How much of the time between first and last reading nothing is known of, while the buckets go by. */
export function knownRun(read: Span): {
  add(bucket: EnergyBucket): void;
  /** A share, mean of the channels. */
  missing(has: readonly Channel[]): number;
} {
  const span = {
    startMs: Math.ceil(read.startMs / bucketMs) * bucketMs,
    endMs: Math.floor(read.endMs / bucketMs) * bucketMs,
  };
  const { add, sums } = sumsRun();
  return {
    add(bucket) {
      if (bucket.startMs >= span.startMs && bucket.startMs < span.endMs) add(bucket);
    },
    missing(has) {
      const wholeMs = has.length * (span.endMs - span.startMs);
      if (wholeMs <= 0) return 0;
      const { channels: known } = sums(0);
      const knownMs = has.reduce((sum, channel) => sum + (known[channel]?.[1] ?? 0) + (known[channel]?.[2] ?? 0), 0);
      return 1 - knownMs / wholeMs;
    },
  };
}

function decisionsText(events: readonly LedgerEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind, count } of events) counts.set(kind, (counts.get(kind) ?? 0) + count);
  const told = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return told === '' ? [] : [`Decisions of the ledger: ${told}; --events lists each.`];
}

/** What a person should know. */
export function energyWarnings(
  metered: MeteredReadings,
  { missing, events }: { readonly missing: number; readonly events: readonly LedgerEvent[] },
): string[] {
  const {
    readings,
    table: { plan },
  } = metered;
  const { count, first } = readings.rejected;
  const rejects = first.map(({ line, column, why }) => `${readings.name}:${line}:${column}: ${inEnglish(why)}`);
  // A home's ledger has its own rules.
  const isFile = readings.counts === undefined;
  const advice = isFile ? ' Where a source tells changes only, say --gap-limit none, or so many seconds.' : '';
  const limits = [...new Set(plan.sources.map(({ gapLimitMs }) => gapLimitMs / 1000))].sort(
    (left, right) => left - right,
  );
  return [
    ...(count === 0 ? [] : [`${count} ${count === 1 ? 'reading was' : 'readings were'} rejected:`, ...rejects]),
    ...(count > first.length ? [`… and ${count - first.length} more`] : []),
    ...(readings.others.length === 0
      ? []
      : [`Left out, as it says nothing about energy: ${readings.others.join(', ')}.`]),
    ...(missing <= muchMissing
      ? []
      : [
          `${(missing * 100).toFixed(1)} % of the time between first and last reading is missing: readings hold for at most ${limits.join(', ')} s.${advice}`,
        ]),
    ...guessesText(metered.table.guesses),
    ...decisionsText(events),
  ];
}
