// What people set by hand holds for a stated time, on the page or at the device itself.
import { because } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';
import { type Claim, type Target, targetKey } from './claim.ts';
import type { Image } from './image.ts';

/** A value that a person set. */
export interface Override {
  readonly target: Target;
  readonly claim: Claim;
}

/** Overrides that are kept: one for each set-point a person may touch. */
const mostOverrides = 500;

function overrideOf({
  target,
  value,
  untilMs,
  by,
  nowMs,
}: {
  readonly target: Target;
  readonly value: MetricValue;
  readonly untilMs: number;
  readonly by: { readonly id: string; readonly name: string };
  readonly nowMs: number;
}): Override {
  return {
    target,
    claim: {
      ...target,
      by: { kind: 'person', ...by },
      order: 0,
      wish: { value },
      sinceMs: nowMs,
      untilMs,
      why: because('act.by-hand'),
    },
  };
}

/** The overrides that count after what has happened. */
export function overridesAfter(
  before: readonly Override[],
  { happened, nowMs }: Pick<Image, 'happened' | 'nowMs'>,
): readonly Override[] {
  const kept = new Map(before.filter(({ claim }) => claim.untilMs > nowMs).map((one) => [targetKey(one.target), one]));
  for (const one of happened) {
    if (one.kind !== 'override' && one.kind !== 'override-ended') continue;
    const { device, setPoint } = one.target;
    const key = targetKey(one.target);
    kept.delete(key);
    if (one.kind === 'override') kept.set(key, overrideOf({ ...one, target: { device, setPoint }, nowMs }));
  }
  return [...kept.values()].slice(-mostOverrides);
}
