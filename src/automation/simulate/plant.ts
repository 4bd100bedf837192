// The devices of a run over readings from a file: they show what they were set to, and carry out commands as it was written down.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { isForecast, isForecastGood } from '#core/forecast.ts';
import type { MetricValue } from '#core/reading.ts';
import { isSetPointId, setPointOf, type SetPointId } from '#core/set-points.ts';
import type { DueCommand } from '../commander.ts';
import type { CommandEnd, Happening } from '../happening.ts';
import type { IsHoliday } from '../holiday-calendar.ts';
import type { Image, Seen, SeenDevice, SeenPoint } from '../image.ts';
import type { Prices } from '../prices.ts';

/** A device of a run. */
export interface PlantDevice {
  readonly name?: string | undefined;
  readonly kind: DeviceKind;
  /** Its set-points and what they show at first; without a value they show nothing. */
  readonly points: ReadonlyMap<SetPointId, PlantPoint>;
  /** How long a command takes, ms. */
  readonly delayMs: number;
  /** A value is fresh for so long, ms. */
  readonly freshMs: number;
  /** How each of its commands ends; absent: well; `lost`: no answer comes. */
  readonly fails?: CommandEnd | 'lost' | undefined;
}

/** A set-point of a device of a run. */
export interface PlantPoint {
  readonly starts?: MetricValue | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  /** The device can hold it for a time by itself. */
  readonly isTimed?: boolean | undefined;
}

/** What a run is made of. */
export interface PlantOptions {
  readonly zone: string;
  readonly place?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly devices: ReadonlyMap<string, PlantDevice>;
  /** Values of the home as a whole are fresh for so long, ms. */
  readonly freshMs: number;
  /** What energy costs around a moment; absent: it has no tariff. */
  prices?(nowMs: number): Prices | undefined;
  readonly isHoliday?: IsHoliday | undefined;
}

interface Known {
  value: MetricValue;
  atMs: number;
  changedMs: number;
}

/** Longest time of a timer, ms: a day. */
const mostTimedMs = 86_400_000;

/** The name of the home as a whole where devices are named. */
const homeName = '';

/** Devices that are there on paper. */
export class Plant {
  readonly #options: PlantOptions;
  readonly #values = new Map<string, Map<MetricId, Known>>();
  readonly #shown = new Map<string, Map<SetPointId, Known>>();
  readonly #offline = new Set<string>();
  readonly #timers = new Map<string, { device: string; setPoint: SetPointId; value: MetricValue; atMs: number }>();
  #due: { readonly atMs: number; readonly command: DueCommand }[] = [];
  #happened: Happening[] = [];

  constructor(options: PlantOptions) {
    this.#options = options;
    for (const [id, { points }] of options.devices)
      for (const [name, { starts }] of points)
        if (starts !== undefined) this.#show(id, name, { value: starts, nowMs: Number.NEGATIVE_INFINITY });
  }

  /** A value was read. A set-point that shows another value than in the row before was turned by somebody. */
  take(
    device: string,
    metric: MetricId,
    { value, atMs }: { readonly value: MetricValue; readonly atMs: number },
  ): void {
    const own = this.#values.getOrInsertComputed(device, () => new Map<MetricId, Known>());
    const before = own.get(metric);
    own.set(metric, { value, atMs, changedMs: before?.value === value ? before.changedMs : atMs });
    const name = metric as string as SetPointId;
    if (this.#options.devices.get(device)?.points.has(name) === true && before?.value !== value)
      this.#show(device, name, { value, nowMs: atMs });
  }

  happen(one: Happening): void {
    this.#happened.push(one);
  }

  /** Somebody turns something at the device. */
  turn(
    device: string,
    setPoint: SetPointId,
    { value, atMs }: { readonly value: MetricValue; readonly atMs: number },
  ): void {
    this.#timers.delete(`${device}/${setPoint}`);
    this.#show(device, setPoint, { value, nowMs: atMs });
  }

  /** A value as it was read last; `''`: of the home. */
  value(device: string, metric: MetricId): MetricValue | undefined {
    return this.#values.get(device)?.get(metric)?.value;
  }

  /** What a set-point shows. */
  shows(device: string, setPoint: SetPointId): MetricValue | undefined {
    return this.#shown.get(device)?.get(setPoint)?.value;
  }

  setOnline(device: string, isOnline: boolean): void {
    if (isOnline) this.#offline.delete(device);
    else this.#offline.add(device);
  }

  send(command: DueCommand, nowMs: number): void {
    this.#due.push({ atMs: nowMs + (this.#options.devices.get(command.device)?.delayMs ?? 0), command });
  }

  /** Carries out what is due, and freezes what is known then. */
  image(nowMs: number): Image {
    const due = this.#due.filter(({ atMs }) => atMs <= nowMs);
    this.#due = this.#due.filter(({ atMs }) => atMs > nowMs);
    for (const { command } of due) this.#carryOut(command, nowMs);
    this.runTimers(nowMs);
    const happened = this.#happened;
    this.#happened = [];
    const { zone, place, devices, freshMs, isHoliday } = this.#options;
    return {
      nowMs,
      zone,
      place,
      happened,
      prices: this.#options.prices?.(nowMs),
      ...(isHoliday === undefined ? {} : { isHoliday }),
      home: (metric) => this.#seen(homeName, metric, { nowMs, freshMs }),
      devices: new Map([...devices].map(([id, device]) => [id, this.#seenDevice(id, device, nowMs)])),
    };
  }

  /** What a device ends by itself, with or without somebody who tells it. */
  runTimers(nowMs: number): void {
    for (const [key, { device, setPoint, value, atMs }] of this.#timers) {
      if (atMs > nowMs) continue;
      this.#timers.delete(key);
      this.#show(device, setPoint, { value, nowMs });
    }
  }

  #carryOut({ id, device, setPoint, value, forMs }: DueCommand, nowMs: number): void {
    const isShown = this.#shown.get(device)?.has(setPoint) === true;
    const end = this.#offline.has(device)
      ? 'failed'
      : (this.#options.devices.get(device)?.fails ?? (isShown ? 'confirmed' : 'acknowledged'));
    if (end === 'lost') return;
    if (isShown && end === 'confirmed') {
      this.#show(device, setPoint, { value, nowMs });
      this.#timers.delete(`${device}/${setPoint}`);
      if (forMs !== undefined && typeof value === 'number')
        this.#timers.set(`${device}/${setPoint}`, { device, setPoint, value: 1 - value, atMs: nowMs + forMs });
    }
    this.#happened.push({ kind: 'answered', command: id, end });
  }

  #show(
    device: string,
    name: SetPointId,
    { value, nowMs }: { readonly value: MetricValue; readonly nowMs: number },
  ): void {
    const own = this.#shown.getOrInsertComputed(device, () => new Map<SetPointId, Known>());
    const before = own.get(name);
    own.set(name, { value, atMs: nowMs, changedMs: before?.value === value ? before.changedMs : nowMs });
  }

  #seen(
    device: string,
    metric: MetricId,
    { nowMs, freshMs }: { readonly nowMs: number; readonly freshMs: number },
  ): Seen | undefined {
    const known = this.#values.get(device)?.get(metric);
    if (known === undefined) return undefined;
    const { atMs } = known;
    const isFresh = isForecast(metric)
      ? isForecastGood(metric, { atMs, nowMs, zone: this.#options.zone })
      : nowMs - atMs <= freshMs && !this.#offline.has(device);
    return { ...known, isFresh };
  }

  #seenDevice(id: string, { name, kind, points, freshMs }: PlantDevice, nowMs: number): SeenDevice {
    const isOnline = !this.#offline.has(id);
    const newest = [...(this.#values.get(id)?.values() ?? [])].reduce(
      (most, { atMs }) => Math.max(most, atMs),
      Number.NEGATIVE_INFINITY,
    );
    return {
      id,
      name: name ?? id,
      kind,
      isOnline,
      lastSeenMs: Number.isFinite(newest) ? newest : undefined,
      // What it can be set to it says as well, such as a relay that it is on.
      value: (metric) => this.#seen(id, metric, { nowMs, freshMs }) ?? this.#saysPoint(id, metric, { nowMs, isOnline }),
      points: new Map([...points].map(([point, own]) => [point, this.#seenPoint(id, point, { own, nowMs, isOnline })])),
    };
  }

  #saysPoint(
    device: string,
    metric: MetricId,
    { nowMs, isOnline }: { readonly nowMs: number; readonly isOnline: boolean },
  ): Seen | undefined {
    const shown = isSetPointId(metric) ? this.#shown.get(device)?.get(metric) : undefined;
    return shown === undefined ? undefined : { ...shown, atMs: nowMs, isFresh: isOnline };
  }

  #seenPoint(
    device: string,
    name: SetPointId,
    { own, nowMs, isOnline }: { readonly own: PlantPoint; readonly nowMs: number; readonly isOnline: boolean },
  ): SeenPoint {
    const row = setPointOf(name);
    const shown = this.#shown.get(device)?.get(name);
    return {
      kind: row.kind,
      min: own.min ?? row.min,
      max: own.max ?? row.max,
      step: own.step ?? (row.kind === 'number' ? 1 : 0),
      words: Object.keys(row.words ?? {}),
      isReadable: shown !== undefined,
      isStored: false,
      ...(own.isTimed === true ? { timedMs: mostTimedMs } : {}),
      shows: shown === undefined ? undefined : { ...shown, atMs: nowMs, isFresh: isOnline },
    };
  }
}

/** Whether a value is one that a metric can have. */
export function isPlausible(metric: MetricId, value: MetricValue): boolean {
  const { kind, min, max } = metricOf(metric);
  return typeof value === 'string' ? kind === 'text' : kind !== 'text' && value >= min && value <= max;
}
