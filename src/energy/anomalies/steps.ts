// Impossible steps: a value that changes faster than what it measures can. Small serialisable state, a few operations a reading.
// Counters are not looked at: the ledger decides what their jumps mean.
import { because } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { familyOf } from './families.ts';
import { anomalyOf, shown } from './finding.ts';
import { ordered, pointsOf } from './track.ts';
import type { Anomaly, Track } from './types.ts';

/** Bounds of change, in the metric's unit; a jump counts once this many readings stay at the new value. */
export interface StepRule {
  readonly slack: number;
  readonly perSecond: number;
  readonly confirmations: number;
  /** This many jumps there and back within a day are reported. */
  readonly mostGlitches: number;
}

/** What is remembered of one series; plain JSON. */
export interface StepState {
  value: number;
  atMs: number;
  /** What it jumped to, not yet believed. */
  held?: { value: number; atMs: number; fromMs: number; count: number };
  glitches: number;
  glitchFromMs: number;
}

/** A confirmed jump, or glitches that repeat. */
export interface StepFinding {
  readonly shape: 'jump' | 'glitches';
  readonly before: number;
  readonly after: number;
  /** The largest change that was possible. */
  readonly bound: number;
  readonly fromMs: number;
  readonly atMs: number;
  readonly samples: number;
}

/** After a longer silence any value is believed, ms. */
const forgetMs = 6 * hourMs;

/** The rule of a metric; undefined if any step is possible. */
export function stepRuleOf(metric: MetricId): StepRule | undefined {
  const step = familyOf(metric)?.step;
  return step === undefined ? undefined : { ...step, confirmations: 3, mostGlitches: 4 };
}

/** The state after the first reading of a series. */
export function beginSteps(value: number, atMs: number): StepState {
  return { value, atMs, glitches: 0, glitchFromMs: 0 };
}

const boundOf = ({ slack, perSecond }: StepRule, ms: number): number => slack + (perSecond * ms) / 1000;

function glitched(state: StepState, rule: StepRule, atMs: number): StepFinding | undefined {
  const { held, value: before } = state;
  delete state.held;
  if (held === undefined) return undefined;
  if (held.fromMs - state.glitchFromMs > dayMs) [state.glitches, state.glitchFromMs] = [0, held.fromMs];
  state.glitches += 1;
  if (state.glitches !== rule.mostGlitches) return undefined;
  const { glitchFromMs: fromMs, glitches: samples } = state;
  return { shape: 'glitches', before, after: held.value, bound: rule.slack, fromMs, atMs, samples };
}

function takeHeld(state: StepState, rule: StepRule, [value, atMs]: readonly [number, number]): StepFinding | undefined {
  const held = state.held;
  if (held === undefined) return undefined;
  const toHeld = Math.abs(value - held.value);
  const toBefore = Math.abs(value - state.value);
  if (toHeld <= boundOf(rule, atMs - held.atMs) && toHeld < toBefore) {
    held.count += 1;
    [held.value, held.atMs] = [value, atMs];
    if (held.count < rule.confirmations) return undefined;
    const { fromMs, count: samples } = held;
    const bound = boundOf(rule, fromMs - state.atMs);
    const finding: StepFinding = { shape: 'jump', before: state.value, after: value, bound, fromMs, atMs, samples };
    Object.assign(state, { value, atMs });
    delete state.held;
    return finding;
  }
  if (toBefore > boundOf(rule, atMs - state.atMs)) {
    state.held = { value, atMs, fromMs: atMs, count: 1 };
    return undefined;
  }
  const finding = glitched(state, rule, atMs);
  Object.assign(state, { value, atMs });
  return finding;
}

/** Takes one reading into `state`; what is older than the last one is ignored. */
export function takeStep(
  state: StepState,
  rule: StepRule,
  [value, atMs]: readonly [value: number, atMs: number],
): StepFinding | undefined {
  const lastMs = state.held?.atMs ?? state.atMs;
  if (atMs <= lastMs) return undefined;
  if (atMs - lastMs > forgetMs) {
    Object.assign(state, beginSteps(value, atMs));
    delete state.held;
    return undefined;
  }
  if (state.held !== undefined) return takeHeld(state, rule, [value, atMs]);
  if (Math.abs(value - state.value) <= boundOf(rule, atMs - state.atMs)) {
    state.value = value;
    state.atMs = atMs;
  } else state.held = { value, atMs, fromMs: atMs, count: 1 };
  return undefined;
}

/** A finding of {@link takeStep} in words; it is over when it is found. */
export function stepAnomaly({ device, metric }: Track['key'], finding: StepFinding): Anomaly {
  const { shape, before, after, bound, fromMs, atMs, samples } = finding;
  const params = { metric: { metric }, was: shown(metric, before), is: shown(metric, after) };
  return anomalyOf({
    kind: 'step',
    device,
    metric,
    fromMs,
    noticedMs: atMs,
    toMs: atMs,
    severity: shape === 'jump' && /^battery\.(soc|cell)/.test(metric) ? 'warning' : 'notice',
    evidence: {
      observed: Math.abs(after - before),
      expected: bound,
      measure: 'value',
      windowMs: atMs - fromMs,
      samples,
    },
    reason:
      shape === 'jump' ? because('anomaly.jump', params) : because('anomaly.spikes', { ...params, count: samples }),
    advice: because('advice.wiring'),
  });
}

/** Impossible steps of a track. */
export function findSteps(input: Track): readonly Anomaly[] {
  const rule = stepRuleOf(input.key.metric);
  if (rule === undefined) return [];
  const found: Anomaly[] = [];
  let state: StepState | undefined;
  for (const [atMs, value] of pointsOf(ordered(input))) {
    if (state === undefined) {
      state = beginSteps(value, atMs);
      continue;
    }
    const finding = takeStep(state, rule, [value, atMs]);
    if (finding !== undefined) found.push(stepAnomaly(input.key, finding));
  }
  return found;
}
