// What a column of another program's file holds: a momentary value, a meter, or the energy of an interval.

/**
 * `total` a meter that counts up; `interval` the energy of each interval; `daily` a meter that begins again each day; `mean` the mean
 * power of each interval. Absent: as the values suggest, otherwise a momentary value.
 */
export type ColumnKind = 'total' | 'interval' | 'daily' | 'mean';

/** A column whose meaning is known. */
export interface KnownColumn {
  /** Absent: it is left out. */
  readonly metric?: string;
  /** −1 if the source counts in the opposite direction. */
  readonly sign?: 1 | -1;
  /** How many of the metric's unit one of the column is, if the heading gives no unit. */
  readonly scale?: number;
  readonly kind?: ColumnKind;
  /** If several columns are the same metric: those of one name are added up; a part with fewer of them gives way. */
  readonly adds?: boolean;
  /** Whether it is left out beside columns of the same metric that are not. */
  readonly isBehind?: true;
  /** Who wrote the file, for people. */
  readonly format: string;
}
