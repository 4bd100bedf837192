// A charger that is steered: what it can do, how it is wanted to charge, and what is remembered of it.
import type { Expression } from '#core/expression/expression.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { BatteryOrder } from '../surplus/load.ts';

/** How a car is charged: not at all; from the sun alone; slowly at least, faster with the sun; as fast as it goes; so that it is ready in time. */
export const chargeModes = ['off', 'sun', 'sun-first', 'now', 'plan'] as const;

/** One of {@link chargeModes}. */
export type ChargeMode = (typeof chargeModes)[number];

/** What a car is to have, and when: energy since it was connected, Wh, or a state of charge, %. */
export interface ChargeGoal {
  readonly wh?: number | undefined;
  readonly soc?: number | undefined;
  /** Epoch ms. */
  readonly byMs: number;
}

/** A goal of every day: by a time of the clock, minutes since midnight. */
export interface DailyGoal extends Pick<ChargeGoal, 'wh' | 'soc'> {
  readonly byMinute: number;
}

/** A charger. */
export interface Charger {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly device: string;
  /** A socket that is switched, and what a car takes there, W; absent: its current is set. */
  readonly socket?: { readonly setPoint: SetPointId; readonly powerW: number } | undefined;
  /** As nobody has chosen another one. */
  readonly mode: ChargeMode;
  readonly goal?: DailyGoal | undefined;
  /** A of each phase. */
  readonly leastA: number;
  readonly mostA: number;
  /** `auto`: it is switched between one and three. */
  readonly phases: 1 | 3 | 'auto';
  /** Usable energy of the car, Wh: what a state of charge as a goal is worked out with. */
  readonly carWh?: number | undefined;
  /** What it takes now, W; absent: as it says itself. */
  readonly measured?: Expression | undefined;
  readonly battery: BatteryOrder;
  /** It is served before the loads, not behind them. */
  readonly isFirst: boolean;
  /** Power from the grid that is tolerated while it charges from the sun, W. */
  readonly gridW: number;
  readonly startAfterMs: number;
  readonly stopAfterMs: number;
  /** Once begun it charges so long at least, and once paused it rests so long, ms. */
  readonly minOnMs: number;
  readonly minOffMs: number;
  readonly settlesMs: number;
  /** It takes so long until there are more phases, and stays so long as it was switched, ms. */
  readonly phaseAfterMs: number;
  readonly phaseHoldMs: number;
  /** Only when this is true as well. */
  readonly if?: Expression | undefined;
}

/** Whether a car sleeps, as it is remembered since it came. Plain data. */
export interface CarSleep {
  /** Since when it may charge and takes nothing. */
  readonly idleMs?: number | undefined;
  /** When it took something last. */
  readonly tookMs?: number | undefined;
  /** It stopped by itself. */
  readonly isSated?: boolean | undefined;
  /** When it was woken; a person was told that this was of no use. */
  readonly wokenMs?: number | undefined;
  readonly isTold?: boolean | undefined;
}

/** What the car that is there has had, as it is remembered since it came. Plain data. */
export interface CarCount {
  /** What the charger has counted, and what was taken since it was heard last, Wh. */
  readonly wh: number;
  readonly uncountedWh: number;
  /** When it was looked at last. */
  readonly atMs: number;
  /** Its counter as it was heard last, Wh, and since when it has said that. */
  readonly counterWh?: number | undefined;
  readonly counterMs?: number | undefined;
  /** Its charge as it was said last, %, and what it had had then, Wh. */
  readonly soc?: number | undefined;
  readonly socWh?: number | undefined;
}

/** What is remembered of a charger: plain data. */
export interface ChargerMemory {
  /** As a person chose; absent: as it is written. */
  readonly chosen?: { readonly mode: ChargeMode; readonly goal?: ChargeGoal | undefined } | undefined;
  /** What it was given; 0: it is paused. */
  readonly currentA: number;
  readonly phases: 1 | 3;
  /** When that was changed, and what it took at most before, W. */
  readonly changedMs: number;
  readonly beforeW: number;
  /** When it began or was paused, and when its phases were switched. */
  readonly sinceMs: number;
  readonly phasesMs: number;
  /** Since when the sun suffices, or does not; for more current, for more phases, for fewer. */
  readonly fitsMs?: number | undefined;
  readonly missesMs?: number | undefined;
  readonly fasterMs?: number | undefined;
  readonly moreMs?: number | undefined;
  readonly fewerMs?: number | undefined;
  /** The car that is there; absent: none is. */
  readonly car?: CarCount | undefined;
  /** It has to charge now to be ready by this time, epoch ms, until it is. */
  readonly mustMs?: number | undefined;
  /** Of one that does not say whether a car is there: the time of the goal that is counted for. */
  readonly goalMs?: number | undefined;
  /** Of a socket: what was taken towards the goal of a time, Wh, until the last look. */
  readonly count?: { readonly byMs: number; readonly wh: number; readonly atMs: number } | undefined;
  /** Whether that car sleeps. */
  readonly sleep?: CarSleep | undefined;
  /** It charges by plan, for its time or its price, and not from the sun. */
  readonly isPlanned?: boolean | undefined;
}

/** A charger of which nothing has been seen. */
export const freshCharger: ChargerMemory = {
  currentA: 0,
  phases: 1,
  changedMs: 0,
  beforeW: 0,
  sinceMs: 0,
  phasesMs: 0,
};
