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

/** A gatherer that waits `gatherMs` from the first change; `compose` makes the message. */
export function makeGather(clock: Clock, gatherMs: number, compose: (changed: Changed) => SiteChanges): Gather {
  const subscribers = new Set<(changes: SiteChanges) => void>();
  let values = new Map<string, Set<MetricId>>();
  let devices = new Set<string>();
  let removed: string[] = [];
  let cancel: (() => void) | undefined;

  const send = (): void => {
    cancel = undefined;
    const changed: Changed = { values, devices, removed };
    values = new Map();
    devices = new Set();
    removed = [];
    if (subscribers.size === 0) return;
    const changes = compose(changed);
    for (const subscriber of subscribers) subscriber(changes);
  };
  const soon = (): void => {
    cancel ??= clock.after(gatherMs, send);
  };

  return {
    values(device, metrics) {
      const known = values.get(device) ?? new Set();
      for (const metric of metrics) known.add(metric);
      values.set(device, known);
      soon();
    },
    device(device) {
      devices.add(device);
      soon();
    },
    removed(device) {
      removed.push(device);
      values.delete(device);
      devices.delete(device);
      soon();
    },
    wake: soon,
    subscribe(onChanges) {
      subscribers.add(onChanges);
      return () => void subscribers.delete(onChanges);
    },
    close() {
      cancel?.();
      subscribers.clear();
    },
  };
}
