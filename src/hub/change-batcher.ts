// Live changes of one site, gathered for a moment so that a burst of readings becomes one message.
import type { Clock } from '#core/clock.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { SiteChanges } from './types.ts';

/** What changed since the last message, by name; the message is made when it is sent. */
export interface Changed {
  readonly values: ReadonlyMap<string, ReadonlySet<MetricId>>;
  readonly devices: ReadonlySet<string>;
  readonly removed: readonly string[];
  /** The energy of the day. */
  readonly energy: boolean;
}

/** Gathers changes and publishes them. */
export interface ChangeBatcher {
  values(device: string, metrics: readonly MetricId[]): void;
  device(device: string): void;
  removed(device: string): void;
  /** The energy of the day changed. */
  energy(): void;
  /** Whether anybody is listening. */
  readonly isWatched: boolean;
  close(): void;
}

/** Options of {@link makeChangeBatcher}. */
export interface ChangeBatcherOptions {
  readonly clock: Clock;
  /** How long the first change waits for others, ms. */
  readonly gatherMs: number;
  /** Whether anybody watches; without watchers no changes are composed. */
  isWatched(): boolean;
  /** Makes the message of what changed. */
  compose(changed: Changed): SiteChanges;
  publish(changes: SiteChanges): void;
  /** `compose` threw. */
  onMistake(error: unknown): void;
}

/** A batcher without changes. */
export function makeChangeBatcher(options: ChangeBatcherOptions): ChangeBatcher {
  return new Batcher(options);
}

/** What changed, while it is being gathered. */
class Gathered implements Changed {
  readonly values = new Map<string, Set<MetricId>>();
  readonly devices = new Set<string>();
  readonly removed: string[] = [];
  energy = false;
}

class Batcher implements ChangeBatcher {
  readonly #options: ChangeBatcherOptions;
  #changed = new Gathered();
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(options: ChangeBatcherOptions) {
    this.#options = options;
  }

  get isWatched(): boolean {
    return !this.#isClosed && this.#options.isWatched();
  }

  values(device: string, metrics: readonly MetricId[]): void {
    this.#gather(({ values }) => {
      const known = values.getOrInsertComputed(device, () => new Set());
      for (const metric of metrics) known.add(metric);
    });
  }

  device(device: string): void {
    // Gone and back under the same name: two messages, or it would be gone for clients that apply removals last.
    if (this.#changed.removed.includes(device)) this.#send();
    this.#gather(({ devices }) => devices.add(device));
  }

  removed(device: string): void {
    this.#gather(({ values, devices, removed }) => {
      removed.push(device);
      values.delete(device);
      devices.delete(device);
    });
  }

  energy(): void {
    this.#gather((changed) => {
      changed.energy = true;
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isClosed = true;
  }

  /** A later watcher begins with a snapshot: without watchers there is nothing to gather for. */
  #gather(note: (changed: Gathered) => void): void {
    if (!this.isWatched) return;
    note(this.#changed);
    const { clock, gatherMs } = this.#options;
    this.#cancel ??= clock.after(gatherMs, () => this.#send());
  }

  #send(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const changed = this.#changed;
    this.#changed = new Gathered();
    if (!this.isWatched) return;
    const { compose, publish, onMistake } = this.#options;
    try {
      publish(compose(changed));
    } catch (error) {
      // Called by a timer, where an exception would end the process.
      onMistake(error);
    }
  }
}
