// What the automation sees of a running home: an image of it as of now, with since when each value is what it is.
import type { Happening } from '#automation/happening.ts';
import type { Image, Seen, SeenDevice, SeenPoint } from '#automation/image.ts';
import { findMetric, isMetricId, type MetricId } from '#core/catalogue.ts';
import type { Capability } from '#core/command.ts';
import { homeMoment, isDecisive, type LookedAt } from '#core/expression/home-moment.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { ActingHome, SeenHome } from './acting-home.ts';
import type { Outlook } from './outlook.ts';

interface Since {
  readonly value: MetricValue;
  readonly sinceMs: number;
}

/** So old may a look at a set-point be, ms. */
const lookedMs = 30_000;

/** Remembers since when things are as they are. */
class SinceWhen {
  readonly #known = new Map<string, Since>();

  of(key: string, value: MetricValue, atMs: number): number {
    const before = this.#known.get(key);
    if (before?.value === value) return before.sinceMs;
    this.#known.set(key, { value, sinceMs: atMs });
    return atMs;
  }

  forget(device: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${device}/`)) this.#known.delete(key);
  }
}

/** What a capability takes, as the engine has it; undefined: nothing that it could set. */
function shapeOf({ value }: Capability): Pick<SeenPoint, 'kind' | 'min' | 'max' | 'step' | 'words'> | undefined {
  if (value.kind === 'binary') return { kind: 'binary', min: 0, max: 1, step: 0, words: [] };
  if (value.kind === 'choice') return { kind: 'choice', min: 0, max: 0, step: 0, words: value.options };
  if (value.kind !== 'number') return undefined;
  return { kind: 'number', min: value.min, max: value.max, step: value.step, words: [] };
}

/** Follows a home. */
export class HomeSight {
  readonly #home: ActingHome;
  readonly #values = new SinceWhen();
  readonly #points = new SinceWhen();
  /** Set-points by device, as they were looked at last. */
  readonly #looks = new Map<string, { readonly atMs: number; readonly all: readonly Capability[] }>();
  readonly #looking = new Set<string>();

  constructor(home: ActingHome) {
    this.#home = home;
  }

  /** Looks at the set-points of devices again where that is due; without waiting for it. */
  look(devices: readonly string[], nowMs: number, isDue = (atMs: number): boolean => nowMs - atMs >= lookedMs): void {
    for (const device of devices) {
      const before = this.#looks.get(device);
      if (this.#looking.has(device) || (before !== undefined && !isDue(before.atMs))) continue;
      this.#looking.add(device);
      this.#home
        .capabilities(device)
        .then(
          (all) => void this.#looks.set(device, { atMs: nowMs, all }),
          // What is not there now is looked at again.
          () => undefined,
        )
        .finally(() => this.#looking.delete(device));
    }
  }

  /** The next look at a device is due now: a command has changed it. */
  expire(device: string): void {
    const before = this.#looks.get(device);
    if (before !== undefined) this.#looks.set(device, { ...before, atMs: Number.NEGATIVE_INFINITY });
  }

  forget(device: string): void {
    this.#values.forget(device);
    this.#points.forget(device);
    this.#looks.delete(device);
  }

  /** Undefined while the home is being opened. */
  image(nowMs: number, happened: readonly Happening[], { prices, isHoliday }: Outlook): Image | undefined {
    const snapshot = this.#home.snapshot();
    if (snapshot === undefined) return undefined;
    const { facts } = this.#home;
    const { timeZone, latitude, longitude } = facts.site;
    const values = this.#valuesOf(snapshot, { nowMs, zone: timeZone });
    const devices = facts.devices().map(({ record, kind }) => ({ id: record.id, kind }));
    const moment = homeMoment(nowMs, () => ({
      zone: timeZone,
      devices,
      values: snapshot.values,
      flow: snapshot.flow,
    }));
    return {
      nowMs,
      zone: timeZone,
      place: latitude === undefined || longitude === undefined ? undefined : { latitude, longitude },
      happened,
      prices,
      isHoliday,
      home: (metric) => {
        const seen = moment.look({ name: metric });
        if (seen === undefined) return undefined;
        const value = typeof seen.value === 'boolean' ? Number(seen.value) : seen.value;
        return {
          value,
          atMs: seen.atMs,
          isFresh: seen.isFresh,
          changedMs: this.#values.of(`/${metric}`, value, seen.atMs),
        };
      },
      devices: new Map(facts.devices().map((device) => [device.record.id, this.#deviceOf(device, values)])),
    };
  }

  #valuesOf({ values }: SeenHome, at: LookedAt): ReadonlyMap<string, ReadonlyMap<MetricId, Seen>> {
    const all = new Map<string, Map<MetricId, Seen>>();
    for (const { device, metric, value, atMs, quality } of values) {
      if (!isMetricId(metric)) continue;
      const isFresh = isDecisive({ metric, atMs, quality }, at);
      const changedMs = this.#values.of(`${device}/${metric}`, value, atMs);
      all.getOrInsertComputed(device, () => new Map<MetricId, Seen>()).set(metric, { value, atMs, changedMs, isFresh });
    }
    return all;
  }

  #deviceOf(
    { record: { id, name }, kind, isOnline }: ReturnType<ActingHome['facts']['devices']>[number],
    values: ReadonlyMap<string, ReadonlyMap<MetricId, Seen>>,
  ): SeenDevice {
    const own = values.get(id);
    const lastSeenMs = [...(own?.values() ?? [])].reduce<number | undefined>(
      (most, { atMs }) => Math.max(most ?? atMs, atMs),
      undefined,
    );
    const points = (this.#looks.get(id)?.all ?? []).flatMap(
      (capability): readonly (readonly [SetPointId, SeenPoint])[] => {
        const point = this.#pointOf(id, capability, { own, isOnline });
        return point === undefined ? [] : [[capability.setPoint, point]];
      },
    );
    return { id, name, kind, isOnline, lastSeenMs, value: (metric) => own?.get(metric), points: new Map(points) };
  }

  #pointOf(
    device: string,
    capability: Capability,
    { own, isOnline }: { readonly own: ReadonlyMap<MetricId, Seen> | undefined; readonly isOnline: boolean },
  ): SeenPoint | undefined {
    const shape = shapeOf(capability);
    if (shape === undefined) return undefined;
    const { setPoint, readable, stored, current, currentAtMs, timed } = capability;
    // An id that is both means the same thing shown and set: what is measured is newer.
    const measured = findMetric(setPoint) === undefined ? undefined : own?.get(setPoint as string as MetricId);
    const value = measured?.value ?? current;
    const atMs = measured?.atMs ?? currentAtMs;
    const shows: Seen | undefined =
      value === undefined || atMs === undefined
        ? undefined
        : {
            value,
            atMs,
            changedMs: this.#points.of(`${device}/${setPoint}`, value, atMs),
            isFresh: measured?.isFresh ?? isOnline,
          };
    return {
      ...shape,
      isReadable: readable || shows !== undefined,
      isStored: stored,
      shows,
      timedMs: timed === undefined ? undefined : timed.mostSeconds * 1000,
    };
  }
}
