// How soon a load shows at the meter of the grid after it was switched, and how much of it: learned from its own switchings, so that its
// surplus is neither given twice nor waited for longer than it takes.
/** What is learned of a load: plain data. */
export interface Learned {
  /** A change that is looked at: when it was commanded, what the meter showed then, and what is expected, W. */
  readonly watched?:
    | {
        readonly atMs: number;
        readonly fromW: number;
        readonly expectedW: number;
        readonly seenMs?: number | undefined;
      }
    | undefined;
  /** How long the last changes took until they were seen, ms, the newest last. */
  readonly delaysMs: readonly number[];
  /** What it took when it came on, W, the newest last. */
  readonly powersW: readonly number[];
}

export const nothingLearned: Learned = { delaysMs: [], powersW: [] };

/** So many changes are remembered; from the third on they are believed. */
const mostSamples = 7;
const leastSamples = 3;
/** A change that is not seen within this time says nothing: something else hid it, ms. */
const patienceMs = 3 * 60_000;
/** So long behind it a load takes what it takes, ms. */
const calmMs = 5000;
/** A change is seen when this part of it shows. */
const seenPart = 0.5;
/** What is learned of its power counts within this factor of what was declared: more is a mistake in the text, or another load. */
const trust = { least: 0.3, most: 2 } as const;
/** Time that is waited is what was seen, half as much again, and never less than this, ms. */
const slack = { factor: 1.5, leastMs: 5000, mostMs: 120_000 } as const;

/** What is seen of a load in a cycle. */
export interface LearningSight {
  readonly nowMs: number;
  /** What the house takes besides the sun: the meter, and what the battery gives, W; undefined: not known. */
  readonly netW: number | undefined;
  /** It is given so much more or less now, W; 0: as before. */
  readonly changedW: number;
  /** Another load changes: what the meter shows is not this one's. */
  readonly isDisturbed: boolean;
}

const added = (samples: readonly number[], one: number): readonly number[] => [...samples, one].slice(-mostSamples);

/** One cycle. */
export function learn(learned: Learned, sight: LearningSight): Learned {
  const { nowMs, netW, changedW, isDisturbed } = sight;
  if (changedW !== 0) {
    // Two in a row cannot be told apart.
    const isAlone = learned.watched === undefined && !isDisturbed && netW !== undefined;
    return { ...learned, watched: isAlone ? { atMs: nowMs, fromW: netW, expectedW: changedW } : undefined };
  }
  const { watched } = learned;
  if (watched === undefined) return learned;
  if (isDisturbed || nowMs - watched.atMs > patienceMs) return { ...learned, watched: undefined };
  return netW === undefined ? learned : observed(learned, watched, { nowMs, netW });
}

function observed(
  learned: Learned,
  watched: NonNullable<Learned['watched']>,
  { nowMs, netW }: { readonly nowMs: number; readonly netW: number },
): Learned {
  const { atMs, fromW, expectedW, seenMs } = watched;
  const movedW = netW - fromW;
  if (seenMs !== undefined) {
    if (nowMs - seenMs < calmMs) return learned;
    const powersW = expectedW > 0 && movedW > 0 ? added(learned.powersW, movedW) : learned.powersW;
    return { ...learned, powersW, watched: undefined };
  }
  if (Math.sign(movedW) !== Math.sign(expectedW) || Math.abs(movedW) < seenPart * Math.abs(expectedW)) return learned;
  return { ...learned, delaysMs: added(learned.delaysMs, nowMs - atMs), watched: { ...watched, seenMs: nowMs } };
}

/** How long most of them took: one that something else hid does not count. */
function usual(samples: readonly number[]): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(0.8 * (sorted.length - 1))] ?? 0;
}

function median(samples: readonly number[]): number | undefined {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** What of a load can be learned; the meanings are those of a load. */
interface Learnable {
  readonly powerW: number;
  readonly settlesMs: number;
  readonly learnsDelay: boolean;
  readonly leastW?: number | undefined;
  readonly measured?: unknown;
}

/** A load as it was found to be: what is said in the text is not learned. */
export function asLearned<Of extends Learnable>(load: Of, { delaysMs, powersW }: Learned): Of {
  const settlesMs =
    load.learnsDelay && delaysMs.length >= leastSamples
      ? Math.min(slack.mostMs, Math.max(slack.leastMs, slack.factor * usual(delaysMs)))
      : load.settlesMs;
  const seenW = powersW.length < leastSamples ? undefined : median(powersW);
  // What its own meter shows, and what is set in watts, need not be guessed.
  const isGuessed = load.measured === undefined && load.leastW === undefined && seenW !== undefined;
  const powerW =
    isGuessed && seenW >= trust.least * load.powerW && seenW <= trust.most * load.powerW ? seenW : load.powerW;
  return settlesMs === load.settlesMs && powerW === load.powerW ? load : { ...load, settlesMs, powerW };
}
