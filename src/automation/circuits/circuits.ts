// Circuits with limits, as one part of what acts in a home: loads give way in their order while there is too much, and come back in the reverse order
// when there has been room for them for a while. Nobody knowing what flows, they fall back to what is safe. They are claims of the protection: no
// plan, rule or surplus passes them.
import { valueOf } from '#core/expression/expression.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { because, type Reason } from '#core/reason.ts';
import { setPoints } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import { carCurrents } from '../chargers/car.ts';
import { type Claim, targetKey } from '../claim.ts';
import type { DiaryLine, Notice, Part, PartSight, PartStep } from '../engine.ts';
import { momentOf } from '../scope.ts';
import { type BlindStep, isRepeating, knownAgain, saidAfter, unknownStep } from './blind.ts';
import { type Circuit, type CircuitMemory, freshCircuit, type Given, type Giving } from './circuit.ts';
import { type Elsewhere, elsewhereOf, hasRoom, shareThere } from './elsewhere.ts';
import { drawn, isPaused, mostOf, oneOf, wayOf, within } from './shares.ts';

/** What the circuits remember. */
export interface CircuitsState {
  readonly circuits: Readonly<Record<string, CircuitMemory>>;
  readonly lookedMs?: number | undefined;
}

/** A claim that is made anew in each cycle. */
const standingMs = minuteMs;
/** Fuses come before what protects a device from being switched often. */
const order = 5;
/** What is set follows more slowly than a relay: a car has five seconds. So much longer is waited before more is taken, ms. */
const followsMs = 10_000;
/** No car takes less, A: what leaves less pauses it. Source: IEC 61851-1. */
const leastA = 6;
/** A gap in the cycles says nothing about what flowed in it, ms; a trial of a month decides once a minute. */
const longestCycleMs = 90_000;

/** All that is measured; undefined: one of them is not known. */
function measuredIn({ measured }: Circuit, moment: Moment): readonly number[] | undefined {
  const values = measured.map((one) => valueOf(one, moment));
  const known = values.filter((value) => typeof value === 'number');
  return known.length < values.length || known.length === 0 ? undefined : known;
}

/** What may flow now: the limit, or what the rest of the step may have so that its mean stays within it. */
function allowed({ limit, meanMs }: Circuit, { stepMs, sum }: CircuitMemory, nowMs: number): number {
  if (meanMs === undefined) return limit;
  const restMs = Math.max(10_000, stepMs + meanMs - nowMs);
  return (limit * meanMs - sum) / restMs;
}

function counted(
  { meanMs }: Circuit,
  memory: CircuitMemory,
  { nowMs, passedMs, flows }: { readonly nowMs: number; readonly passedMs: number; readonly flows: number },
): CircuitMemory {
  if (meanMs === undefined) return memory;
  const stepMs = Math.floor(nowMs / meanMs) * meanMs;
  const before = stepMs === memory.stepMs ? memory.sum : 0;
  return { ...memory, stepMs, sum: before + flows * Math.min(passedMs, nowMs - stepMs) };
}

interface Sight {
  readonly sight: PartSight;
  readonly nowMs: number;
  /** Other circuits that a load is in. */
  elsewhere(giving: Giving): readonly Elsewhere[];
}

const enabled = 'charger.enabled';
const ampere = setPoints['charger.current.limit'].unit;

/** What a load is set to take now; 0: it is off or gives, or nothing is known of it. */
function setNow({ sight }: Sight, giving: Giving): number {
  const shown = sight.image.devices.get(giving.device)?.points.get(giving.setPoint)?.shows;
  const known = shown?.isFresh === true ? shown.value : sight.memory(giving).set?.value;
  if (isPaused(sight.image, giving) || typeof known !== 'number') return 0;
  const value = known * wayOf(giving);
  if (value <= 0) return 0;
  return giving.graded === 'no' ? value : Math.min(value, drawn(sight.image, giving) ?? value);
}

/**
 * Volts above the nominal ones do not pause a car that charges with its least: 6 A of three phases are the 4.2 kW that nobody is dimmed below
 * (§ 14a), and 4.3 kW at 240 V. A mean makes up for none of it.
 */
const isSpared = (
  { limit, meanMs, unit }: Circuit,
  { setPoint }: Giving,
  { over, now, one }: { readonly over: number; readonly now: number; readonly one: number },
): boolean =>
  setPoint === 'charger.current.limit' &&
  unit !== ampere &&
  meanMs === undefined &&
  now >= leastA &&
  now * one - over < leastA * one &&
  now * one - over >= leastA * one - limit * 0.03;

/** The first that can give way gives, as much as is needed; undefined: none can. */
function taken(
  circuit: Circuit,
  memory: CircuitMemory,
  { over, at }: { readonly over: number; readonly at: Sight },
): Given | undefined {
  for (const giving of circuit.giving) {
    const { device, setPoint } = giving;
    const before = memory.given.find((one) => targetKey(one) === targetKey(giving));
    const now = setNow(at, giving);
    if (now <= 0 || (before !== undefined && before.to <= 0)) continue;
    const one = oneOf(at.sight.image, giving, circuit.unit);
    const wanted = one === undefined ? 0 : within(Math.min(now, before?.to ?? now) * one - over, one);
    const to = one !== undefined && isSpared(circuit, giving, { over, now, one }) ? leastA : wanted;
    if (before !== undefined && to >= before.to) continue;
    return { device, setPoint, to, sinceMs: at.nowMs };
  }
  return undefined;
}

/** The last that gave way comes back when there is room for it, in every circuit that it is in. */
function back(
  { giving: all, unit }: Circuit,
  { given }: CircuitMemory,
  { room, at }: { readonly room: number; readonly at: Sight },
): readonly Given[] | undefined {
  const last = given.at(-1);
  const giving = last && all.find((one) => targetKey(one) === targetKey(last));
  if (last === undefined || giving === undefined) return undefined;
  const { image } = at.sight;
  const one = oneOf(image, giving, unit);
  const others = at.elsewhere(giving);
  if (one === undefined) return room >= giving.takes && others.every(hasRoom) ? given.slice(0, -1) : undefined;
  // What it does not use of its share is room already.
  const now = setNow(at, giving);
  const to = Math.min(within(now * one + room, one), ...others.map((other) => shareThere(image, other, now)));
  if (to * one >= giving.takes || to >= mostOf(image, giving)) return given.slice(0, -1);
  return to > last.to ? [...given.slice(0, -1), { ...last, to }] : undefined;
}

/** Tenths: 6.4 A is more than 6 A. */
const tenths = (value: number): number => Math.round(value * 10) / 10;

const amount = ({ unit }: Circuit, value: number, limit: number): Reason =>
  because('act.circuit-over', { value: { value: tenths(value), unit }, limit: { value: tenths(limit), unit } });

/** Cars in the circuit, as they measure it themselves, A of all phases. */
const carsIn = ({ sight }: Sight, { giving }: Circuit): number =>
  giving
    .filter(({ setPoint }) => setPoint === 'charger.current.limit')
    .flatMap(({ device }) => carCurrents(sight.image.devices.get(device)))
    .reduce((sum, one) => sum + one, 0);

/** Whether it holds now. A signal that is not known is what it was: an operator's limit does not end with its line. */
function isHolding({ when }: Circuit, { isHeld }: CircuitMemory, moment: Moment): boolean {
  if (when === undefined) return true;
  const now = valueOf(when, moment);
  return typeof now === 'boolean' ? now : isHeld === true;
}

/** What there is to know of it at a moment. */
interface Situation {
  readonly at: Sight;
  readonly moment: Moment;
  readonly passedMs: number;
}

function stepped(circuit: Circuit, kept: CircuitMemory, situation: Situation): BlindStep {
  const { at, moment } = situation;
  const { nowMs } = at;
  if (!isHolding(circuit, kept, moment)) {
    const { stepMs, sum, toldMs } = kept;
    const isLetGo = kept.given.length > 0;
    return {
      memory: { ...freshCircuit, stepMs, sum, toldMs },
      why: isLetGo ? because('act.circuit-off') : undefined,
    };
  }
  const held: CircuitMemory = { ...kept, isHeld: true };
  const values = measuredIn(circuit, moment);
  if (values === undefined) return unknownStep(circuit, held, nowMs);
  const carsA = carsIn(at, circuit);
  const said = saidAfter(held.said, values, { sinceMs: nowMs, carsA });
  if (isRepeating(circuit, said, { nowMs, carsA })) return unknownStep(circuit, { ...held, said }, nowMs);
  const { memory: known, why } = knownAgain({ ...held, said });
  const step = knownStep(circuit, known, { ...situation, flows: Math.max(...values) });
  return why === undefined ? step : { ...step, why };
}

/** A moment at which it is known what flows. */
function knownStep(
  circuit: Circuit,
  before: CircuitMemory,
  { at, passedMs, flows }: Situation & { readonly flows: number },
): BlindStep {
  const { nowMs } = at;
  const sums = counted(circuit, before, { nowMs, passedMs, flows });
  const limit = allowed(circuit, sums, nowMs);
  const memory: CircuitMemory = { ...sums, flows, mayFlow: limit };
  const over = flows - limit;
  if (over > 0) {
    const overMs = memory.overMs ?? nowMs;
    if (nowMs - overMs < circuit.afterMs) return { memory: { ...memory, overMs, roomMs: undefined } };
    const given = taken(circuit, memory, { over, at });
    if (given === undefined) return { memory: { ...memory, overMs, roomMs: undefined } };
    const others = memory.given.filter((one) => targetKey(one) !== targetKey(given));
    // What was taken has to be seen first: the time begins anew.
    return {
      memory: {
        ...memory,
        given: [...others, given],
        overMs:
          nowMs +
          (circuit.giving.some((one) => one.graded !== 'no' && targetKey(one) === targetKey(given)) ? followsMs : 0),
        roomMs: undefined,
      },
      why: amount(circuit, flows, limit),
    };
  }
  // Room is what the last one needs: less of it brings nothing back.
  const given = back(circuit, memory, { room: -over, at });
  const roomMs = given === undefined ? undefined : (memory.roomMs ?? nowMs);
  const next = { ...memory, overMs: undefined, roomMs };
  if (given === undefined || roomMs === undefined || nowMs - roomMs < circuit.backMs) return { memory: next };
  return { memory: { ...next, given, roomMs: nowMs }, why: because('act.circuit-room') };
}

type Taken = Pick<Claim, 'device' | 'setPoint' | 'wish' | 'sinceMs'>;

/** What is claimed of something that was taken away: within what the device can be set to; a car that would have less than it takes is paused. */
function claimsOf({ device, setPoint, to, sinceMs }: Given, { image }: PartSight): readonly Taken[] {
  const point = image.devices.get(device)?.points.get(setPoint);
  const least = point?.kind === 'number' ? point.min : 0;
  if (wayOf({ setPoint }) < 0) return [{ device, setPoint, wish: { from: -to }, sinceMs }];
  const limit: Taken = { device, setPoint, wish: { to: Math.max(to, least) }, sinceMs };
  if (setPoint !== 'charger.current.limit' || to >= leastA) return [limit];
  return [limit, { device, setPoint: enabled, wish: { to: 0 }, sinceMs }];
}

/** The name of the part among those of the engine. */
export const circuitsPartName = 'circuits';

/** Whether this is what it remembered. */
export const isCircuitsState = (kept: unknown): kept is CircuitsState =>
  typeof kept === 'object' && kept !== null && 'circuits' in kept;

/** Circuits with limits, as a part. */
export function circuitsPart(circuits: readonly Circuit[]): Part<CircuitsState> {
  return {
    name: circuitsPartName,
    begin: (kept) => (isCircuitsState(kept) ? kept : { circuits: {} }),
    step(state, sight): PartStep<CircuitsState> {
      const { nowMs } = sight.image;
      const moment = momentOf(sight.image, {});
      const passedMs = state.lookedMs === undefined ? 0 : Math.min(longestCycleMs, Math.max(0, nowMs - state.lookedMs));
      const claims: Claim[] = [];
      const diary: DiaryLine[] = [];
      const notices: Notice[] = [];
      const memories: Record<string, CircuitMemory> = {};
      // What comes back is seen by a shared circuit in the next cycle: one load a cycle.
      let isBack = false;
      for (const circuit of circuits) {
        const { id, name } = circuit;
        const {
          memory,
          why,
          notices: told = [],
        } = stepped(circuit, state.circuits[id] ?? freshCircuit, {
          at: {
            sight,
            nowMs,
            elsewhere: (giving) => {
              const found = elsewhereOf(circuits, { ...state.circuits, ...memories }, { here: circuit, giving });
              return isBack ? found.map((one) => ({ ...one, room: Math.min(one.room, 0) })) : found;
            },
          },
          moment,
          passedMs,
        });
        memories[id] = memory;
        isBack ||= why?.code === 'act.circuit-room';
        if (why !== undefined) diary.push({ atMs: nowMs, by: id, why });
        notices.push(...told);
        const by = { kind: 'protection', id, name } as const;
        const reason = because(memory.isBlind === true ? 'act.circuit-blind' : 'act.circuit', {
          circuit: { external: name },
        });
        const standing = { by, order, untilMs: nowMs + standingMs, why: reason } as const;
        for (const given of memory.given)
          claims.push(...claimsOf(given, sight).map((one) => ({ ...standing, ...one })));
      }
      return { state: { circuits: memories, lookedMs: nowMs }, claims, diary, notices };
    },
  };
}
