// What people in the home do on one day, drawn from the day's seed: a list of uses with a start, an end and a power.
import type { Random } from '#core/random.ts';
import { laneRandom } from './noise.ts';
import { type LocalDay, hourOf } from './place.ts';

/** The phases of the home, by index. */
export type PhaseIndex = 0 | 1 | 2;

/** One use of electricity; where `cycleMs` is given it is on for the first `onShare` of each cycle. */
export interface Use {
  readonly phase: PhaseIndex;
  readonly fromMs: number;
  readonly toMs: number;
  readonly powerW: number;
  readonly cycleMs?: number;
  readonly onShare?: number;
}

/** One draw of hot water, litres of 40 °C over a few minutes. */
export interface HotWaterDraw {
  readonly fromMs: number;
  readonly toMs: number;
  readonly litres: number;
}

/** A day's uses and hot water. */
export interface DayPlan {
  readonly uses: readonly Use[];
  readonly draws: readonly HotWaterDraw[];
}

const minute = 60_000;
const [l1, l2, l3]: readonly [PhaseIndex, PhaseIndex, PhaseIndex] = [0, 1, 2];

/** Draws a day's plan; the same seed and day give the same plan. */
export function planDay(seed: number, day: LocalDay): DayPlan {
  const random = laneRandom(seed, 31, day.ordinal);
  const at: At = (hour, spreadMinutes) => hourOf(day, hour) + (random() - 0.5) * spreadMinutes * minute;
  const draw: Draw = { random, at, isRest: day.weekday >= 6 };
  const uses = [...kettles(draw), ...meals(draw), ...machines(draw), ...rooms(draw)];
  return { uses, draws: hotWater(draw) };
}

type At = (hour: number, spreadMinutes: number) => number;

/** What a day's uses are drawn with. */
interface Draw {
  readonly random: Random;
  readonly at: At;
  /** Saturday or Sunday. */
  readonly isRest: boolean;
}

/** A use that begins at a moment and lasts some minutes. */
function lasting(minutes: number, begin: Omit<Use, 'toMs'>): Use {
  return { ...begin, toMs: begin.fromMs + minutes * minute };
}

function kettles({ random, at, isRest }: Draw): Use[] {
  const hours = isRest ? [8.2, 9.4, 15.5, 20.5] : [6.6, 7.3, 16.3, 20.4];
  const boiled = hours
    .filter(() => random() < 0.85)
    .map((hour) => lasting(3, { phase: l1, fromMs: at(hour, 40), powerW: 2000 }));
  return [...boiled, lasting(4, { phase: l1, fromMs: at(isRest ? 8.6 : 6.8, 30), powerW: 950 })];
}

function meals({ random, at, isRest }: Draw): Use[] {
  const uses: Use[] = [];
  const hob = (hour: number, minutes: number): void => {
    const onShare = 0.4 + 0.3 * random();
    uses.push(lasting(minutes, { phase: l2, fromMs: at(hour, 40), powerW: 1800, cycleMs: 90_000, onShare }));
  };
  if (isRest || random() < 0.4) hob(12, 35);
  hob(18.4, 30);
  if (random() < 0.45) {
    const fromMs = at(18.1, 30);
    uses.push(lasting(9, { phase: l2, fromMs, powerW: 2200 }));
    const hotMs = fromMs + 9 * minute;
    uses.push(lasting(35, { phase: l2, fromMs: hotMs, powerW: 2200, cycleMs: 240_000, onShare: 0.35 }));
  }
  return uses;
}

/** Stages of a machine's programme: minutes after its start, how long, at what power. */
type Stage = readonly [afterMinutes: number, minutes: number, powerW: number];
const washing: readonly Stage[] = [
  [3, 17, 2050],
  [20, 50, 110],
  [70, 12, 480],
];
const dishes: readonly Stage[] = [
  [4, 14, 1900],
  [18, 40, 70],
  [58, 11, 1900],
];

function machines({ random, at }: Draw): Use[] {
  const run = (stages: readonly Stage[], startMs: number): Use[] =>
    stages.map(([after, minutes, powerW]) => lasting(minutes, { phase: l3, fromMs: startMs + after * minute, powerW }));
  return [...(random() < 0.5 ? run(washing, at(11, 240)) : []), ...(random() < 0.6 ? run(dishes, at(20.6, 50)) : [])];
}

function rooms({ random, at, isRest }: Draw): Use[] {
  const bedMs = at(isRest ? 23.1 : 22.5, 40);
  const uses: Use[] = [
    { phase: l1, fromMs: at(isRest ? 7.8 : 6.3, 20), toMs: at(isRest ? 9.2 : 7.8, 20), powerW: 90 },
    { phase: l1, fromMs: at(17.3, 30), toMs: bedMs, powerW: 70 + 50 * random() },
    { phase: l1, fromMs: at(19.6, 40), toMs: bedMs, powerW: 110 + 40 * random() },
  ];
  if (!isRest && random() < 0.6) uses.push({ phase: l1, fromMs: at(8.5, 30), toMs: at(16.8, 40), powerW: 85 });
  return uses;
}

function hotWater({ random, at, isRest }: Draw): HotWaterDraw[] {
  const hours = isRest ? [8.8, 9.5, 12.8, 19.2, 21.5] : [6.7, 7.1, 12.9, 19.2, 21.3];
  return hours.map((hour) => {
    const fromMs = at(hour, 25);
    return { fromMs, toMs: fromMs + 6 * minute, litres: 12 + 28 * random() };
  });
}
