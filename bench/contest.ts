// One measurement: Solstead and the barest program that could do the job, run in turns (A B A B …), medians compared.
import { loadavg } from 'node:os';
import type { Place } from './place.ts';

/** What a figure is held against: `ratio` is ours divided by the reference. */
export interface Goal {
  readonly of: 'ratio' | 'ours';
  readonly is: 'at most' | 'at least';
  readonly bound: number;
}

/** One row of the table. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly goal?: Goal;
  /** What a reader must know to understand it. */
  readonly note?: string;
}

/** Runs once and gives a value for every figure, in their order. */
export type Side = () => readonly number[] | Promise<readonly number[]>;

/** Both sides, ready to be run again and again. */
export interface Sides {
  readonly ours: Side;
  readonly reference?: Side;
}

/** Rows that come out of the same runs. */
export interface Contest {
  readonly figures: readonly Figure[];
  /** Rounds, where one takes too long for the usual number. */
  readonly rounds?: number;
  open(place: Place): Sides | Promise<Sides>;
}

/** A measured figure. */
export interface Row extends Figure {
  readonly ours: number;
  readonly reference?: number;
  readonly ratio?: number;
  readonly passed?: boolean;
  readonly rounds: number;
  /** Smallest and largest of our rounds. */
  readonly spread: readonly [low: number, high: number];
  /** Load of the machine (processes waiting, last minute) when the figure was done. */
  readonly load: number;
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

function isPassed({ of, is, bound }: Goal, ours: number, ratio: number | undefined): boolean {
  const value = of === 'ours' ? ours : (ratio ?? Number.NaN);
  return is === 'at most' ? value <= bound : value >= bound;
}

function rowOf(figure: Figure, ours: readonly number[], reference: readonly number[]): Row {
  const middle = median(ours);
  const against = reference.length === 0 || Number.isNaN(reference[0]) ? undefined : median(reference);
  const ratio = against === undefined ? undefined : middle / against;
  return {
    ...figure,
    ours: middle,
    ...(against === undefined ? {} : { reference: against }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(figure.goal === undefined ? {} : { passed: isPassed(figure.goal, middle, ratio) }),
    rounds: ours.length,
    spread: [Math.min(...ours), Math.max(...ours)],
    load: loadavg()[0] ?? 0,
  };
}

/** Runs a contest to its end. */
export async function runContest(contest: Contest, place: Place): Promise<readonly Row[]> {
  const { ours, reference } = await contest.open(place);
  const mine: (readonly number[])[] = [];
  const theirs: (readonly number[])[] = [];
  const usual = place.isQuick ? 3 : 7;
  const rounds = Math.min(contest.rounds ?? usual, usual);
  for (let round = 0; round < rounds; round += 1) {
    mine.push(await ours());
    if (reference !== undefined) theirs.push(await reference());
  }
  const column = (runs: readonly (readonly number[])[], index: number): number[] =>
    runs.map((run) => run[index] ?? Number.NaN);
  return contest.figures.map((figure, index) => rowOf(figure, column(mine, index), column(theirs, index)));
}
