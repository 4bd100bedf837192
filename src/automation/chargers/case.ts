// What decides about a charger at one moment, and what comes of it.
import type { Reason } from '#core/reason.ts';
import type { PriceSlot } from '../prices.ts';
import type { Charger, ChargeMode, ChargerMemory } from './charger.ts';

/** A charger at a moment. */
export interface ChargeCase {
  readonly charger: Charger;
  readonly memory: ChargerMemory;
  readonly nowMs: number;
  readonly zone: string;
  /** What is left for it, W, with what it takes itself; absent: not known. */
  readonly leftW: number | undefined;
  readonly isGridAway: boolean;
  /** Something besides the sun that keeps it from charging on it. */
  readonly hindrance?: Reason | undefined;
  /** Whether a car is there; absent: the charger does not say. */
  readonly isPlugged: boolean | undefined;
  /** The meter cannot have seen the last change. */
  readonly isSettling: boolean;
  /** Of a phase, V. */
  readonly voltageV: number;
  /** On how many phases the car charges, where that shows. */
  readonly carPhases?: number | undefined;
  /** What the car has had since it came, Wh, and its state of charge as far as that is known, %. */
  readonly doneWh: number | undefined;
  readonly soc: number;
  readonly prices?: readonly PriceSlot[] | undefined;
}

/** A goal as it stands. */
export interface GoalLook {
  readonly byMs: number;
  /** Still to come, Wh. */
  readonly needWh: number;
  /** When it charges at the latest, whatever the sun does. */
  readonly latestMs: number;
  /** What can no longer be charged by its time, Wh. */
  readonly missingWh: number;
  readonly isReached: boolean;
}

/** What comes of it. */
export interface ChargeDecision {
  readonly memory: ChargerMemory;
  /** A; 0: paused. */
  readonly currentA: number;
  readonly phases: 1 | 3;
  readonly mode: ChargeMode;
  /** It is the plan that wants it, not the sun. */
  readonly isPlan: boolean;
  readonly why: Reason;
  /** When that changes if it stays as it is, epoch ms. */
  readonly untilMs?: number | undefined;
  readonly goal?: GoalLook | undefined;
}
