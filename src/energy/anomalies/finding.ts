// From a verdict to an anomaly: ids, and episodes out of verdicts that follow each other.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import { inEnglish } from '#core/reason.ts';
import type { Quantity } from '#core/message-params.ts';
import type { Anomaly } from './types.ts';

/** An anomaly as its detector states it: the id follows from the rest. */
export type Finding = Omit<Anomaly, 'id'>;

/** The anomaly of a finding: `cell-weak.battery.battery.cell.voltage.7.1780272000000`. */
export function anomalyOf(finding: Finding): Anomaly {
  const { kind, device, metric, fromMs } = finding;
  return { id: `${kind}.${device}.${metric}.${fromMs}`, ...finding };
}

/** A figure with the unit of its metric. */
export function shown(metric: MetricId, value: number): Quantity {
  return { value, unit: metricOf(metric).unit };
}

/** A finding with its sentences in English, for people who script. */
export function withSentences(anomaly: Anomaly): Anomaly & { readonly why: string; readonly hint: string } {
  return { ...anomaly, why: inEnglish(anomaly.reason), hint: inEnglish(anomaly.advice) };
}

/** Gathers verdicts into episodes: the first bad one opens, an end closes; no episode is open twice. */
export interface Episode {
  readonly isOpen: boolean;
  open(finding: Finding): void;
  close(atMs: number): void;
  /** What was found; the last may be open. */
  found(): readonly Anomaly[];
}

/** An empty {@link Episode}. */
export function makeEpisode(): Episode {
  const found: Anomaly[] = [];
  let current: Finding | undefined;
  return {
    get isOpen() {
      return current !== undefined;
    },
    open(finding) {
      current ??= finding;
    },
    close(atMs) {
      if (current !== undefined) found.push(anomalyOf({ ...current, toMs: Math.max(atMs, current.noticedMs) }));
      current = undefined;
    },
    found: () => (current === undefined ? [...found] : [...found, anomalyOf(current)]),
  };
}
