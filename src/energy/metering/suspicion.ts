// When a counter is no longer believed because the power beside it says otherwise, and how it proves itself again. Pure: the
// loop over readings (counter.ts) asks, books and reports.
import { hourMs } from '#core/time.ts';
import type { MilliWh } from '../types.ts';
import { workPerMilliWh } from './allocation.ts';
import type { Heard } from './power.ts';

/** A counter and its power in the day that is settled. */
export interface Audit {
  readonly fromMs: number;
  /** How long both were compared, ms. */
  readonly ms: number;
  readonly counted: MilliWh;
  /** Milliwatts times ms. */
  readonly work: number;
  /** Where the power brought more than was counted, some hours each at most. */
  readonly short: readonly Short[];
}

/** Energy of the power that a counter did not show. */
export interface Short {
  readonly fromMs: number;
  readonly toMs: number;
  /** May be negative: what it showed too much in that time. */
  readonly energy: MilliWh;
}

/** A counter that does not speak: its power is booked in its place. */
export interface Suspicion {
  /** Since when its power has been booked. */
  readonly fromMs: number;
  /** What it had shown before. */
  readonly base: MilliWh;
  /** What was booked from the power since, mWh. */
  readonly energy: MilliWh;
  /** Work of the power that is no whole milliwatt-hour yet. */
  readonly rest: number;
  /** What it had booked in excess, mWh: this is paid off first. */
  readonly debt: MilliWh;
  /** Whether it only stood still: then it may catch up. */
  readonly isStill: boolean;
  /** A person distrusts it, whatever it proves. */
  readonly isFinal?: true;
  readonly proof: Proof;
}

/** What a suspected counter has shown since it last contradicted its power. */
export interface Proof {
  readonly from: MilliWh;
  readonly last: MilliWh;
  readonly steps: number;
  readonly work: number;
}

/** What limits depend on. */
export interface Limits {
  /** Smallest step of the counter, mWh. */
  readonly resolution: MilliWh;
  /** How often its power is read, ms. */
  readonly intervalMs: number;
}

/** How many times more one may show than the other before they disagree. */
const ratio = 1.5;
/** Something a power read at an interval may miss: a kettle on three phases, W. */
const unseenW = 9000;
/** What one of the two may not see at all: many power readings show nothing below some watts. */
const deadW = 50;
const shortMs = 3 * hourMs;
/** Share of a time in which the power has to be known. */
const knownShare = 0.9;
const stillMs = 10 * 60_000;
const provingSteps = 3;

const unseen = ({ intervalMs }: Limits): MilliWh => ((unseenW * intervalMs) / hourMs) * 1000;

/** Energy of work, mWh. */
export const energyOfWork = (work: number): MilliWh => work / workPerMilliWh;

/** Whether a power was known well enough in some ms to judge by it. */
export const isWitness = ({ knownMs }: Heard, ms: number): boolean => ms > 0 && knownMs >= knownShare * ms;

/** Whether a single step is greater than the power beside it can explain. */
export function isTooFar(step: MilliWh, work: number, limits: Limits): boolean {
  return step > ratio * energyOfWork(work) + 2 * limits.resolution + 100_000 + unseen(limits);
}

/** Whether held readings grow faster than the power can explain. */
export function isTooFast(grown: MilliWh, work: number, { resolution }: Limits): boolean {
  return grown > ratio * energyOfWork(work) + 2 * resolution + 20_000;
}

/** What a counter has to miss before its first step shows how coarse it is, mWh: one that shows whole kilowatt-hours may be. */
const leastUnknown = (value: MilliWh): MilliWh => (value % 1_000_000 === 0 ? 1_300_000 : 500_000);

/** Whether a counter stands still at a value though its power brought energy for some ms. */
export function isDead(
  work: number,
  ms: number,
  limits: Limits & { readonly patienceMs: number; readonly value: MilliWh },
): boolean {
  const { resolution, patienceMs, value } = limits;
  const least = resolution === 0 ? leastUnknown(value) : Math.max(4 * resolution, 300_000);
  return ms >= Math.max(stillMs, 2 * patienceMs, 3 * limits.intervalMs) && energyOfWork(work) > least + unseen(limits);
}

/** A comparison before anything was compared. */
export const emptyAudit = (fromMs: number): OpenAudit => ({ fromMs, ms: 0, counted: 0, work: 0, short: [] });

/** A comparison that grows step by step. */
export type OpenAudit = { -readonly [Key in keyof Omit<Audit, 'short'>]: Audit[Key] } & { readonly short: Short[] };

/** Adds one more step over a time in which the power was known. */
export function addToAudit(
  audit: OpenAudit,
  {
    energy,
    work,
    fromMs,
    toMs,
  }: { readonly energy: MilliWh; readonly work: number; readonly fromMs: number; readonly toMs: number },
): void {
  audit.counted += energy;
  audit.work += work;
  audit.ms += toMs - fromMs;
  const missing = Math.round(energyOfWork(work)) - energy;
  const last = audit.short.at(-1);
  if (last === undefined || toMs - last.fromMs > shortMs) audit.short.push({ fromMs, toMs, energy: missing });
  else audit.short[audit.short.length - 1] = { fromMs: last.fromMs, toMs, energy: last.energy + missing };
}

/** The result of a comparison. */
export type Verdict = 'open' | 'too-fast' | 'too-slow';

/** Whether counter and power agree, or in which direction they differ. */
export function verdictOf({ counted, work, ms }: Audit, limits: Limits): Verdict {
  const brought = energyOfWork(work);
  const slack = 2 * limits.resolution + 500_000 + unseen(limits) + ((deadW * ms) / hourMs) * 1000;
  if (counted > ratio * brought + slack) return 'too-fast';
  return brought > ratio * counted + slack + limits.resolution ? 'too-slow' : 'open';
}

/** Whether a counter had shown much less than its power before it stood still. */
export const wasShort = ({ counted, work }: Audit, { resolution }: Limits): boolean =>
  energyOfWork(work) > ratio * counted + 2 * resolution + 200_000;

/** A proof that begins with a reading. */
export const newProof = (value: MilliWh): Proof => ({ from: value, last: value, steps: 0, work: 0 });

/** A proof with one more reading; it begins again if that contradicts the power. */
export function proving(
  proof: Proof,
  { value, work: heard }: { readonly value: MilliWh; readonly work: number },
  limits: Limits,
): Proof {
  const work = proof.work + heard;
  const grown = value - proof.from;
  const brought = energyOfWork(work);
  const slack = 2 * limits.resolution + unseen(limits);
  const isOff =
    value < proof.last || grown > ratio * brought + slack + 50_000 || brought > ratio * grown + slack + 500_000;
  if (isOff) return newProof(value);
  return { from: proof.from, last: value, steps: proof.steps + (value > proof.last ? 1 : 0), work };
}

/** Whether a counter has shown that it counts what its power brings. */
export function isProved({ from, last, steps, work }: Proof, limits: Limits): boolean {
  const grown = last - from;
  const brought = energyOfWork(work);
  const slack = 2 * limits.resolution + unseen(limits);
  // However little was brought: one that is suspected for showing twice as much must not prove itself by as much again.
  const spared = Math.min(slack, 0.12 * brought);
  return (
    steps >= provingSteps &&
    // What may have gone unseen must not be most of the proof.
    grown >= Math.max(3 * limits.resolution, 200_000, 2 * slack) &&
    grown <= 1.33 * brought + spared &&
    brought <= 1.33 * grown + spared
  );
}

/** What is missing if a counter that stood still has caught up with what was booked from its power; undefined if it has not. */
export function caughtUp(
  { isStill, base, energy, proof }: Suspicion,
  value: MilliWh,
  limits: Limits,
): MilliWh | undefined {
  const whole = value - base;
  if (!isStill || whole <= 0 || value === proof.last) return undefined;
  const slack = 2 * Math.max(limits.resolution, 0) + 50_000 + unseen(limits);
  return Math.abs(whole - energy) <= 0.1 * energy + slack ? Math.max(0, whole - energy) : undefined;
}
