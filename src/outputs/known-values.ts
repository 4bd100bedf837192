// What an output knows of each device: the newest of each value that its filter lets through.
import type { MetricId } from '#core/catalogue.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { SinkParts } from './output-kind.ts';

/** Values by device and metric. */
export class KnownValues {
  readonly #devices = new Map<string, Map<MetricId, MetricValue>>();

  /** Begins with what the home knows. */
  constructor({ home, wants }: Pick<SinkParts, 'home' | 'wants'>) {
    for (const { device, metric, value } of home.values())
      if (wants(device, metric)) this.#valuesOf(device).set(metric, value);
  }

  of(device: string): ReadonlyMap<MetricId, MetricValue> {
    return this.#devices.get(device) ?? new Map<MetricId, MetricValue>();
  }

  /** Takes a batch in and returns its values. */
  take({ device, metric, value }: Batch): ReadonlyMap<MetricId, MetricValue> {
    const came = new Map<MetricId, MetricValue>();
    for (const [index, id] of metric.entries()) {
      const one = value[index];
      if (one === undefined) continue;
      came.set(id, one);
      this.#valuesOf(device).set(id, one);
    }
    return came;
  }

  forget(device: string): void {
    this.#devices.delete(device);
  }

  #valuesOf(device: string): Map<MetricId, MetricValue> {
    const values = this.#devices.get(device) ?? new Map<MetricId, MetricValue>();
    this.#devices.set(device, values);
    return values;
  }
}
