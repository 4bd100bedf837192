// Live changes of one site, gathered for a moment so that a burst of readings becomes one message.
import type { Clock } from '#core/clock.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { SiteChanges } from './types.ts';

/** What changed since the last message, by name; the message is made when it is sent. */
export interface Changed {
  readonly values: ReadonlyMap<string, ReadonlySet<MetricId>>;
  readonly devices: ReadonlySet<string>;
  readonly removed: readonly string[];
}

/** Gathers changes and sends them to the subscribers. */
export interface Gather {
  values(device: string, metrics: readonly MetricId[]): void;
  device(device: string): void;
  removed(device: string): void;
  /** Something else changed, such as the energy of the day. */
  wake(): void;
  subscribe(onChanges: (changes: SiteChanges) => void): () => void;
  close(): void;
}

/** Options of {@link makeGather}. */
export interface GatherOptions {
  readonly clock: Clock;
  /** How long the first change waits for others, ms. */
  readonly gatherMs: number;
  /** Makes the message of what changed. */
  compose(changed: Changed): SiteChanges;
  /** A subscriber or `compose` threw; the others get the message all the same. */
  onMistake(error: unknown): void;
}

/** A gatherer without subscribers. */
export function makeGather({ clock, gatherMs, compose, onMistake }: GatherOptions): Gather {
  const subscribers = new Set<(changes: SiteChanges) => void>();
  let values = new Map<string, Set<MetricId>>();
  let devices = new Set<string>();
  let removed: string[] = [];
  let cancel: (() => void) | undefined;

  // Called by a timer, where what is thrown would end the process.
  const attempt = (job: () => void): void => {
    try {
      job();
    } catch (error) {
      onMistake(error);
    }
  };
  const send = (): void => {
    cancel?.();
    cancel = undefined;
    const changed: Changed = { values, devices, removed };
    values = new Map();
    devices = new Set();
    removed = [];
    if (subscribers.size === 0) return;
    attempt(() => {
      const changes = compose(changed);
      for (const subscriber of subscribers) attempt(() => subscriber(changes));
    });
  };
  const soon = (): void => {
    // Who subscribes later begins with a snapshot: without subscribers there is nothing to gather for.
    if (subscribers.size > 0) cancel ??= clock.after(gatherMs, send);
  };

  return {
    values(device, metrics) {
      if (subscribers.size === 0) return;
      const known = values.get(device) ?? new Set();
      for (const metric of metrics) known.add(metric);
      values.set(device, known);
      soon();
    },
    device(device) {
      if (subscribers.size === 0) return;
      // Gone and back under the same name: two messages, or it would be gone for who applies removals last.
      if (removed.includes(device)) send();
      devices.add(device);
      soon();
    },
    removed(device) {
      if (subscribers.size === 0) return;
      removed.push(device);
      values.delete(device);
      devices.delete(device);
      soon();
    },
    wake: soon,
    subscribe(onChanges) {
      const subscriber = (changes: SiteChanges): void => onChanges(changes);
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    close() {
      cancel?.();
      cancel = undefined;
      subscribers.clear();
    },
  };
}
