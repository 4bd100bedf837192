// Impossible steps as readings come in: one look-up and a few operations a value.
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import {
  beginSteps,
  stepAnomaly,
  stepRuleOf,
  takeStep,
  type StepRule,
  type StepState,
} from '#energy/anomalies/steps.ts';
import type { Anomaly } from '#energy/anomalies/types.ts';

/** One series: its rule and what is remembered; without a state until the first reading. */
interface Lane {
  readonly rule: StepRule;
  state?: StepState;
}

/** Watches readings for impossible steps. */
export interface LiveSteps {
  take(batch: Batch): readonly Anomaly[];
  forget(device: string): void;
}

const none: readonly Anomaly[] = [];

function laneOf(metric: MetricId): Lane | undefined {
  const rule = stepRuleOf(metric);
  return rule === undefined ? undefined : { rule };
}

/** A watch that has seen nothing yet. */
export function makeLiveSteps(): LiveSteps {
  const devices = new Map<string, Map<MetricId, Lane | undefined>>();
  const lanesOf = (device: string): Map<MetricId, Lane | undefined> => {
    let lanes = devices.get(device);
    if (lanes === undefined) devices.set(device, (lanes = new Map<MetricId, Lane | undefined>()));
    return lanes;
  };
  const take = ({ device, atMs, metric, value }: Batch): readonly Anomaly[] => {
    const lanes = lanesOf(device);
    let found: Anomaly[] | undefined;
    for (let index = 0; index < metric.length; index += 1) {
      const [id, read] = [metric[index], value[index]];
      if (id === undefined || typeof read !== 'number') continue;
      let lane = lanes.get(id);
      if (lane === undefined) {
        if (lanes.has(id)) continue;
        lanes.set(id, (lane = laneOf(id)));
        if (lane === undefined) continue;
      }
      if (lane.state === undefined) lane.state = beginSteps(read, atMs);
      else {
        const finding = takeStep(lane.state, lane.rule, [read, atMs]);
        if (finding !== undefined) (found ??= []).push(stepAnomaly({ device, metric: id }, finding));
      }
    }
    return found ?? none;
  };
  return { take, forget: (device) => void devices.delete(device) };
}
