// The words of anomalies: what detectors read (tracks of roll-ups) and what they find, each with its evidence.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import type { Reason } from '#core/reason.ts';

/** What kind of thing is not as usual. */
export type AnomalyKind =
  | 'stuck'
  | 'step'
  | 'unusual'
  | 'drift'
  | 'under-production'
  | 'no-production'
  | 'string-behind'
  | 'cell-spread'
  | 'cell-weak'
  | 'cell-growing';

/** `notice`: worth knowing; `warning`: something is probably wrong; `alarm`: look today. */
export type Severity = 'notice' | 'warning' | 'alarm';

/** The figures behind a finding. */
export interface Evidence {
  readonly observed: number;
  readonly expected: number;
  /** What both figures are: `value` in the metric's unit, `hours`, or a `ratio`. */
  readonly measure: 'value' | 'hours' | 'ratio';
  /** Length of time that was looked at, ms. */
  readonly windowMs: number;
  /** Points the figure `observed` is based on. */
  readonly samples: number;
}

/** Something that is not as usual at a device; times are epoch ms. */
export interface Anomaly {
  /** The same for the same finding, however often it is looked for. */
  readonly id: string;
  readonly kind: AnomalyKind;
  readonly device: string;
  readonly metric: MetricId;
  readonly fromMs: number;
  /** When there was enough evidence; nothing later was looked at to decide it. */
  readonly noticedMs: number;
  /** When it was over; absent while it lasts. */
  readonly toMs?: number;
  readonly severity: Severity;
  readonly evidence: Evidence;
  readonly reason: Reason;
  /** What a person may check. */
  readonly advice: Reason;
}

/** A series of points in order of time, such as the answer of a history store; columns of one length. */
export interface Track {
  readonly key: Pick<SeriesKey, 'device' | 'metric'>;
  /** Epoch ms */
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Where the home is; without coordinates nothing is said about the sun. */
export interface Place {
  /** IANA time zone */
  readonly timeZone: string;
  /** Degrees north and east. */
  readonly latitude?: number;
  readonly longitude?: number;
}
