// A meter that answers and repeats one value – a gateway whose source is away, a bridge that says again what it knew – looks fresh and knows nothing.
// It is told by what moves beside it: with the sun, the battery or a measured load moving, the power at the grid cannot stay the same to the watt.
import { type MetricId, metricOf } from '#core/catalogue.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import type { ChargerSight } from '../chargers/served.ts';
import type { DiaryLine, Notice } from '../engine.ts';
import type { Image, Seen, SeenDevice } from '../image.ts';
import type { LoadSight } from './load-sight.ts';

/** What is remembered of the meter since its value changed. Plain data. */
export interface MeterTrail {
  readonly valueW: number;
  readonly sinceMs: number;
  /** When it was read last, and how often it said this value. */
  readonly readMs: number;
  readonly readings: number;
  /** What moves beside it, as it was counted last, W; and how often it moved. */
  readonly besideW?: number | undefined;
  readonly moves: number;
  /** What the steered loads took when this value began, W. */
  readonly steeredW: number;
  /** Currents of its phases when this value began, A; absent: an earlier version kept it. */
  readonly currentsA?: readonly (number | undefined)[] | undefined;
  /** It is not believed until it changes. */
  readonly isFrozen: boolean;
}

/** What is seen at a moment. */
export interface MeterSight {
  readonly nowMs: number;
  /** The meter, W, and when it was read; absent: it is silent. */
  readonly meter?: { readonly valueW: number; readonly atMs: number } | undefined;
  /** Sun and battery less the loads that are measured, W; absent: nothing of them is known. */
  readonly besideW: number | undefined;
  readonly steeredW: number;
  readonly currentsA?: MeterTrail['currentsA'];
}

/** An inverter or a battery that regulates holds the meter here for long, W. */
const regulatedW = 100;
/** So long and so often the same at least. */
const leastMs = 10 * minuteMs;
const leastReadings = 10;
/** So many moves of so much beside it that leave no trace. */
const leastMoves = 5;
const moveW = 100;
/** So long the same although what is steered has changed by so much; a boiler that is hot takes nothing, and says so at once in the noise of the meter. */
const longMs = 120 * minuteMs;
const switchedW = 500;

function movesBeside({ besideW, moves }: MeterTrail, nowW: number | undefined): Pick<MeterTrail, 'besideW' | 'moves'> {
  if (nowW === undefined) return { besideW, moves };
  if (besideW === undefined) return { besideW: nowW, moves };
  return Math.abs(nowW - besideW) < moveW ? { besideW, moves } : { besideW: nowW, moves: moves + 1 };
}

/** What is known of the meter after a moment; absent while it is silent. */
export function meterAfter(
  trail: MeterTrail | undefined,
  { nowMs, meter, besideW, steeredW, currentsA }: MeterSight,
): MeterTrail | undefined {
  if (meter === undefined) return trail;
  const { valueW, atMs } = meter;
  if (trail?.valueW !== valueW)
    return {
      valueW,
      sinceMs: nowMs,
      readMs: atMs,
      readings: 1,
      besideW,
      moves: 0,
      steeredW,
      currentsA,
      isFrozen: false,
    };
  const readings = trail.readings + Number(atMs > trail.readMs);
  const next = { ...trail, ...movesBeside(trail, besideW), readings, readMs: atMs };
  const sameMs = nowMs - trail.sinceMs;
  const isTold = Math.abs(valueW) > regulatedW && readings >= leastReadings;
  const hasNoTrace = sameMs >= leastMs && next.moves >= leastMoves;
  const hasNoEffect = sameMs >= longMs && Math.abs(steeredW - trail.steeredW) >= switchedW;
  return { ...next, isFrozen: trail.isFrozen || (isTold && (hasNoTrace || hasNoEffect)) };
}

const fresh = (seen: Seen | undefined): number | undefined =>
  seen?.isFresh === true && typeof seen.value === 'number' ? seen.value : undefined;

/** The meter of the grid, as it was read last. */
export function meterOf(image: Image): MeterSight['meter'] {
  const seen = image.home('grid.power');
  const valueW = fresh(seen);
  return seen === undefined || valueW === undefined ? undefined : { valueW, atMs: seen.atMs };
}

/** What moves beside the meter, W: sun and battery less what is measured of loads and chargers; undefined while one of them is not known. */
export function besideOf(
  image: Image,
  loads: readonly LoadSight[],
  chargers: readonly ChargerSight[],
): number | undefined {
  let sumW = 0;
  let isKnown = false;
  for (const metric of ['pv.power', 'battery.power'] as const) {
    const seen = image.home(metric);
    if (seen === undefined) continue;
    const watts = fresh(seen);
    if (watts === undefined) return undefined;
    sumW += watts;
    isKnown = true;
  }
  for (const { load, measuredW } of loads) {
    if (load.measured === undefined) continue;
    if (measuredW === undefined) return undefined;
    sumW -= measuredW;
    isKnown = true;
  }
  for (const { measuredW } of chargers) {
    if (measuredW === undefined) continue;
    sumW -= measuredW;
    isKnown = true;
  }
  return isKnown ? sumW : undefined;
}

/** What is told when a meter begins to be disbelieved, and when it moves again. */
export function frozenTold(
  before: MeterTrail | undefined,
  now: MeterTrail | undefined,
  nowMs: number,
): { readonly diary: readonly DiaryLine[]; readonly notices: readonly Notice[] } {
  const wasFrozen = before?.isFrozen === true;
  if (now === undefined || now.isFrozen === wasFrozen) return { diary: [], notices: [] };
  const by = 'grid.power';
  if (!now.isFrozen) return { diary: [{ atMs: nowMs, by, why: because('act.meter-moves') }], notices: [] };
  const minutes = Math.round((nowMs - now.sinceMs) / minuteMs);
  const why = because('act.meter-frozen', {
    power: { value: now.valueW, unit: metricOf('grid.power').unit },
    time: external(`${minutes} min`),
  });
  const title = because('act.meter-frozen-title');
  return {
    diary: [{ atMs: nowMs, by, why }],
    notices: [{ by, atMs: nowMs, what: { kind: 'notify', title, text: why, severity: 'warning' } }],
  };
}

const currents = ['grid.current.l1', 'grid.current.l2', 'grid.current.l3'] as const;

/** The currents of its phases, A. */
export const currentsOf = (image: Image): readonly (number | undefined)[] =>
  currents.map((metric) => fresh(image.home(metric)));

/** What a frozen meter says still: its power, and currents that stand as long; what moves comes from another one. */
const saidBy = ({ valueW, currentsA = [] }: MeterTrail): ReadonlyMap<MetricId, number | undefined> =>
  new Map<MetricId, number | undefined>([
    ['grid.power', valueW],
    ...currents.map((metric, at): [MetricId, number | undefined] => [metric, currentsA[at]]),
  ]);

/** A home without what its frozen meter says: to rules and circuits it is as old as the value of a meter that is silent. */
export function withoutFrozen(trail: MeterTrail | undefined, image: Image): Image {
  if (trail?.isFrozen !== true) return image;
  const said = saidBy(trail);
  const doubted = (metric: MetricId, seen: Seen | undefined): Seen | undefined => {
    const value = said.get(metric);
    return seen === undefined || value === undefined || seen.value !== value ? seen : { ...seen, isFresh: false };
  };
  // The home's meter is one of its devices.
  const looked = (device: SeenDevice): SeenDevice =>
    device.value('grid.power') === undefined
      ? device
      : { ...device, value: (metric) => doubted(metric, device.value(metric)) };
  return {
    ...image,
    home: (metric) => doubted(metric, image.home(metric)),
    devices: new Map([...image.devices].map(([id, device]) => [id, looked(device)])),
  };
}
