// Loads on the surplus of the sun, by their order: each gets what those before it leave. One that fits for a while comes on, one that does not for a
// while goes off; what was just switched is counted as declared until the meter can have seen it.
import type { Moment } from '#core/expression/evaluate.ts';
import { because, type Reason } from '#core/reason.ts';
import { setPoints } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import type { Claim } from '../claim.ts';
import type { DiaryLine, Notice, Part, PartStep } from '../engine.ts';
import type { Image } from '../image.ts';
import { momentOf } from '../scope.ts';
import { isTrue, toldOf } from '../told.ts';
import type { Charger, ChargerMemory } from '../chargers/charger.ts';
import { chargerSight, type ChargerLook, type ChargerSight, seenChargeW, servedCharger } from '../chargers/served.ts';
import { type BatteryLimits, type Budget, budgetOf, isGridAway, netOf } from './budget.ts';
import {
  besideOf,
  currentsOf,
  frozenTold,
  meterAfter,
  meterOf,
  type MeterTrail,
  withoutFrozen,
} from './frozen-meter.ts';
import { learn, nothingLearned } from './learning.ts';
import { counted, found, type LoadSight, seenW, sightOf, usedW } from './load-sight.ts';
import { freshLoad, type Load, type LoadMemory } from './load.ts';
import { mustRun, remembered, sufficesW } from './day-needs.ts';
import { batteryFirst, gridAway, heldLook, type LoadLook, neededW, offLook, steeredLook } from './look.ts';

/** What the surplus control remembers. */
export interface SurplusState {
  readonly loads: Readonly<Record<string, LoadMemory>>;
  readonly chargers?: Readonly<Record<string, ChargerMemory>> | undefined;
  readonly chargerLooks?: Readonly<Record<string, ChargerLook>> | undefined;
  /** What each does and waits for, as of the last cycle; absent in what an earlier version kept. */
  readonly looks?: Readonly<Record<string, LoadLook>> | undefined;
  readonly lookedMs?: number | undefined;
  /** What the meter of the grid said lately; absent: nothing, or an earlier version kept it. */
  readonly meter?: MeterTrail | undefined;
}

const watt = setPoints['heater.power.target'].unit;
/** A claim that is made anew in each cycle. */
const standingMs = minuteMs;
/** A gap in the cycles is not taken for running time, ms; a trial of a month decides once a minute. */
const longestCycleMs = 90_000;
/** Of its power. */
const dip = 0.2;
const localDay = ({ nowMs, zone }: Image): { readonly day: string; readonly minute: number } => {
  const local = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  return { day: local.toPlainDate().toString(), minute: local.hour * 60 + local.minute };
};

/** What besides the surplus keeps it off; undefined: nothing. */
function hindranceOf(
  { load, memory }: LoadSight,
  { budget, moment }: { readonly budget: Budget | undefined; readonly moment: Moment },
): Reason | undefined {
  const { battery, mostMs, if: condition } = load;
  if (mostMs !== undefined && memory.ranMs >= mostMs) return because('act.load-most');
  if (condition !== undefined && !isTrue(condition, moment))
    return because('act.condition', { reason: toldOf(condition, moment) });
  if (typeof battery === 'string' || (budget?.soc !== undefined && budget.soc >= battery.abovePercent))
    return undefined;
  return batteryFirst(battery.abovePercent);
}

/** Turns what fits into what is wanted, with its delays both ways: a short dip or peak begins its time anew. */
function timed(
  memory: LoadMemory,
  fits: boolean,
  { load, nowMs }: { readonly load: Load; readonly nowMs: number },
): LoadMemory {
  const fitsMs = fits ? (memory.fitsMs ?? nowMs) : undefined;
  const missesMs = fits ? undefined : (memory.missesMs ?? nowMs);
  const next = { ...memory, fitsMs, missesMs };
  if (!memory.isWanted && fitsMs !== undefined && nowMs - fitsMs >= load.onAfterMs)
    return { ...next, isWanted: true, sinceMs: nowMs };
  if (memory.isWanted && missesMs !== undefined && nowMs - missesMs >= load.offAfterMs)
    return { ...next, isWanted: false, sinceMs: nowMs };
  return next;
}

/** What is left, for loads before and behind the battery, W. */
interface Left {
  beforeW: number;
  afterW: number;
}

const leftFor = ({ battery }: Pick<Load, 'battery'>, left: Left): number =>
  (typeof battery === 'string' ? battery : battery.order) === 'before'
    ? left.beforeW
    : Math.min(left.beforeW, left.afterW);

function take(left: Left, watts: number): void {
  left.beforeW -= watts;
  left.afterW -= watts;
}

/** What a graded load is given: down at once, up only by what is there, in its steps. */
function graded(load: Load, memory: LoadMemory, leftW: number): number {
  const { leastW = 0, powerW, stepW } = load;
  const possible = Math.min(powerW, leftW);
  if (possible < leastW) return memory.isWanted ? leastW : 0;
  return leastW + Math.floor((possible - leastW) / stepW) * stepW;
}

interface Decided {
  readonly memory: LoadMemory;
  readonly valueW: number;
  readonly why: Reason;
  readonly look: LoadLook;
}

/** What a cycle stands on. */
interface Around {
  readonly left: Left;
  readonly budget: Budget | undefined;
  readonly image: Image;
  readonly moment: Moment;
  readonly day: string;
  /** Of the day. */
  readonly minute: number;
  readonly passedMs: number;
  /** What the house takes besides the sun, W. */
  readonly netW: number | undefined;
  readonly isAway: boolean;
}

/** What it is given: as before, while the meter cannot have seen the last change. */
function givenTo(
  { load, isSettling }: LoadSight,
  next: LoadMemory,
  { must, leftW }: { readonly must: boolean; readonly leftW: number },
): number {
  if (must) return load.powerW;
  if (!next.isWanted) return 0;
  if (load.leastW === undefined) return load.powerW;
  return isSettling && next.givenW > 0 ? next.givenW : graded(load, next, leftW);
}

/** Whoever else holds it: it goes on from there when they let it go. */
function followed({ memory, runs, takesW, setW: givenW }: LoadSight, nowMs: number): Decided {
  const sinceMs = memory.isWanted === runs ? memory.sinceMs : nowMs;
  const rest = { isWanted: runs, sinceMs, givenW, fitsMs: undefined, missesMs: undefined, isMust: false };
  return { memory: { ...memory, ...rest }, valueW: givenW, why: because('act.as-found'), look: heldLook(takesW) };
}

/** Why it runs, or does not, by the sun. */
function sunReason(
  isOn: boolean,
  { leftW, needsW, isEarly }: { readonly leftW: number; readonly needsW: number; readonly isEarly: boolean },
): Reason {
  if (!Number.isFinite(needsW)) return because('act.load-cheap');
  // Less than nothing is nothing left, to people.
  const left = { value: Math.max(0, Math.round(leftW)), unit: watt };
  const amounts = { left, needed: { value: needsW, unit: watt } } as const;
  if (!isOn) return because('act.no-surplus', amounts);
  return because(isEarly ? 'act.load-early' : 'act.surplus', amounts);
}

function decided(seen: LoadSight, around: Around): Decided {
  const { left, budget, image, moment, minute, isAway } = around;
  const { load, memory, isSettling } = seen;
  const { nowMs } = image;
  if (!seen.isSteered) return followed(seen, nowMs);
  const leftW = budget === undefined ? 0 : leftFor(load, left);
  const { day, passedMs } = around;
  const needsW = sufficesW(seen, { image, minute });
  const isEarly = needsW < neededW(load);
  // It has to run today anyway: what it buys in a dip it would buy later as well.
  const dipW = isEarly ? Math.max(load.gridW, dip * load.powerW) : load.gridW;
  const enough = leftW >= needsW - (memory.isWanted ? dipW : 0);
  const hindrance = hindranceOf(seen, { budget, moment });
  const fits = budget !== undefined && hindrance === undefined && (enough || (isSettling && memory.isWanted));
  const program = load.programMs !== undefined && memory.isWanted && nowMs - memory.sinceMs < load.programMs;
  // Without the grid the battery would feed it: nothing runs, and nothing goes off with a delay.
  const must = !isAway && mustRun(load, memory, { image, minute });
  const ordered = timed(memory, fits || program, { load, nowMs });
  // What runs may run on for its time; without a surplus that is known nothing comes on.
  const isBlind = budget === undefined && !seen.runs && !program;
  // Its time of the day is a bound, not a wish: no delay behind it.
  const isSpent = load.mostMs !== undefined && memory.ranMs >= load.mostMs;
  const isOff = isBlind || isAway || isSpent;
  const sinceMs = isOff && memory.isWanted ? nowMs : ordered.sinceMs;
  const next = { ...ordered, sinceMs, isWanted: ordered.isWanted && !isOff, isMust: must };
  const valueW = givenTo(seen, next, { must, leftW });
  const spent = isSpent && !must ? because('act.load-most') : undefined;
  const why = isAway
    ? gridAway
    : spent !== undefined
      ? spent
      : must
        ? because('act.floor')
        : sunReason(valueW > 0, { leftW, needsW, isEarly });
  const given = valueW === memory.givenW ? {} : { givenW: valueW, beforeW: memory.givenW };
  const sun = budget === undefined ? next : remembered({ ...seen, memory: next }, { day, minute, passedMs, leftW });
  const after = { ...sun, ...given };
  const look = steeredLook({
    load,
    memory: after,
    takesW: seen.takesW,
    leftW: budget === undefined ? undefined : leftW,
    needsW,
    valueW,
    hindrance,
    isGridAway: isAway,
    fits,
    must,
    nowMs,
  });
  return { memory: after, valueW, why, look };
}

function claimOf(
  load: Load,
  { valueW, why, memory }: Decided,
  { order, nowMs }: { readonly order: number; readonly nowMs: number },
): Claim {
  return {
    device: load.device,
    setPoint: load.setPoint,
    by: { kind: 'surplus', id: load.id, name: load.name },
    order,
    wish: { value: load.leastW === undefined ? Number(valueW > 0) : Math.round(valueW / load.perUnitW) },
    sinceMs: Math.min(nowMs, memory.sinceMs),
    untilMs: nowMs + standingMs,
    why,
  };
}

/** Whether something that was kept is what the surplus control remembers. */
export const isSurplusState = (kept: unknown): kept is SurplusState =>
  typeof kept === 'object' && kept !== null && 'loads' in kept;

/** Its name among the parts of a program. */
export const surplusPartName = 'surplus';

/** What a cycle gives, as it is gathered. */
interface Gathered {
  readonly claims: Claim[];
  readonly diary: DiaryLine[];
  readonly notices: Notice[];
  readonly loads: Record<string, LoadMemory>;
  readonly looks: Record<string, LoadLook>;
  readonly chargers: Record<string, ChargerMemory>;
  readonly chargerLooks: Record<string, ChargerLook>;
}

const nothingGathered = (): Gathered => ({
  claims: [],
  diary: [],
  notices: [],
  loads: {},
  looks: {},
  chargers: {},
  chargerLooks: {},
});

function serveLoads(seen: readonly LoadSight[], around: Around, gathered: Gathered): void {
  const { nowMs } = around.image;
  for (const [order, one] of seen.entries()) {
    const { load } = one;
    if (!load.isOn) {
      gathered.looks[load.id] = offLook(one.takesW);
      const { day, ranMs, ranWh, learned } = one.memory;
      gathered.loads[load.id] = { ...freshLoad, day, ranMs, ranWh, learned };
      continue;
    }
    const result = decided(one, around);
    const learned = learn(one.memory.learned ?? nothingLearned, {
      nowMs,
      netW: around.netW,
      changedW: one.isSteered ? result.memory.givenW - one.memory.givenW : 0,
      isDisturbed: seen.some((other) => other !== one && other.isSettling),
    });
    gathered.loads[load.id] = { ...result.memory, learned };
    gathered.looks[load.id] = result.look;
    if (one.isSteered) take(around.left, usedW(one, result.valueW));
    if (result.memory.isWanted !== one.memory.isWanted)
      gathered.diary.push({ atMs: nowMs, by: load.id, why: result.why });
    gathered.claims.push(claimOf(load, result, { order, nowMs }));
  }
}

function serveChargers(seen: readonly ChargerSight[], around: Around, gathered: Gathered): void {
  const { image, moment, budget, left, isAway } = around;
  for (const [order, one] of seen.entries()) {
    const { id } = one.charger;
    const leftW = budget === undefined ? undefined : leftFor(one.charger, left);
    const from = { image, moment, leftW, isGridAway: isAway, batterySoc: budget?.soc, order };
    const { memory, claims, look, usedW: taken, diary, notices } = servedCharger(one, from);
    gathered.chargers[id] = memory;
    gathered.chargerLooks[id] = look;
    gathered.claims.push(...claims);
    gathered.diary.push(...diary);
    gathered.notices.push(...notices);
    take(left, taken);
  }
}

/** Loads and chargers on the surplus, in their order, as a part. */
export function surplusPart(
  loads: readonly Load[],
  limits: BatteryLimits,
  chargers: readonly Charger[] = [],
): Part<SurplusState> {
  return {
    name: surplusPartName,
    begin: (kept) => (isSurplusState(kept) ? kept : { loads: {} }),
    believed: ({ meter }, image) => withoutFrozen(meter, image),
    step(state, sight): PartStep<SurplusState> {
      const { image } = sight;
      const { nowMs } = image;
      const moment = momentOf(image, {});
      const { day, minute } = localDay(image);
      const passedMs = state.lookedMs === undefined ? 0 : Math.min(longestCycleMs, Math.max(0, nowMs - state.lookedMs));
      const seen = loads.map((load) => {
        const kept = state.loads[load.id];
        const before = sightOf(load, kept ?? freshLoad, { sight, moment });
        const memory = kept ?? found(load, before.runs, nowMs);
        return { ...before, memory: counted({ ...before, memory }, { day, passedMs }) };
      });
      const cars = chargers.map((one) => chargerSight(one, state.chargers?.[one.id], { sight, moment }));
      const steeredW =
        seen.reduce((sum, one) => sum + (one.isSteered ? seenW(one) : 0), 0) +
        cars.reduce((sum, one) => sum + (one.isSteered ? seenChargeW(one) : 0), 0);
      const meter = meterAfter(state.meter, {
        nowMs,
        meter: meterOf(image),
        currentsA: currentsOf(image),
        besideW: besideOf(image, seen, cars),
        steeredW,
      });
      const isFrozen = meter?.isFrozen === true;
      const budget = isFrozen ? undefined : budgetOf(image, steeredW, limits);
      const left: Left = { beforeW: budget?.beforeW ?? 0, afterW: budget?.afterW ?? 0 };
      const isAway = isGridAway(image);
      const around = {
        left,
        budget,
        image,
        moment,
        day,
        minute,
        passedMs,
        netW: isFrozen ? undefined : netOf(image),
        isAway,
      };
      const gathered = nothingGathered();
      const isFirst = ({ charger }: ChargerSight): boolean => charger.isFirst;
      serveChargers(cars.filter(isFirst), around, gathered);
      serveLoads(seen, around, gathered);
      serveChargers(
        cars.filter((one) => !isFirst(one)),
        around,
        gathered,
      );
      const { claims, diary, notices, ...kept } = gathered;
      const told = frozenTold(state.meter, meter, nowMs);
      return {
        state: { ...kept, lookedMs: nowMs, meter },
        claims,
        diary: [...told.diary, ...diary],
        notices: [...told.notices, ...notices],
      };
    },
  };
}
