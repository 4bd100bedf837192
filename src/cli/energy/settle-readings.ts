// The ledger over a complete set of readings: settled day by day, then turned into buckets as they are passed over.
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { firstAt, seriesOf, type ReadingColumns, type SeriesSet } from '#energy/metering/columns.ts';
import { eachBucket } from '#energy/metering/buckets.ts';
import type { SettledMinutes } from '#energy/metering/hour-sheet.ts';
import { mergeEvents } from '#energy/metering/minute-accumulator.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import { silencesOf } from '#energy/metering/silences.ts';
import { emptyState, settleSpan, type LedgerState, type Settled } from '#energy/metering/settle.ts';
import type { TableKey } from '#energy/metering/table-plan.ts';
import type { LedgerEvent } from '#energy/types.ts';
import type { BucketList } from './pass-over.ts';

/** What is settled. */
export interface ReadingsToSettle {
  readonly plan: MeterPlan;
  readonly keys: readonly TableKey[];
  readonly series: SeriesSet;
  /** The first reading and the moment up to which the last hold, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Buckets are made for this range, which may reach further, epoch ms. */
  readonly bucketsFromMs: number;
  readonly bucketsToMs: number;
  readonly onProgress?: (share: number) => void;
}

/** What the ledger made of it. */
export interface SettledReadings {
  readonly settled: readonly KeptStretch[];
  readonly buckets: BucketList;
  readonly events: readonly LedgerEvent[];
}

/** What is kept of a settled hour. */
type KeptStretch = SettledMinutes & Pick<Settled, 'fromMs' | 'events' | 'compared'>;

function readingsIn({ keys, series }: ReadingsToSettle, { fromMs, toMs }: TimeRange): ReadingColumns[] {
  return keys.map(({ device, metric }) => {
    const own = seriesOf(series, device, metric);
    const [low, high] = [firstAt(own, fromMs), firstAt(own, toMs)];
    return { key: { device, metric }, atMs: own.atMs.subarray(low, high), value: own.value.subarray(low, high) };
  });
}

/** Settles readings; their buckets are made when they are passed over. */
export function settleReadings(question: ReadingsToSettle): SettledReadings {
  const { plan, fromMs, toMs, onProgress } = question;
  const settled: KeptStretch[] = [];
  const events: LedgerEvent[] = [];
  const keeper = new HourKeeper();
  let state: LedgerState = emptyState(hourOf(fromMs));
  while (state.atMs < toMs) {
    const until = Math.min(toMs, state.atMs + dayMs);
    const readings = readingsIn(question, { fromMs: state.atMs, toMs: until });
    for (const hour of settleSpan({ plan, readings }, state, until)) {
      settled.push(keeper.keep(hour));
      for (const event of hour.events) events.push(event);
      state = hour.after;
    }
    onProgress?.((state.atMs - fromMs) / (toMs - fromMs));
  }
  for (const event of silencesOf(plan, state)) events.push(event);
  const span = {
    fromMs: Math.min(hourOf(fromMs), hourOf(question.bucketsFromMs)),
    toMs: Math.ceil(Math.max(toMs, question.bucketsToMs) / hourMs) * hourMs,
  };
  const buckets: BucketList = {
    [Symbol.iterator]: () => eachBucket({ plan, settled }, span),
    hasIn: ({ startMs, endMs }) => startMs < span.toMs && endMs > span.fromMs,
  };
  return { settled, buckets, events: mergeEvents(events) };
}

const pieceSize = 65_536;
const mostWhole = 2 ** 31;

/**
 * Keeps settled hours small: the state after a full hour is needed for the next alone, what is the same in most hours is kept once, and
 * minutes take half the room if their numbers fit.
 */
class HourKeeper {
  readonly #even = new Map<string, readonly number[]>();
  readonly #evenHours = new Map<string, Settled['known']>();
  #piece = new Int32Array(0);
  #used = 0;

  keep(hour: Settled): KeptStretch {
    const { fromMs, toMs, firstMs, energies, known, allocations, coverage, events, compared, awayMs, soc, after } =
      hour;
    return {
      fromMs,
      toMs,
      firstMs,
      energies: energies.map(({ source, channel, rule, energy }) => ({
        source,
        channel,
        rule,
        energy: this.#column(energy),
      })),
      known: this.#known(known),
      allocations,
      coverage,
      events,
      compared,
      ...(awayMs === undefined ? {} : { awayMs: this.#column(awayMs) }),
      ...(soc === undefined ? {} : { soc }),
      ...(toMs % hourMs === 0 ? {} : { after }),
    };
  }

  /** Sources known throughout an hour look the same in every such hour. */
  #known(known: Settled['known']): SettledMinutes['known'] {
    const isEven = known.every(({ measuredMs, estimatedMs }) => isOne(measuredMs) && isOne(estimatedMs));
    if (!isEven)
      return known.map(({ source, measuredMs, estimatedMs }) => ({
        source,
        measuredMs: this.#column(measuredMs),
        estimatedMs: this.#column(estimatedMs),
      }));
    const key = known.map(({ source, measuredMs, estimatedMs }) =>
      [source, measuredMs.length, measuredMs[0], estimatedMs[0]].join(' '),
    );
    return this.#evenHours.getOrInsertComputed(key.join('\n'), () => known);
  }

  #column(column: readonly number[]): ArrayLike<number> {
    if (isOne(column)) return this.#even.getOrInsertComputed(`${column.length} ${column[0]}`, () => column);
    if (!column.every((one) => Number.isInteger(one) && Math.abs(one) < mostWhole)) return column;
    if (this.#used + column.length > this.#piece.length) {
      this.#piece = new Int32Array(Math.max(pieceSize, column.length));
      this.#used = 0;
    }
    const kept = this.#piece.subarray(this.#used, this.#used + column.length);
    kept.set(column);
    this.#used += column.length;
    return kept;
  }
}

/** Whether a column has the same value throughout. */
const isOne = (column: readonly number[]): boolean => column.every((one) => one === column[0]);
