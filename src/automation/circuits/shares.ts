// How much of a circuit a load takes, and how much of it one unit of its set-point is: a car is set in amperes where a circuit is counted in
// watts, a heating rod in percent. What has no such number is switched off.
import type { Unit } from '#core/unit.ts';
import { setPoints } from '#core/set-points.ts';
import { carCurrents, carPhases, carVolts } from '../chargers/car.ts';
import type { Target } from '../claim.ts';
import type { Image, SeenDevice } from '../image.ts';
import type { Giving } from './circuit.ts';

const ampere = setPoints['charger.current.limit'].unit;
const carLimit = 'charger.current.limit';
/** A car that takes less, A, is not charging. */
const drawsA = 1;

const deviceOf = (image: Image, { device }: Target): SeenDevice | undefined => image.devices.get(device);

/** A number that a device shows it is set to. */
function shownNumber(device: SeenDevice | undefined, setPoint: Target['setPoint']): number | undefined {
  const shown = device?.points.get(setPoint)?.shows;
  return shown?.isFresh === true && typeof shown.value === 'number' ? shown.value : undefined;
}

/** Phases that a car takes, or may take when it begins: as many as its charger has, where nothing is known. */
function phasesOf(device: SeenDevice | undefined): number {
  const carrying = carPhases(device);
  return carrying > 0 ? carrying : (shownNumber(device, 'charger.phases') ?? 3);
}

/** Of the circuit, one unit of what it is set to; undefined: it is switched off. */
export function oneOf(image: Image, giving: Giving, unit: Unit): number | undefined {
  const { setPoint, graded, takes } = giving;
  const device = deviceOf(image, giving);
  if (graded === 'no') return undefined;
  if (graded === 'same') return 1;
  if (setPoint === carLimit) return unit === ampere ? 1 : carVolts(device) * phasesOf(device);
  // In proportion to what it takes at its largest.
  const most = mostOf(image, giving);
  return most > 0 && Number.isFinite(most) ? takes / most : undefined;
}

/** Which way it takes of a circuit: a battery that charges is told a power below zero. */
export const wayOf = ({ setPoint }: Pick<Target, 'setPoint'>): 1 | -1 => (setPoint === 'battery.power.target' ? -1 : 1);

/** What it can be set to take at most. */
export function mostOf(image: Image, target: Target): number {
  const point = deviceOf(image, target)?.points.get(target.setPoint);
  if (point?.kind !== 'number') return Number.POSITIVE_INFINITY;
  return wayOf(target) > 0 ? point.max : -point.min;
}

/** What it takes of what it may, in the unit of its set-point; undefined: it takes nothing yet and may begin at any moment, or is not measured. */
export function drawn(image: Image, target: Target): number | undefined {
  if (target.setPoint !== carLimit) return undefined;
  const most = Math.max(0, ...carCurrents(deviceOf(image, target)));
  return most < drawsA ? undefined : most;
}

/** A charger that may not charge takes nothing, whatever its limit is. */
export const isPaused = (image: Image, target: Target): boolean =>
  target.setPoint === carLimit && shownNumber(deviceOf(image, target), 'charger.enabled') === 0;

/** The largest that leaves no more than this of the circuit: whole units, as a device takes them nearly always. */
export const within = (share: number, one: number): number => Math.max(0, Math.floor(share / one + 1e-9));
