// A charger among what the surplus serves: what is seen of it, what it is given, and the claims that come of it.
import { valueOf } from '#core/expression/expression.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { because, type Reason } from '#core/reason.ts';
import { type SetPointId, setPoints } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Claim } from '../claim.ts';
import type { DiaryLine, Notice, PartSight } from '../engine.ts';
import type { Image, Seen, SeenDevice } from '../image.ts';
import { batteryFirst } from '../surplus/look.ts';
import { isTrue, toldOf } from '../told.ts';
import { carCount, type CarSeen, socOf, whOf } from './car-count.ts';
import { goalOf } from './plan.ts';
import { counted } from './socket-count.ts';
import { carPhases as phasesOfCar, carVolts } from './car.ts';
import { sleepStep, type SleepStep } from './asleep.ts';
import type { ChargeCase, ChargeDecision, GoalLook } from './case.ts';
import { type Charger, type ChargeMode, type ChargerMemory, freshCharger } from './charger.ts';
import { chargeDecision, modeOf, wattsPerA } from './current.ts';

/** A charger at the last cycle, for people: plain data. */
export interface ChargerLook {
  /** `held`: a person, a plan or a rule has it; `no-car`: nothing is connected; `away`: it does not answer. */
  readonly state: 'charges' | 'waits' | 'held' | 'no-car' | 'off' | 'away';
  readonly mode: ChargeMode;
  readonly takesW: number;
  /** What is left for it, W; absent: not known. */
  readonly leftW?: number | undefined;
  /** What it may take, A of each phase; 0: it is paused. */
  readonly currentA: number;
  readonly phases: number;
  readonly why: Reason;
  readonly untilMs?: number | undefined;
  readonly goal?: GoalLook | undefined;
  /** Since the car came, Wh. */
  readonly doneWh?: number | undefined;
}

/** What is seen of a charger. */
export interface ChargerSight {
  readonly charger: Charger;
  readonly memory: ChargerMemory;
  readonly isOnline: boolean;
  readonly isSteered: boolean;
  /** Its set-points that somebody else had in the last cycle, and what they are set to; empty: it is steered. */
  readonly others: ReadonlyMap<SetPointId, MetricValue | undefined>;
  readonly isSettling: boolean;
  readonly takesW: number;
  /** What it is measured to take; absent: it is not measured, or that is not known now. */
  readonly measuredW?: number | undefined;
  readonly isPlugged: boolean | undefined;
  /** It shows that it lets the car charge, and that it is the car that does not; undefined: one of them is not known. */
  readonly isUpToCar: boolean | undefined;
  readonly voltageV: number;
  readonly carPhases?: number | undefined;
}

/** A claim that is made anew in each cycle. */
const standingMs = minuteMs;
/** Of any charger, A. */
const anyCurrent = { from: 0, to: setPoints['charger.current.limit'].max } as const;
/** What a car charges with needs some time until it shows, ms. */
const showsMs = minuteMs;

const numberOf = (seen: Seen | undefined): number | undefined =>
  seen?.isFresh === true && typeof seen.value === 'number' ? seen.value : undefined;

/** The set-points it is told by. */
export const pointsOf = ({ socket, phases }: Charger): readonly SetPointId[] => {
  if (socket !== undefined) return [socket.setPoint];
  const points: readonly SetPointId[] = ['charger.enabled', 'charger.current.limit'];
  return phases === 'auto' ? [...points, 'charger.phases'] : points;
};

/** What a socket or a charger shows that it is set to now, A. */
function shownA(charger: Charger, sight: PartSight): number {
  const shown = (setPoint: SetPointId): number | undefined =>
    numberOf(sight.image.devices.get(charger.device)?.points.get(setPoint)?.shows);
  if (charger.socket !== undefined) return shown(charger.socket.setPoint) === 1 ? 1 : 0;
  return shown('charger.enabled') === 1 ? (shown('charger.current.limit') ?? charger.leastA) : 0;
}

/** On how many phases one charges that somebody else may have turned: as it shows, or as the car takes; else as before. */
function foundPhases({ phases }: Charger, device: SeenDevice | undefined, before: 1 | 3 = 1): 1 | 3 {
  if (phases !== 'auto') return phases;
  const shown = numberOf(device?.points.get('charger.phases')?.shows) ?? phasesOfCar(device);
  return shown === 0 ? before : shown > 1 ? 3 : 1;
}

/** One that is seen for the first time goes on as it is found. */
function found(charger: Charger, sight: PartSight): ChargerMemory {
  const currentA = Math.min(charger.mostA, shownA(charger, sight));
  const phases = foundPhases(charger, sight.image.devices.get(charger.device));
  return { ...freshCharger, currentA, phases, sinceMs: sight.image.nowMs };
}

/** As somebody chose it. */
function chosen(memory: ChargerMemory, charger: Charger, { happened }: Image): ChargerMemory {
  const said = happened.findLast((one) => one.kind === 'charging' && one.charger === charger.id);
  if (said?.kind !== 'charging') return memory;
  const { mode, goal } = said;
  return { ...memory, chosen: mode === undefined ? undefined : { mode, goal }, mustMs: undefined };
}

/** What is known of the car that is there. Where nobody says whether one is, what it has had counts for one goal after another. */
function withCar(
  memory: ChargerMemory,
  {
    charger,
    image: { nowMs, zone },
    plugged,
    car,
  }: {
    readonly charger: Charger;
    readonly image: Image;
    readonly plugged: Seen | undefined;
    readonly car: Omit<CarSeen, 'nowMs'>;
  },
): ChargerMemory {
  if (charger.socket !== undefined) return counted({ charger, memory, nowMs, zone }, car.takesW);
  if (plugged?.isFresh === true && plugged.value === 0) return { ...memory, car: undefined, sleep: undefined };
  const goalMs = plugged === undefined ? goalOf({ charger, memory, nowMs, zone })?.byMs : undefined;
  const before = goalMs === memory.goalMs ? memory.car : undefined;
  return { ...memory, goalMs, car: carCount(charger, before, { ...car, nowMs }) };
}

/** Whether the charger shows that the car may charge and does not: words of its state are those of OCPP. */
function upToCar(charger: Charger, device: SeenDevice | undefined): boolean | undefined {
  const isAllowed = numberOf(device?.points.get('charger.enabled')?.shows);
  if (charger.socket !== undefined || isAllowed === undefined) return undefined;
  const state = device?.value('charger.state');
  return isAllowed === 1 && state?.isFresh === true && state.value === 'suspended-ev';
}

/** What is seen of it now. */
export function chargerSight(
  charger: Charger,
  kept: ChargerMemory | undefined,
  { sight, moment }: { readonly sight: PartSight; readonly moment: Moment },
): ChargerSight {
  const { image, holdings } = sight;
  const device = image.devices.get(charger.device);
  const value = (metric: MetricId): number | undefined => numberOf(device?.value(metric));
  const plugged = device?.value('charger.plugged');
  const isPlugged = numberOf(plugged) === undefined ? undefined : numberOf(plugged) !== 0;
  const energyWh = value('charger.energy');
  const before = chosen(kept ?? found(charger, sight), charger, image);
  const points = pointsOf(charger);
  const others = new Map(
    points.flatMap((setPoint) => {
      const holding = holdings.get(`${charger.device}/${setPoint}`);
      const by = holding?.holder?.by;
      const isOther = by !== undefined && by.id !== charger.id && ['person', 'plan', 'rule'].includes(by.kind);
      return isOther ? [[setPoint, holding?.value] as const] : [];
    }),
  );
  const sentMs = points.map((setPoint) => sight.memory({ device: charger.device, setPoint }).sent?.atMs ?? 0);
  const carPhases = phasesOfCar(device);
  const isShown = image.nowMs - before.changedMs > showsMs && carPhases > 0 && before.currentA > 0;
  const measured = charger.measured === undefined ? value('charger.power') : valueOf(charger.measured, moment);
  const voltageV = carVolts(device);
  // A socket that shows whether it is on takes what is declared then, whoever switched it.
  const switched =
    charger.socket === undefined ? undefined : numberOf(device?.points.get(charger.socket.setPoint)?.shows);
  const declaredW = (switched ?? before.currentA) * wattsPerA({ charger, voltageV }, before.phases);
  const takesW = typeof measured === 'number' ? Math.max(0, measured) : isPlugged === false ? 0 : declaredW;
  return {
    charger,
    memory: withCar(before, { charger, image, plugged, car: { energyWh, takesW, soc: value('car.soc') } }),
    isOnline: device?.isOnline === true,
    isSteered: others.size === 0,
    others,
    isSettling: image.nowMs - Math.max(before.changedMs, ...sentMs) < charger.settlesMs,
    takesW,
    ...(typeof measured === 'number' ? { measuredW: measured } : {}),
    isPlugged,
    isUpToCar: upToCar(charger, device),
    voltageV,
    ...(isShown ? { carPhases } : {}),
  };
}

/** What of it the meter has certainly seen, W. */
export const seenChargeW = ({ isSettling, takesW, memory }: ChargerSight): number =>
  isSettling ? Math.min(takesW, Math.max(memory.beforeW, 0)) : takesW;

/** What it is served from. */
export interface ServedFrom {
  readonly image: Image;
  readonly moment: Moment;
  /** What is left for it, W; absent: not known. */
  readonly leftW: number | undefined;
  readonly isGridAway: boolean;
  readonly batterySoc: number | undefined;
  readonly order: number;
}

/** What comes of it. */
export interface Served {
  readonly memory: ChargerMemory;
  readonly claims: readonly Claim[];
  readonly look: ChargerLook;
  /** What it leaves less to those behind it, W. */
  readonly usedW: number;
  readonly diary: readonly DiaryLine[];
  readonly notices: readonly Notice[];
}

function hindranceOf({ charger }: ChargerSight, { moment, batterySoc }: ServedFrom): Reason | undefined {
  const { battery, if: condition } = charger;
  if (condition !== undefined && !isTrue(condition, moment))
    return because('act.condition', { reason: toldOf(condition, moment) });
  if (typeof battery === 'string' || (batterySoc !== undefined && batterySoc >= battery.abovePercent)) return undefined;
  return batteryFirst(battery.abovePercent);
}

const doneWhOf = ({ memory: { car, count } }: ChargerSight): number | undefined => count?.wh ?? (car && whOf(car));

/** What people are shown: what is counted or measured, and not what is only declared. */
const shownWhOf = (seen: ChargerSight): number | undefined =>
  seen.memory.car?.counterWh === undefined && seen.measuredW === undefined && seen.charger.socket === undefined
    ? undefined
    : doneWhOf(seen);

function caseOf(seen: ChargerSight, from: ServedFrom): ChargeCase {
  const { charger, memory, isPlugged, isSettling, voltageV, carPhases } = seen;
  const { image, leftW, isGridAway } = from;
  return {
    charger,
    memory,
    nowMs: image.nowMs,
    zone: image.zone,
    leftW,
    isGridAway,
    hindrance: hindranceOf(seen, from),
    isPlugged: charger.socket === undefined ? isPlugged : undefined,
    isSettling,
    voltageV,
    carPhases,
    doneWh: doneWhOf(seen),
    soc: socOf(memory.car, charger),
    prices: image.prices?.import,
  };
}

/** Claims of a charger on its set-points, for this cycle. */
const claiming =
  (charger: Charger, { isPlan, why }: Pick<ChargeDecision, 'isPlan' | 'why'>, { image, order }: ServedFrom) =>
  (setPoint: SetPointId, wish: Claim['wish']): Claim => ({
    device: charger.device,
    setPoint,
    by: { kind: isPlan ? 'plan' : 'surplus', id: charger.id, name: charger.name },
    order,
    wish,
    sinceMs: image.nowMs,
    untilMs: image.nowMs + standingMs,
    why,
  });

/**
 * What it shows is wanted while somebody else has it: in the cycle in which they let go it stays so, instead of being put back for a moment. What
 * they do not hold of one that charges is put back at once, so that it charges as it would by itself.
 */
function heldClaims({ charger, others }: ChargerSight, why: Reason, from: ServedFrom): readonly Claim[] {
  const device = from.image.devices.get(charger.device);
  const claim = claiming(charger, { isPlan: false, why }, from);
  const isOff = others.get('charger.enabled') === 0;
  return pointsOf(charger).flatMap((setPoint) => {
    const point = device?.points.get(setPoint);
    const value = point?.shows?.isFresh === true ? point.shows.value : undefined;
    const isSwitch = point?.kind === 'binary';
    if (isSwitch || others.has(setPoint)) return value === undefined ? [] : [claim(setPoint, { value })];
    return isOff && point !== undefined ? [claim(setPoint, { from: point.min, to: point.max })] : [];
  });
}

function claimsOf(charger: Charger, decision: ChargeDecision, from: ServedFrom): readonly Claim[] {
  const { currentA, phases } = decision;
  const claim = claiming(charger, decision, from);
  const { socket } = charger;
  const isOn = currentA > 0;
  if (socket !== undefined) return [claim(socket.setPoint, { value: Number(isOn) })];
  // While it is paused its current and phases are left as they are: put back, it would begin with them.
  return [
    ...(charger.phases === 'auto' ? [claim('charger.phases', isOn ? { value: phases } : { from: 1, to: 3 })] : []),
    claim('charger.current.limit', isOn ? { value: currentA } : anyCurrent),
    claim('charger.enabled', { value: Number(isOn) }),
  ];
}

function stateOf(
  seen: ChargerSight,
  { currentA, mode }: Pick<ChargeDecision, 'currentA' | 'mode'>,
): ChargerLook['state'] {
  if (!seen.isOnline) return 'away';
  if (seen.isPlugged === false) return 'no-car';
  if (mode === 'off') return 'off';
  return currentA > 0 ? 'charges' : 'waits';
}

/** Somebody else has it: it goes on from there when they let it go. */
function held(seen: ChargerSight, from: ServedFrom, one: ChargeCase): Served {
  const { charger, memory, takesW } = seen;
  const { nowMs, devices } = from.image;
  const phases = foundPhases(charger, devices.get(charger.device), memory.phases);
  const phasesMs = phases === memory.phases ? memory.phasesMs : nowMs;
  const currentA = Math.min(charger.mostA, Math.max(0, Math.round(takesW / wattsPerA(one, phases))));
  const rest = { fitsMs: undefined, missesMs: undefined, fasterMs: undefined, moreMs: undefined, fewerMs: undefined };
  const why = because('act.as-found');
  const look = { state: 'held', mode: modeOf(one), takesW, currentA, phases, why } as const;
  return {
    memory: { ...memory, ...rest, currentA, phases, phasesMs, changedMs: nowMs, beforeW: takesW },
    claims: heldClaims(seen, why, from),
    look: { ...look, leftW: from.leftW, doneWh: shownWhOf(seen) },
    usedW: 0,
    diary: [],
    notices: [],
  };
}

/** A car that sleeps is woken while it is to charge. */
function wakeOf(seen: ChargerSight, { currentA, memory }: ChargeDecision, { image }: ServedFrom): SleepStep {
  const { charger, measuredW, isUpToCar } = seen;
  const { sleep = {}, sinceMs } = memory;
  if (currentA === 0 || !seen.isOnline) {
    const { idleMs: _, ...rest } = sleep;
    return { sleep: rest, isWaking: false, notices: [] };
  }
  const { id, name } = charger;
  return sleepStep(sleep, { nowMs: image.nowMs, id, name, measuredW, isUpToCar, begunMs: sinceMs });
}

/** It begins to be woken, or that was of no use. */
const isToldNow = ({ sleep }: ChargerMemory, { isWaking, notices, sleep: next }: SleepStep): boolean =>
  (isWaking && sleep?.wokenMs !== next.wokenMs) || notices.length > 0;

/** Serves it. */
export function servedCharger(seen: ChargerSight, from: ServedFrom): Served {
  const { charger, memory, takesW, isSettling } = seen;
  const one = caseOf(seen, from);
  if (!seen.isSteered) return held(seen, from, one);
  const decided = chargeDecision(one);
  const waking = wakeOf(seen, decided, from);
  // Its current is left as it was: the pause is over in a moment.
  const decision = { ...decided, why: waking.why ?? decided.why, memory: { ...decided.memory, sleep: waking.sleep } };
  const { currentA, phases, why, untilMs, goal, mode } = decision;
  const givenW = currentA * wattsPerA(one, phases);
  const isTurned = currentA > 0 !== memory.currentA > 0;
  return {
    memory: decision.memory,
    claims: claimsOf(charger, waking.isWaking ? { ...decision, currentA: 0 } : decision, from),
    look: {
      state: stateOf(seen, decision),
      mode,
      takesW,
      leftW: from.leftW,
      currentA,
      phases,
      why,
      untilMs,
      goal,
      doneWh: shownWhOf(seen),
    },
    usedW: isSettling || isTurned ? Math.max(givenW, takesW) : Math.min(Math.max(givenW, 0), takesW),
    diary: isTurned || isToldNow(memory, waking) ? [{ atMs: from.image.nowMs, by: charger.id, why }] : [],
    notices: waking.notices,
  };
}
