// Gaps of the connection to a device that stores by itself what it counts: found by its counters, filled once with what it has stored, as
// late readings of their own time. The counters before and after the gap are what holds: what is filled lies between them, so that nothing is
// counted twice and nothing more than the device has counted. Asked a bounded piece at a time; how far it came is remembered over a restart.
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceGap, DeviceNote } from '#core/device-note.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { StoredMinutes, StoredRow } from '#devices/stored-minutes.ts';

/** Readings of one moment. */
type Columns = Pick<Batch, 'atMs' | 'metric' | 'value' | 'quality'>;

/** What filling needs. */
export interface BackFillParts {
  readonly clock: Pick<Clock, 'nowMs' | 'sleep'>;
  readonly at: string;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly stored: StoredMinutes;
  readonly signal: AbortSignal;
  /** Asks the device, whichever way it is reached. Errors: `link.*`, `frame.*`, `command.refused`. */
  ask(question: string): Promise<unknown>;
  onBatch(columns: Columns): void;
  /** What was told so far is durable. Errors: `store.*`. */
  kept(): Promise<void>;
  note(change: DeviceNote): void;
}

/** Counters come once a minute: without them for so long is a gap, ms. */
const leastGapMs = 150_000;
/** The note may be older than what was told last, by so much, ms. */
const noteAgeMs = 2 * minuteMs;
/** So long messages that waited somewhere have time to come, ms. */
const settleMs = 10_000;
/** Asked at once, s; between two questions, ms. */
const pieceS = 1800;
const pauseMs = 1000;
/** The longest stretch that is filled of one gap: more is a device that was put away. */
const longestMs = 31 * dayMs;
/** Gaps that wait; the oldest go. */
const mostGaps = 16;
/** How far its clock may be off, ms. */
const clockSlackMs = 10_000;
/** Waits after a failure, ms; after the last one the gap stays one. */
const waitsMs = [30_000, 60_000, 120_000, 300_000, 600_000, 600_000, 600_000, 600_000];

type Counters = Readonly<Record<string, number>>;

/** The stored counters of a batch. */
function countersIn({ metric, value }: Pick<Batch, 'metric' | 'value'>, stored: StoredMinutes): Map<MetricId, number> {
  const found = new Map<MetricId, number>();
  const all = new Set(metric);
  for (const [index, id] of metric.entries()) {
    const counted = value[index];
    if (typeof counted === 'number' && stored.partOf(id, all) !== undefined) found.set(id, counted);
  }
  return found;
}

/** Finds gaps, and fills them. */
export class BackFill {
  readonly #parts: BackFillParts;
  #counted: { readonly atMs: number; readonly values: Counters } | undefined;
  #gaps: readonly DeviceGap[] = [];
  /** Whether what is known of its counters is from before the restart, and so perhaps a little old. */
  #isRecalled = false;
  #isFilling = false;
  /** The end of the gap for which the device's clock was looked at. */
  #sureToMs: number | undefined;

  constructor(parts: BackFillParts) {
    this.#parts = parts;
  }

  /** What was known before a restart; what was told since is newer. */
  recall({ counted, gaps = [] }: DeviceNote): void {
    const since = this.#counted;
    this.#gaps = [...gaps, ...this.#gaps].slice(-mostGaps);
    if (since === undefined) {
      this.#counted = counted;
      this.#isRecalled = counted !== undefined;
    } else if (counted !== undefined) this.#find(counted, since, noteAgeMs);
    this.#begin();
  }

  /** What it told now, or what had waited somewhere. */
  heard(batch: Pick<Batch, 'atMs' | 'metric' | 'value'>): void {
    const { stored, note } = this.#parts;
    const counters = countersIn(batch, stored);
    if (counters.size === 0) return;
    const { atMs } = batch;
    const own = Object.fromEntries(counters);
    this.#split(atMs, own);
    const before = this.#counted;
    if (before !== undefined && atMs < before.atMs) return;
    const values = { ...before?.values, ...own };
    this.#counted = { atMs, values };
    this.#gaps = this.#gaps.map((gap) => ({ ...gap, to: { ...pick(own, gap.from), ...gap.to } }));
    if (before !== undefined) this.#find(before, { atMs, values: own }, this.#isRecalled ? noteAgeMs : 0);
    this.#isRecalled = false;
    note({ counted: this.#counted, gaps: this.#gaps });
    this.#begin();
  }

  /** A gap between two readings of its counters, part by part. */
  #find(from: { atMs: number; values: Counters }, to: { atMs: number; values: Counters }, skipMs: number): void {
    if (to.atMs - from.atMs < leastGapMs + skipMs) return;
    const { stored } = this.#parts;
    const metrics = Object.keys(from.values) as MetricId[];
    const all = new Set(metrics);
    const byPart = Map.groupBy(metrics, (metric) => stored.partOf(metric, all) ?? '');
    const found = [...byPart].flatMap(([part, own]): DeviceGap[] =>
      part === ''
        ? []
        : [
            {
              part,
              fromMs: from.atMs,
              tellFromMs: from.atMs + skipMs,
              toMs: Math.min(to.atMs, from.atMs + longestMs),
              from: Object.fromEntries(own.map((metric) => [metric, from.values[metric] ?? 0])),
              to: pick(to.values, from.values),
            },
          ],
    );
    this.#gaps = [...this.#gaps, ...found].slice(-mostGaps);
  }

  /** What had waited somewhere lies in a gap: there are two now. */
  #split(atMs: number, own: Counters): void {
    this.#gaps = this.#gaps.flatMap((gap) => {
      const mine = pick(own, gap.from);
      if (atMs <= gap.fromMs || atMs >= gap.toMs || Object.keys(mine).length === 0) return [gap];
      const halves = [
        { ...gap, toMs: atMs, to: mine },
        { ...gap, fromMs: atMs, tellFromMs: Math.max(atMs, gap.tellFromMs), from: { ...gap.from, ...mine } },
      ];
      return halves.filter(({ fromMs, toMs }) => toMs - fromMs >= leastGapMs);
    });
  }

  #begin(): void {
    if (this.#isFilling || this.#gaps.length === 0) return;
    this.#isFilling = true;
    this.#fillAll()
      .catch((error: unknown) => {
        if (!this.#parts.signal.aborted) throw error;
      })
      .finally(() => {
        this.#isFilling = false;
      });
  }

  async #fillAll(): Promise<void> {
    const { clock, signal, note, log, at } = this.#parts;
    await clock.sleep(settleMs, { signal });
    for (let failures = 0; this.#gaps.length > 0; ) {
      const [gap] = this.#gaps;
      if (gap === undefined) return;
      const outcome = await this.#piece(gap);
      if (outcome === 'later') {
        const waitMs = waitsMs[failures];
        failures += 1;
        if (waitMs === undefined) {
          log.warn(
            { device: at, fromMs: gap.fromMs, toMs: gap.toMs },
            'a gap was not filled: the device does not tell it',
          );
          this.#replace(gap, undefined);
          failures = 0;
        } else await clock.sleep(waitMs, { signal });
      } else {
        failures = 0;
        this.#replace(gap, outcome);
        await clock.sleep(pauseMs, { signal });
      }
      note({ gaps: this.#gaps });
    }
  }

  /** What is left of a gap takes its place; one that was split meanwhile is gone already, and its halves are filled again. */
  #replace(gap: DeviceGap, rest: DeviceGap | undefined): void {
    const isSame = ({ part, fromMs, toMs }: DeviceGap): boolean =>
      part === gap.part && fromMs === gap.fromMs && toMs === gap.toMs;
    this.#gaps = this.#gaps.flatMap((one) => (isSame(one) ? (rest === undefined ? [] : [rest]) : [one]));
  }

  /** Fills a piece of a gap: what is left of it; undefined if nothing is, `later` if the device cannot tell now. */
  async #piece(gap: DeviceGap): Promise<DeviceGap | undefined | 'later'> {
    const { stored, log, at } = this.#parts;
    try {
      if (!(await this.#isClockRight(gap))) return 'later';
      const fromS = Math.floor(gap.fromMs / minuteMs) * 60;
      const endS = Math.ceil(gap.toMs / 1000);
      const toS = Math.min(fromS + pieceS, endS);
      const page = stored.read(gap.part, await this.#parts.ask(stored.question(gap.part, { fromS, toS })));
      const counters = this.#tell(gap, page.rows);
      await this.#parts.kept();
      const nextS = page.nextS !== undefined && page.nextS > fromS && page.nextS < toS ? page.nextS : toS;
      if (nextS >= endS) {
        log.info(
          { device: at, fromMs: gap.fromMs, toMs: gap.toMs },
          'a gap was filled with what the device had stored',
        );
        return undefined;
      }
      return { ...gap, from: counters, fromMs: Math.max(gap.fromMs, nextS * 1000) };
    } catch (error) {
      if (!isSolsteadError(error)) throw error;
      if (!isSolsteadError(error, 'command.refused')) return 'later';
      log.warn({ device: at, why: messageOf(error) }, 'a gap was not filled: the device has nothing stored');
      return undefined;
    }
  }

  /** By a clock that is not set nothing stored has a time: looked at once a gap. */
  async #isClockRight({ toMs }: DeviceGap): Promise<boolean> {
    if (this.#sureToMs === toMs) return true;
    const { stored, ask, clock } = this.#parts;
    const deviceMs = stored.clockMs(await ask(stored.clockQuestion));
    if (deviceMs === undefined || Math.abs(deviceMs - clock.nowMs()) > clockSlackMs) return false;
    this.#sureToMs = toMs;
    return true;
  }

  /** Tells the rows of a gap, and returns where its counters are then. */
  #tell(gap: DeviceGap, rows: readonly StoredRow[]): Counters {
    const counters: Record<string, number> = { ...gap.from };
    const told = new Map<number, Map<MetricId, MetricValue>>();
    const put = (atMs: number, metric: MetricId, value: number): void => {
      if (atMs <= gap.tellFromMs || atMs >= gap.toMs) return;
      const moment = told.get(atMs) ?? new Map<MetricId, MetricValue>();
      told.set(atMs, moment.set(metric, value));
    };
    let lastS = Number.NEGATIVE_INFINITY;
    for (const { atS, seconds, added, means } of rows.toSorted((one, other) => one.atS - other.atS)) {
      const [beginMs, endMs] = [atS * 1000, (atS + seconds) * 1000];
      // What had ended before is in the counters already; the same interval again, or a part of it, is not another one.
      if (endMs <= gap.fromMs || endMs > gap.toMs || atS < lastS) continue;
      lastS = atS + seconds;
      for (const [metric, mean] of means) put(beginMs, metric, mean);
      for (const [metric, grown] of added) {
        const [before, most] = [counters[metric], gap.to[metric]];
        // Of one that began again meanwhile nothing is known in between.
        if (before === undefined || most === undefined || most < before) continue;
        counters[metric] = Math.min(most, Number((before + grown).toFixed(4)));
        put(endMs, metric, counters[metric]);
      }
    }
    for (const [atMs, values] of [...told].toSorted(([one], [other]) => one - other)) {
      const metric = [...values.keys()];
      this.#parts.onBatch({ atMs, metric, value: [...values.values()], quality: metric.map(() => 'good') });
    }
    return counters;
  }
}

/** What is there of the counters of another. */
function pick(values: Counters, of: Counters): Counters {
  return Object.fromEntries(Object.entries(values).filter(([metric]) => Object.hasOwn(of, metric)));
}
