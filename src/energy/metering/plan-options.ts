// What a plan is made of: the devices of a home, and how a person wants its energy counted.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { CounterWidths } from '#core/field.ts';
import type { TimeRange } from '#core/time.ts';
import type { MeterRoles } from './roles.ts';

/** A device as the plan sees it. */
export interface MeteredDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly intervalMs: number;
  /** Metrics it gives at a different interval from its others, ms; counters are often asked less often. */
  readonly intervals?: ReadonlyMap<MetricId, number>;
  /** The metrics it gives. */
  readonly metrics: readonly MetricId[];
  /** Where its counters begin again from 0; absent: not known. */
  readonly widths?: CounterWidths;
  /** When it went on under another protocol or other topics, up to the end of the time of the plan, rising; absent: never. */
  readonly moved?: readonly number[];
  /** When it is no part of the home, within the time of the plan; absent: never. */
  readonly away?: readonly TimeRange[];
  /** For a part of a device that is looked at for itself: the device, and what it gives by what is looked for. */
  readonly partOf?: { readonly device: string; readonly metrics: ReadonlyMap<MetricId, MetricId> };
}

/** How the phases of the grid become one import and one export. */
export type PhaseRule =
  /** Their powers are added up at every moment. */
  | 'net'
  /** The same, and what goes both ways within a minute or a quarter of an hour is netted. */
  | 'net-minute'
  | 'net-quarter'
  /** Each is booked separately. */
  | 'each';

/** What a person may choose in a plan. */
export interface PlanOptions {
  /** Midnight of daily counters is local to it. */
  readonly timeZone: string;
  readonly phases?: PhaseRule;
  /** `own`: the home's use comes from its own meter even if it could be derived. */
  readonly load?: 'own' | 'derived';
  /** Counters that start again each midnight, as `device metric`. */
  readonly daily?: ReadonlySet<string>;
  /** The highest power of this home, W; absent: 50 000. */
  readonly plausibleW?: number;
  /** What devices measure. */
  readonly roles?: MeterRoles;
  /** Devices whose counters add up what each phase counts, if their metrics do not show it. */
  readonly sumsPhases?: ReadonlySet<string>;
  /** 1: the rules before sources stood in for each other; 2: the present ones. Absent: 2. */
  readonly rules?: 1 | 2;
}
