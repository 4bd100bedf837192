// What energy cost and earned: every bucket at the price that held when it began, added up in the lines of a bill. Nothing is
// rounded here: lines are exactly the total, and the costs of the parts of a period are exactly those of the whole.
import { hourMs } from '#core/time.ts';
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { bucketsIn } from '../period-energy.ts';
import type { Span } from '../periods.ts';
import type { EnergyBucket } from '../types.ts';
import type { CostLine } from './cost-lines.ts';
import { CostRun, dueMoments, newCourse, type Contract, type CostSink, type CourseState } from './cost-run.ts';
import type { Money } from './decimal.ts';
import type { MeterEnergy } from './energy-parts.ts';
import { lookBack } from './look-back.ts';
import { spanBooks, type Unpriced } from './span-books.ts';

/** What is to be costed. */
export interface CostQuestion extends Contract {
  /**
   * In order of time. Those before the span are not charged, but tiers, peaks, netting and limits count from the beginning of
   * their periods, and a demand slot that begins in the span may end after it: give what there is.
   */
  readonly buckets: readonly EnergyBucket[];
  readonly span: Span;
}

/** A bill. */
export interface Cost {
  readonly currency: string;
  readonly lines: readonly CostLine[];
  readonly net: Money;
  readonly vat: Money;
  /** net + vat, exactly; earnings are taken off, so it may be below 0. */
  readonly total: Money;
  /** Energy that is in no line because it has no price, or in one at a fallback price. */
  readonly unpriced: readonly Unpriced[];
}

/** `tariff.invalid` if a series is in another currency than the contract. */
function checkCurrencies({ tariff, series }: Pick<Contract, 'tariff' | 'series'>): void {
  for (const version of tariff.versions)
    for (const part of [...version.import, ...version.export]) {
      if (part.kind !== 'dynamic') continue;
      const currency = series?.get(part.series)?.currency;
      if (currency !== undefined && currency !== tariff.currency)
        throw new SolsteadError('tariff.invalid', {
          at: `${tariff.name}: ${part.name}`,
          why: because('tariff.series-currency', { series: part.series, own: currency, currency: tariff.currency }),
        });
    }
}

/** The longest slot of a demand charge: one that begins in a span may end this long after it. */
const longestSlotMs = hourMs;

/** A contract applied to buckets, with what falls due between them in some spans. */
export interface SpansRun {
  /** Buckets in order of time, in each scenario. */
  add(atMs: number, energies: readonly MeterEnergy[]): void;
  /** Settles what ends before a moment. */
  closeUntil(atMs: number): void;
  /** No more buckets follow. */
  close(): void;
}

/** Goes over spans that are in order and do not overlap. Errors: `tariff.invalid`. */
export function runOver(
  contract: Contract,
  spans: readonly Span[],
  courses: readonly { readonly state?: CourseState; readonly sink: CostSink }[],
): SpansRun {
  checkCurrencies(contract);
  const run = new CostRun(
    contract,
    courses.map(({ state = newCourse(), sink }) => ({ state, sink })),
  );
  const { zone } = contract;
  const { stretches } = run;
  let next = 0;
  let due: number[] = [];
  /** Charges that fall due up to a moment. */
  const passTo = (atMs: number): void => {
    for (;;) {
      if (due.length === 0) {
        const span = spans[next];
        if (span === undefined || span.startMs > atMs) return;
        due = dueMoments(span, { zone, stretches });
        next += 1;
      }
      while (due[0] !== undefined && due[0] <= atMs) run.due(due.shift() ?? 0);
      if (due.length > 0) return;
    }
  };
  return {
    add(atMs, energies) {
      passTo(atMs);
      run.add(atMs, energies);
    },
    close() {
      passTo(Number.POSITIVE_INFINITY);
      run.closeUntil(Number.POSITIVE_INFINITY);
    },
    closeUntil: (atMs) => run.closeUntil(atMs),
  };
}

const noEnergy = 0;

/** The energy over the meter in a bucket, and that of a generator. */
export const meterEnergy = ({ channels }: EnergyBucket): MeterEnergy => ({
  import: channels.import?.energy ?? noEnergy,
  export: channels.export?.energy ?? noEnergy,
  ...(channels.generator === undefined ? {} : { generator: channels.generator.energy }),
});

/**
 * The bill of a span. Errors: `tariff.invalid` if a series is in another currency; `TypeError` if the holidays of a country
 * the tariff names are missing.
 */
export function costOf(question: CostQuestion): Cost {
  const { buckets, tariff, span } = question;
  let atMs = span.startMs;
  const { sink, books } = spanBooks([span], () => atMs);
  const run = runOver(question, [span], [{ sink }]);
  const seen = { startMs: lookBack(question, span.startMs), endMs: span.endMs + longestSlotMs };
  for (const bucket of bucketsIn(buckets, seen)) {
    atMs = bucket.startMs;
    run.add(atMs, [meterEnergy(bucket)]);
  }
  run.close();
  const [book] = books();
  const lines = book?.lines(tariff.currency) ?? [];
  const sum = (pick: (line: CostLine) => Money): Money => lines.reduce((total, line) => total + pick(line), 0n);
  return {
    currency: tariff.currency,
    lines,
    net: sum(({ net }) => net),
    vat: sum(({ vat }) => vat),
    total: sum(({ amount }) => amount),
    unpriced: book?.doubts() ?? [],
  };
}
