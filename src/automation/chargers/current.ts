// With how much a charger charges, decided from one moment: a pure table of the mode, the sun that is left and the time. Down at once, up in
// steps and only when it lasts; paused and begun with delays of their own; phases switched seldom.
import { catalogue } from '#core/catalogue.ts';
import { because, type Reason } from '#core/reason.ts';
import { setPoints } from '#core/set-points.ts';
import type { ChargeCase, ChargeDecision, GoalLook } from './case.ts';
import type { Charger, ChargeMode, ChargerMemory } from './charger.ts';
import { goalLook, goalOf, mustCharge } from './plan.ts';

/** Up by so much at once, A, and only when there has been room for so long, ms. */
const [mostUpA, fasterMs] = [4, 20_000];
/** More of it than this has to be there, A: at the edge between two values it would go up and down. */
const deadBandA = 0.3;
const watt = setPoints['heater.power.target'].unit;
const wattHour = catalogue['charger.energy'].unit;

/** W of one ampere. */
export function wattsPerA(
  { charger, voltageV, carPhases }: Pick<ChargeCase, 'charger' | 'voltageV' | 'carPhases'>,
  phases: number,
): number {
  if (charger.socket !== undefined) return charger.socket.powerW;
  return voltageV * Math.min(phases, carPhases ?? phases);
}

const fullPhases = ({ phases, socket }: Charger): 1 | 3 => (phases === 1 || socket !== undefined ? 1 : 3);
const limitsOf = ({ socket, leastA, mostA }: Charger): readonly [number, number] =>
  socket === undefined ? [leastA, mostA] : [1, 1];

/** What it wants, before it is noted. */
interface Wanted {
  readonly currentA: number;
  readonly phases: 1 | 3;
  readonly why: Reason;
  readonly untilMs?: number | undefined;
  readonly timers?: Partial<ChargerMemory>;
}

const noTimers = {
  fitsMs: undefined,
  missesMs: undefined,
  fasterMs: undefined,
  moreMs: undefined,
  fewerMs: undefined,
} as const;

const since = (isSo: boolean, before: number | undefined, nowMs: number): number | undefined =>
  isSo ? (before ?? nowMs) : undefined;

const lasts = (sinceMs: number | undefined, forMs: number, nowMs: number): boolean =>
  sinceMs !== undefined && nowMs - sinceMs >= forMs;

/** Whether its phases may be turned: the contactor of charger or car rests so long between two turns, also while it is paused. */
const mayTurn = ({ charger, memory, nowMs }: ChargeCase): boolean => lasts(memory.phasesMs, charger.phaseHoldMs, nowMs);

/** How many phases, and since when more or fewer of them would fit. Of a paused one, with how many it would begin. */
function phasesFor(one: ChargeCase, leftW: number): Pick<Wanted, 'phases'> & Partial<ChargerMemory> {
  const { charger, memory, nowMs, carPhases } = one;
  if (charger.phases !== 'auto' || charger.socket !== undefined) return { phases: fullPhases(charger) };
  const threeW = charger.leastA * one.voltageV * 3;
  if (memory.currentA === 0) {
    const phases = leftW >= threeW ? 3 : 1;
    return { phases: mayTurn(one) ? phases : memory.phases };
  }
  // A car that charges on one phase anyway gains nothing.
  if (memory.phases === 3) {
    const fewerMs = since(leftW < threeW - charger.gridW && carPhases !== 1, memory.fewerMs, nowMs);
    const isTurned = mayTurn(one) && lasts(fewerMs, charger.stopAfterMs, nowMs);
    return { phases: isTurned ? 1 : 3, fewerMs: isTurned ? undefined : fewerMs, moreMs: undefined };
  }
  const moreMs = since(leftW >= threeW, memory.moreMs, nowMs);
  const isTurned = mayTurn(one) && lasts(moreMs, charger.phaseAfterMs, nowMs);
  return { phases: isTurned ? 3 : 1, moreMs: isTurned ? undefined : moreMs, fewerMs: undefined };
}

/** While it runs: down at once, up by steps when it lasts, as it was while the meter cannot have seen the last change. */
function graded(one: ChargeCase, phases: 1 | 3, leftW: number): Pick<Wanted, 'currentA'> & Partial<ChargerMemory> {
  const { charger, memory, nowMs, isSettling } = one;
  const [leastA, mostA] = limitsOf(charger);
  const possible = leftW / wattsPerA(one, phases);
  const target = Math.max(leastA, Math.min(mostA, Math.floor(possible)));
  if (phases !== memory.phases) return { currentA: leastA, fasterMs: undefined };
  const isNow = Math.min(mostA, Math.max(leastA, memory.currentA));
  if (isSettling) return { currentA: isNow, fasterMs: memory.fasterMs };
  if (target <= memory.currentA) return { currentA: target, fasterMs: undefined };
  const isRoom = possible >= memory.currentA + 1 + deadBandA || target === mostA;
  const roomMs = since(isRoom, memory.fasterMs, nowMs);
  if (!lasts(roomMs, fasterMs, nowMs)) return { currentA: memory.currentA, fasterMs: roomMs };
  return { currentA: Math.min(target, memory.currentA + mostUpA), fasterMs: undefined };
}

const amounts = (leftW: number | undefined, needsW: number) =>
  ({
    left: { value: Math.max(0, Math.round(leftW ?? 0)), unit: watt },
    needed: { value: Math.round(needsW), unit: watt },
  }) as const;

/** From the sun; `isFloor`: with the least that cars take in any case. */
function bySun(one: ChargeCase, isFloor: boolean): Wanted {
  const { charger, memory, nowMs, hindrance } = one;
  const [leastA] = limitsOf(charger);
  const leftW = hindrance === undefined ? (one.leftW ?? 0) : 0;
  const { phases, ...turning } = phasesFor(one, leftW);
  const runs = memory.currentA > 0;
  // Paused on three phases that may not be turned yet, it begins with what three of them take.
  const fewest = charger.phases === 'auto' && (runs || mayTurn(one)) ? 1 : phases;
  const needsW = leastA * wattsPerA(one, fewest);
  const fits = leftW >= needsW - (runs ? charger.gridW : 0);
  const fitsMs = since(fits, memory.fitsMs, nowMs);
  // What was just begun is not seen at the meter yet.
  const isFresh = one.isSettling && memory.changedMs === memory.sinceMs;
  const missesMs = since(!fits && !isFresh, memory.missesMs, nowMs);
  const timers = { ...turning, fitsMs, missesMs };
  const { currentA, ...rising } = graded(one, phases, leftW);
  const silent = one.leftW === undefined ? because('act.load-silent') : undefined;
  const short = hindrance ?? silent ?? because('act.no-surplus', amounts(leftW, needsW));
  if (isFloor)
    return {
      currentA: runs ? currentA : leastA,
      phases,
      why: because(currentA > leastA ? 'act.charge-sun-more' : 'act.charge-least'),
      timers: { ...timers, ...rising },
    };
  if (runs) {
    const endMs = Math.max((missesMs ?? nowMs) + charger.stopAfterMs, memory.sinceMs + charger.minOnMs);
    if (missesMs !== undefined && nowMs >= endMs) return { currentA: 0, phases, why: short, timers: noTimers };
    if (missesMs === undefined)
      return {
        currentA,
        phases,
        why: because('act.surplus', amounts(leftW, needsW)),
        timers: { ...timers, ...rising },
      };
    const why = because('act.load-off-soon', { reason: short });
    return { currentA: leastA, phases, why, untilMs: endMs, timers };
  }
  const beginMs = Math.max((fitsMs ?? nowMs) + charger.startAfterMs, memory.sinceMs + charger.minOffMs);
  if (fitsMs === undefined) return { currentA: 0, phases, why: short, timers };
  if (nowMs >= beginMs)
    return { currentA: leastA, phases, why: because('act.surplus', amounts(leftW, needsW)), timers: noTimers };
  const why = because('act.load-on-soon', amounts(leftW, needsW));
  return { currentA: 0, phases, why, untilMs: beginMs, timers };
}

const full = (one: ChargeCase, why: Reason): Wanted => ({
  currentA: limitsOf(one.charger)[1],
  phases: fullPhases(one.charger),
  why,
  timers: noTimers,
});

const paused = ({ memory }: ChargeCase, why: Reason): Wanted => ({
  currentA: 0,
  phases: memory.phases,
  why,
  timers: noTimers,
});

interface Planned {
  readonly wanted: Wanted;
  readonly goal?: GoalLook | undefined;
  readonly isPlan: boolean;
}

/** Less than this is not worth a word, Wh. */
const hardlyWh = 200;

/** Why it charges now; that it came too late for all of it, or its time is over. `mustMs`: by when it has to be ready; absent: it is cheap now. */
function whyOf(mustMs: number | undefined, { byMs, missingWh }: GoalLook): Reason {
  if (mustMs === undefined) return because('act.charge-cheap', { at: byMs });
  if (mustMs < byMs) return because('act.charge-overdue', { at: mustMs });
  if (missingWh < hardlyWh) return because('act.charge-in-time', { at: byMs });
  return because('act.charge-late', { at: byMs, missing: { value: Math.round(missingWh), unit: wattHour } });
}

function planned(one: ChargeCase): Planned {
  const goal = goalOf(one);
  if (goal === undefined) return { wanted: bySun(one, false), isPlan: false };
  const [, mostA] = limitsOf(one.charger);
  const look = goalLook(goal, one, mostA * wattsPerA(one, fullPhases(one.charger)));
  const must = mustCharge(look, one);
  if (must === undefined) {
    // What was charged by plan is not gone on with from the grid, not even for the delay of a cloud.
    const { leftW = 0, memory, charger } = one;
    const suffices = one.hindrance === undefined && leftW >= charger.leastA * wattsPerA(one, memory.phases);
    const isDone = memory.isPlanned === true && !suffices;
    const wait = look.isReached ? because('act.charge-reached') : because('act.charge-waits', { at: look.byMs });
    const wanted = isDone ? paused(one, wait) : bySun(one, false);
    return { wanted, goal: look, isPlan: false };
  }
  const mustMs = must === 'time' ? (one.memory.mustMs ?? look.byMs) : undefined;
  const wanted = full(one, whyOf(mustMs, look));
  return {
    wanted: { ...wanted, timers: { ...noTimers, mustMs, isPlanned: true } },
    goal: look,
    isPlan: true,
  };
}

/** The mode that holds. A chosen goal that is over is no plan any more. */
export function modeOf({ charger, memory: { chosen }, nowMs }: ChargeCase): ChargeMode {
  if (!charger.isOn) return 'off';
  if (chosen === undefined) return charger.mode;
  const isOver = chosen.mode === 'plan' && chosen.goal !== undefined && chosen.goal.byMs <= nowMs;
  return isOver ? (charger.mode === 'plan' ? 'plan' : 'sun') : chosen.mode;
}

function wantedIn(mode: ChargeMode, one: ChargeCase): Planned {
  const alone = (wanted: Wanted): Planned => ({ wanted, isPlan: false });
  if (one.isPlugged === false) return alone(paused(one, because('act.charge-no-car')));
  if (mode === 'off') return alone(paused(one, because('act.charge-off')));
  if (one.isGridAway) return alone(paused(one, because('act.charge-grid-away')));
  if (mode === 'now') return { wanted: full(one, because('act.charge-now')), isPlan: true };
  if (mode === 'plan') return planned(one);
  return alone(bySun(one, mode === 'sun-first'));
}

/** Decides. */
export function chargeDecision(one: ChargeCase): ChargeDecision {
  const { memory, nowMs } = one;
  const mode = modeOf(one);
  const { wanted, goal, isPlan } = wantedIn(mode, one);
  const { currentA, why, untilMs, timers = {} } = wanted;
  // Nothing is turned while it is paused: it is when it begins.
  const stays = one.charger.phases === 'auto' && (currentA === 0 || !mayTurn(one));
  const phases = stays ? memory.phases : wanted.phases;
  const isTurned = phases !== memory.phases;
  const isChanged = currentA !== memory.currentA || (isTurned && currentA > 0);
  const isBegun = currentA > 0 !== memory.currentA > 0;
  return {
    mode,
    currentA,
    phases,
    why,
    untilMs,
    goal,
    isPlan,
    memory: {
      ...memory,
      mustMs: undefined,
      isPlanned: false,
      ...timers,
      currentA,
      phases,
      ...(isChanged ? { changedMs: nowMs, beforeW: memory.currentA * wattsPerA(one, memory.phases) } : {}),
      ...(isBegun ? { sinceMs: nowMs } : {}),
      ...(isTurned ? { phasesMs: nowMs } : {}),
    },
  };
}
