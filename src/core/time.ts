// Units of time that everything counts in.

/** Milliseconds of a minute. */
export const minuteMs = 60_000;
/** Milliseconds of an hour. */
export const hourMs = 3_600_000;
/** Milliseconds of 24 hours; local days may be shorter or longer. */
export const dayMs = 86_400_000;

/** The start of the hour of a moment, epoch ms. */
export const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;

/** A range of time, [fromMs, toMs), epoch ms. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}
