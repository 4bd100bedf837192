// One cycle of what a home does by itself: whatever acts makes its claims, the arbiter decides each set-point, the commander says what is to be
// sent. Pure: the same program, state and images give the same commands, in the house, over a past day, and in the tests.
import type { Reference } from '#core/expression/tree.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import { type Holding, restingValue, settle } from './arbiter.ts';
import { type Claim, type Target, targetKey } from './claim.ts';
import {
  answered,
  command,
  type DueCommand,
  freshMemory,
  noticed,
  type PointMemory,
  type Wanted,
} from './commander.ts';
import { type Guard, guardClaims, isCeiling, loopClaim } from './guards.ts';
import type { Happening } from './happening.ts';
import type { HolidayWish } from './holiday-calendar.ts';
import type { Image, SeenPoint } from './image.ts';
import { type Override, overridesAfter } from './overrides.ts';
import { safeValue } from './safe-values.ts';
import type { Charger } from './chargers/charger.ts';
import type { Circuit } from './circuits/circuit.ts';
import type { Variables } from './scope.ts';
import type { Load } from './surplus/load.ts';

/** Something to be told or done outside of devices: what it is, is its maker's affair. */
export interface Notice {
  /** Which part of the home says it, and its id: `rule boiler`. */
  readonly by: string;
  readonly atMs: number;
  readonly what:
    | {
        readonly kind: 'notify';
        /** As a rule writes it, or in the words of whoever hears it. */
        readonly title: string | Reason;
        readonly text: string | Reason;
        readonly severity: 'info' | 'warning' | 'alarm';
      }
    | { readonly kind: 'publish'; readonly topic: string; readonly payload: string }
    | { readonly kind: 'call'; readonly url: string; readonly body: string }
    /** An action of a plug-in. */
    | {
        readonly kind: 'action';
        readonly name: string;
        readonly params: Readonly<Record<string, string | number | boolean>>;
      };
}

/** A line of the diary: what was decided, and why. */
export interface DiaryLine {
  readonly atMs: number;
  readonly by: string;
  readonly why: Reason;
}

/** What one part of the program gives in a cycle. */
export interface PartStep<State> {
  readonly state: State;
  readonly claims: readonly Claim[];
  readonly notices?: readonly Notice[];
  readonly diary?: readonly DiaryLine[];
}

/** A part that acts: rules, schedules, surplus, circuits, chargers. Its state is plain data. */
export interface Part<State = unknown> {
  readonly name: string;
  /** The state of the first cycle, also when that of before is of another version. */
  begin(kept: unknown): State;
  /** It does not believe all values, by what it saw until the last cycle: the image without them, as the other parts see it. */
  believed?(state: State, image: Image): Image;
  step(state: State, seen: PartSight): PartStep<State>;
}

/** What a part sees besides the image. */
export interface PartSight {
  readonly image: Image;
  /** What the last cycle decided. */
  readonly holdings: ReadonlyMap<string, Holding>;
  /** What was set, and when it changed. */
  memory(target: Target): PointMemory;
}

/** What people wrote, ready to run. */
export interface Program {
  /** Every set-point that it may touch. */
  readonly targets: readonly Target[];
  /** Devices whose set-points are looked at and not touched. */
  readonly watched?: readonly string[] | undefined;
  /** Topics of the broker at which rules are called. */
  readonly topics?: readonly string[] | undefined;
  readonly parts: readonly Part[];
  readonly guards: readonly Guard[];
  /** Loads on the surplus, in the order in which they are served. */
  readonly loads: readonly Load[];
  /** Chargers, in the order in which they are served. */
  readonly chargers: readonly Charger[];
  /** Circuits with limits. */
  readonly circuits?: readonly Circuit[] | undefined;
  /** A value that somebody sets at a device by hand holds for so long, ms. */
  readonly overrideMs: number;
  /** A device that can puts back by itself what the home holds so long after it was told last, ms; 0: none does. */
  readonly safeAfterMs?: number | undefined;
  /** Which days are public holidays; absent: nobody said. */
  readonly holidays?: HolidayWish | undefined;
  /** What variables are at first. */
  readonly variables: Variables;
  /** Whether it looks at prices. */
  readonly usesPrices: boolean;
  /** Every value that it may look at, once. */
  readonly reads: readonly Reference[];
}

/** All that is remembered from cycle to cycle: plain data, to be kept. */
export interface EngineState {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly points: Readonly<Record<string, PointMemory>>;
  readonly overrides: readonly Override[];
  /** Number of the last command: ids are never used twice. */
  readonly commands: number;
}

/** What a cycle came to. */
export interface Cycle {
  readonly state: EngineState;
  readonly commands: readonly DueCommand[];
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly notices: readonly Notice[];
  readonly diary: readonly DiaryLine[];
}

/** A state in which nothing has happened yet. */
export const emptyState: EngineState = { parts: {}, points: {}, overrides: [], commands: 0 };

const pointOf = ({ devices }: Image, { device, setPoint }: Target): SeenPoint | undefined =>
  devices.get(device)?.points.get(setPoint);

/** A set-point that shows nothing counts as what it was set to last. */
function withMemory(point: SeenPoint, { set }: PointMemory): SeenPoint {
  if (point.isReadable || set === undefined) return point;
  return { ...point, shows: { value: set.value, atMs: set.atMs, changedMs: set.atMs, isFresh: true } };
}

interface Remembered {
  readonly memories: Map<string, PointMemory>;
  /** What somebody else moved, as what happened. */
  readonly moved: readonly Happening[];
}

/** What is known of the set-points after what has happened. */
function rememberedAfter(state: EngineState, image: Image, overrideMs: number): Remembered {
  const { happened, nowMs } = image;
  const answers = happened.filter((one) => one.kind === 'answered');
  const moved: Happening[] = [];
  const memories = new Map(
    Object.entries(state.points).map(([key, memory]) => {
      const mine = answers.find(({ command: id }) => memory.sent?.id === id);
      const isSetBy = happened.some((one) => one.kind === 'override' && targetKey(one.target) === key);
      // What somebody sets without a time ends the timer of the device.
      const own = isSetBy ? { ...memory, hold: undefined } : memory;
      const known = mine === undefined ? own : answered(own, mine, nowMs);
      const point = pointOf(image, known);
      const now = point === undefined ? { memory: known } : noticed(point, known, nowMs);
      if (now.moved !== undefined)
        moved.push({
          kind: 'override',
          target: known,
          value: now.moved,
          untilMs: nowMs + overrideMs,
          by: { id: 'hand', name: '' },
        });
      return [key, now.memory] as const;
    }),
  );
  return { memories, moved };
}

interface PartsStep {
  readonly parts: Record<string, unknown>;
  readonly claims: Claim[];
  readonly notices: Notice[];
  readonly diary: DiaryLine[];
}

function stepParts({ parts }: Program, state: EngineState, sight: PartSight): PartsStep {
  const done: PartsStep = { parts: {}, claims: [], notices: [], diary: [] };
  const begun = parts.map((part) => ({ part, from: part.begin(state.parts[part.name]) }));
  const image = begun.reduce((seen, { part, from }) => part.believed?.(from, seen) ?? seen, sight.image);
  for (const { part, from } of begun) {
    const step = part.step(from, part.believed === undefined ? { ...sight, image } : sight);
    done.parts[part.name] = step.state;
    done.claims.push(...step.claims);
    done.notices.push(...(step.notices ?? []));
    done.diary.push(...(step.diary ?? []));
  }
  return done;
}

/** What a set-point is put back to. One that the home did not move yet would go back to what it shows. */
function safeOf({ setPoint }: Target, seen: SeenPoint, { isMoved, before }: PointMemory): MetricValue | undefined {
  return safeValue(setPoint, seen, isMoved ? before : seen.shows?.isFresh === true ? seen.shows.value : undefined);
}

/** What a set-point is to be: what is held; where nothing but how far it may be set is claimed, what it goes back to within that. */
function wantedOf(
  seen: SeenPoint,
  held: { readonly holding: Holding | undefined; readonly safe: MetricValue | undefined; readonly memory: PointMemory },
  among: { readonly claims: readonly Claim[]; readonly nowMs: number },
): Pick<Wanted, 'holding' | 'safe'> {
  const { holding, safe, memory } = held;
  if (holding === undefined || holding.value !== undefined) return { holding, safe };
  if (among.claims.every(isCeiling)) return { safe: restingValue(seen, among, safe) };
  // What a circuit reduced and nobody wants otherwise comes back with it, step by step.
  const isReduced = seen.kind === 'number' && memory.isMoved && memory.before !== undefined;
  if (!isReduced || !among.claims.every(({ by }) => by.kind === 'protection')) return { holding, safe };
  const holder = holding.claims.find(({ outcome }) => outcome === 'narrows')?.claim;
  return { holding: { ...holding, holder, value: restingValue(seen, among, memory.before) }, safe };
}

/** What becomes of what is held when nothing is decided any more. */
function whenStopped(
  { value, holder }: Holding,
  { isMoved, hold, sent }: PointMemory,
  safe: MetricValue | undefined,
): Pick<Holding, 'ifStopped'> {
  const isMine = (isMoved || sent !== undefined) && holder?.after !== 'stay';
  if (value === undefined || safe === undefined || safe === value || !isMine) return {};
  const isHeld = hold !== undefined && hold.value === value && hold.isShown;
  return { ifStopped: isHeld ? { backMs: hold.untilMs } : 'stays' };
}

/** What began to be left alone, for the diary. */
const newLoops = (loops: readonly Claim[], before: ReadonlyMap<string, Holding>, nowMs: number): readonly DiaryLine[] =>
  loops
    .filter((loop) => before.get(targetKey(loop))?.claims.some(({ claim }) => claim.by.id === loop.by.id) !== true)
    .map((loop) => ({ atMs: nowMs, by: targetKey(loop), why: loop.why }));

/** One cycle. `before`: what the last one decided; empty for the first. */
export function decide(
  program: Program,
  state: EngineState,
  { image, before }: { readonly image: Image; readonly before: ReadonlyMap<string, Holding> },
): Cycle {
  const { nowMs } = image;
  const { memories, moved } = rememberedAfter(state, image, program.overrideMs);
  const memory = (target: Target): PointMemory => memories.get(targetKey(target)) ?? freshMemory(target);
  const overrides = overridesAfter(state.overrides, { nowMs, happened: [...image.happened, ...moved] });
  const { parts, claims, notices, diary } = stepParts(program, state, { image, holdings: before, memory });
  const guards = program.guards.flatMap((guard) => {
    const point = pointOf(image, guard);
    return point === undefined
      ? []
      : guardClaims(guard, { point: withMemory(point, memory(guard)), memory: memory(guard), image });
  });
  const loops = [...memories.values()].flatMap((one) => {
    const point = pointOf(image, one);
    return (point === undefined ? undefined : loopClaim(point, one, nowMs)) ?? [];
  });
  const all = Map.groupBy([...overrides.map(({ claim }) => claim), ...guards, ...loops, ...claims], targetKey);
  const targets = new Map<string, Target>(
    [...all].flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first]])),
  );
  for (const [key, one] of memories) targets.set(key, one);
  const holdings = new Map<string, Holding>();
  const commands: DueCommand[] = [];
  let count = state.commands;
  for (const [key, target] of targets) {
    const point = pointOf(image, target);
    if (point === undefined) continue;
    const remembered = memory(target);
    const seen = withMemory(point, remembered);
    const among = { claims: all.get(key) ?? [], nowMs };
    const holding = settle(target, seen, among);
    const safe = safeOf(target, seen, remembered);
    const step = command(point, remembered, {
      wanted: { ...wantedOf(seen, { holding, safe, memory: remembered }, among), safeAfterMs: program.safeAfterMs },
      nowMs,
      id: String(count + 1),
      isOnline: image.devices.get(target.device)?.isOnline === true,
    });
    if (step.command !== undefined) {
      count += 1;
      commands.push(step.command);
    }
    memories.set(key, step.memory);
    if (holding !== undefined) holdings.set(key, { ...holding, ...whenStopped(holding, step.memory, safe) });
  }
  return {
    state: {
      parts,
      points: Object.fromEntries(memories),
      overrides,
      commands: count,
    },
    commands,
    holdings,
    notices,
    diary: [...diary, ...newLoops(loops, before, nowMs)],
  };
}
