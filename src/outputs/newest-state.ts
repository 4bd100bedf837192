// What is known of each device for servers that keep only the newest: what came, and at the beginning what the home knew before. A device
// that does not answer any more is not known.
import type { MetricId } from '#core/catalogue.ts';
import type { SiteEvent } from '#core/consumer.ts';
import type { ShownValue } from '#core/exposition.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { SinkParts } from './output-kind.ts';

/** The newest of the devices of a home. */
export class NewestState {
  readonly #parts: Pick<SinkParts, 'home' | 'wants'>;
  readonly #values = new Map<string, Map<MetricId, MetricValue>>();
  #isPrimed = false;

  constructor(parts: Pick<SinkParts, 'home' | 'wants'>) {
    this.#parts = parts;
  }

  /** Takes what came. */
  take(batches: readonly Batch[]): void {
    this.#prime();
    for (const { device, metric, value } of batches) {
      const own = this.#of(device);
      for (const [index, id] of metric.entries()) {
        const one = value[index];
        if (one !== undefined) own.set(id, one);
      }
    }
  }

  /** Forgets a device that is gone or silent; whether there was something to forget. */
  event({ kind, device }: SiteEvent): boolean {
    const isGone = kind === 'device-removed' || this.#parts.home.facts.device(device)?.isOnline === false;
    return isGone && this.#values.delete(device);
  }

  /** The values of a device. */
  values(device: string): readonly ShownValue[] {
    const site = this.#parts.home.facts.site.id;
    return [...(this.#values.get(device) ?? [])].map(([metric, value]) => ({ site, device, metric, value }));
  }

  devices(): readonly string[] {
    return [...this.#values.keys()];
  }

  #prime(): void {
    if (this.#isPrimed) return;
    this.#isPrimed = true;
    const { home, wants } = this.#parts;
    for (const { device, metric, value } of home.values())
      if (wants(device, metric)) this.#of(device).set(metric, value);
  }

  #of(device: string): Map<MetricId, MetricValue> {
    return this.#values.getOrInsertComputed(device, () => new Map());
  }
}
