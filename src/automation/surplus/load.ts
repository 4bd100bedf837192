// A load that runs on what the sun has left: what it takes, when it comes on and goes off, and what it must have in a day.
import type { Expression } from '#core/expression/expression.ts';
import type { Target } from '../claim.ts';
import type { QuietTime } from '../quiet-time.ts';
import type { Learned } from './learning.ts';
import type { UsualDay } from './usual-day.ts';

/** How a load stands to the battery: served before it, after it, or only when it is as full as this, %, and before or after it then. */
export type BatteryOrder = 'before' | 'after' | { readonly abovePercent: number; readonly order: 'before' | 'after' };

/** A load. */
export interface Load extends Target {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** What it takes when it runs, W. Of a graded one, its largest power. */
  readonly powerW: number;
  /** Times of the day at which its limits do not let it begin. */
  readonly quiet?: readonly QuietTime[] | undefined;
  /** A graded one is set in W from here up to `powerW`, or to 0; absent: it is switched. */
  readonly leastW?: number | undefined;
  readonly stepW: number;
  /** W of one unit of its set-point: 1, or a hundredth of its power where it is set in percent. */
  readonly perUnitW: number;
  /** What it takes now, W; absent: as declared while it is on. */
  readonly measured?: Expression | undefined;
  readonly battery: BatteryOrder;
  /** Power from the grid that is tolerated while it runs, W. */
  readonly gridW: number;
  /** The surplus has to suffice for so long before it comes on, and be missing for so long before it goes off, ms. */
  readonly onAfterMs: number;
  readonly offAfterMs: number;
  /** How long it takes until a change is seen at the meter, ms; learned unless the text says it. */
  readonly settlesMs: number;
  readonly learnsDelay: boolean;
  /** Once begun, it runs so long whatever the sun does, ms: a washing machine. */
  readonly programMs?: number | undefined;
  /** What it has in a day at least, from the grid if it must be, and by when (minutes since midnight). */
  readonly least?:
    | { readonly ms?: number | undefined; readonly wh?: number | undefined; readonly byMinute: number }
    | undefined;
  readonly mostMs?: number | undefined;
  /** Only when this is true as well. */
  readonly if?: Expression | undefined;
}

/** What is remembered of a load: plain data. */
export interface LoadMemory {
  /** Whether it is wanted, and since when, epoch ms. */
  readonly isWanted: boolean;
  readonly sinceMs: number;
  /** What it was given last, and before that, W. */
  readonly givenW: number;
  readonly beforeW: number;
  /** Since when the surplus suffices, or does not, epoch ms. */
  readonly fitsMs?: number | undefined;
  readonly missesMs?: number | undefined;
  /** It runs because it must: until it has had what it needs. */
  readonly isMust?: boolean | undefined;
  /** The day in the zone of the home (YYYY-MM-DD), and how long and how much it ran in it. */
  readonly day: string;
  readonly ranMs: number;
  readonly ranWh: number;
  readonly learned?: Learned | undefined;
  /** What the sun usually leaves for it; of one that has to run in a day. */
  readonly usual?: UsualDay | undefined;
}

/** A load of which nothing has been seen. */
export const freshLoad: LoadMemory = {
  isWanted: false,
  sinceMs: 0,
  givenW: 0,
  beforeW: 0,
  day: '',
  ranMs: 0,
  ranWh: 0,
};
