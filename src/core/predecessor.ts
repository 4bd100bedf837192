// What an earlier system left in the folder that was named at start, and what it would become here: for people who move over.
import type { MetricId } from './catalogue.ts';
import type { Reason } from './reason.ts';

/** The device that gets what a source gives to none. */
export const earlierDevice = 'earlier';

/** A series of an export, and what it becomes. */
export interface FoundSeries {
  readonly name: string;
  /** Of what it is, such as `inverter_1`. */
  readonly part?: string;
  readonly values: number;
  /** Absent: it is left out. */
  readonly metric?: MetricId;
  readonly device?: string;
  /** To the unit and sign of the metric. */
  readonly factor?: number;
  /** How it was recognised, or why not. */
  readonly why: Reason;
}

/** What an export holds. */
export interface FoundContent {
  readonly values: number;
  /** First and last value, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The first of them. */
  readonly series: readonly FoundSeries[];
  /** How many there are, and how many of them are left out. */
  readonly count: number;
  readonly unmapped: number;
}

/** Something that was found. */
export interface FoundLeft {
  readonly path: string;
  readonly kind: 'export' | 'backup' | 'database' | 'settings';
  /** What it is, and what to do with it. */
  readonly what: Reason;
  /** Of an export that could be read. */
  readonly holds?: FoundContent;
  /** Why it could not be read. */
  readonly failure?: Reason;
}

/** A look through the folder: the one under way, or the last. */
export interface PredecessorLook {
  /** `none`: nobody has asked since the start. */
  readonly state: 'none' | 'running' | 'done' | 'failed';
  /** Absent: no folder was named at start. */
  readonly folder?: string;
  readonly beganMs?: number;
  readonly endedMs?: number;
  /** Paths are below the folder. */
  readonly found: readonly FoundLeft[];
  /** Why it found nothing. */
  readonly failure?: Reason;
}

/** Looks through the folder that was named at start, and no other; one look at a time. */
export interface PredecessorDesk {
  view(): PredecessorLook;
  /** Begins one, unless one is under way. */
  begin(): PredecessorLook & { readonly isNew: boolean };
  /** Ends the one under way. */
  end(): PredecessorLook;
}
