// What is known of a home at one moment, frozen: a decision is made on this and the time alone.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { Happening } from './happening.ts';
import type { IsHoliday } from './holiday-calendar.ts';
import type { Prices } from './prices.ts';

/** A value as it is known. */
export interface Seen {
  readonly value: MetricValue;
  /** When it was measured, and since when it has been this value, epoch ms. */
  readonly atMs: number;
  readonly changedMs: number;
  /** Old ones, and those that wait for a confirmation, are shown to people and decide nothing. */
  readonly isFresh: boolean;
}

/** A set-point as a device has it now. */
export interface SeenPoint {
  readonly kind: 'number' | 'binary' | 'choice';
  /** Of numbers, in the unit of the set-point. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Of a choice. */
  readonly words: readonly string[];
  /** What the device shows that it is set to; absent: it does not show it, or has not yet. */
  readonly shows?: Seen | undefined;
  /** Whether it shows it at all. */
  readonly isReadable: boolean;
  /** Each write wears its memory out. */
  readonly isStored: boolean;
  /** The device can hold it for a time by itself, at most so long, ms; absent: it stays until it is told otherwise. */
  readonly timedMs?: number | undefined;
}

/** A device. */
export interface SeenDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly isOnline: boolean;
  /** When it last said anything, epoch ms. */
  readonly lastSeenMs?: number | undefined;
  value(metric: MetricId): Seen | undefined;
  readonly points: ReadonlyMap<SetPointId, SeenPoint>;
}

/** A home at one moment. */
export interface Image {
  /** Epoch ms. */
  readonly nowMs: number;
  /** IANA. */
  readonly zone: string;
  readonly place?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly devices: ReadonlyMap<string, SeenDevice>;
  /** The home as a whole: `pv.power`, `grid.power`, `battery.power`, `load.power`, `battery.soc`. */
  home(metric: MetricId): Seen | undefined;
  /** What energy costs, as far as that is known; absent: the home has no tariff. */
  readonly prices?: Prices | undefined;
  /** Absent: nobody said which days are. */
  readonly isHoliday?: IsHoliday | undefined;
  /** What happened since the last cycle, in order. */
  readonly happened: readonly Happening[];
}
