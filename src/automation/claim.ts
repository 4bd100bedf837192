// What somebody wants of a set-point, until when and why. Whatever acts in a home makes claims; the arbiter alone decides between them.
import type { MetricValue } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { SetPointId } from '#core/set-points.ts';

/** Who claims, from the strongest to the weakest. */
export const claimants = ['person', 'protection', 'plan', 'rule', 'surplus'] as const;

/** One of {@link claimants}. */
export type Claimant = (typeof claimants)[number];

/** A set-point of a device. */
export interface Target {
  readonly device: string;
  readonly setPoint: SetPointId;
}

/** One text for each target, for maps. */
export const targetKey = ({ device, setPoint }: Target): string => `${device}/${setPoint}`;

/** What is wanted: a value, a range (of numbers and of 0 and 1), or some of the words of a choice. */
export type Wish =
  | { readonly value: MetricValue }
  | { readonly from?: number; readonly to?: number }
  | { readonly words: readonly string[] };

/** Who claims: a rule by its id, a person, a limit. */
export interface Claimer {
  readonly kind: Claimant;
  readonly id: string;
  readonly name: string;
}

/** A wish that runs out. */
export interface Claim extends Target {
  readonly by: Claimer;
  /** Among claims of one kind: the smaller is the stronger, then the older. */
  readonly order: number;
  readonly wish: Wish;
  /** Epoch ms; it counts from `sinceMs` on and before `untilMs`. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** What becomes of the set-point when nobody holds it any more: put back, which is usual, or left. */
  readonly after?: 'back' | 'stay' | undefined;
  readonly why: Reason;
}

const rankOf = (claim: Claim): number => claimants.indexOf(claim.by.kind);

/** A range before a value, so that a limit counts for what has the same strength. */
const shapeOf = ({ wish }: Claim): number => Number('value' in wish);
const textOrder = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** The stronger first; the same order whatever order they come in. */
export function byStrength(one: Claim, other: Claim): number {
  return (
    rankOf(one) - rankOf(other) ||
    one.order - other.order ||
    shapeOf(one) - shapeOf(other) ||
    one.sinceMs - other.sinceMs ||
    textOrder(one.by.id, other.by.id) ||
    textOrder(JSON.stringify(one.wish), JSON.stringify(other.wish))
  );
}
