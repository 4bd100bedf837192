// What a column of a foreign file holds: a value of a moment, a meter, or the energy of an interval.

/**
 * `total` a meter that counts up; `interval` the energy of each interval; `daily` a meter that begins again each day; `mean` the mean
 * power of each interval. Absent: what the values show, else a value of its moment.
 */
export type ColumnKind = 'total' | 'interval' | 'daily' | 'mean';

/** A column whose meaning is known. */
export interface KnownColumn {
  /** Absent: it is left out. */
  readonly metric?: string;
  /** −1 where the source counts against our direction. */
  readonly sign?: 1 | -1;
  /** How many of the metric's unit one of the column is, where the heading tells no unit. */
  readonly scale?: number;
  readonly kind?: ColumnKind;
  /** Of several columns that are the same metric: those of one name are added up, a part with less of it yields. */
  readonly adds?: boolean;
  /** Who wrote the file, for people. */
  readonly format: string;
}
