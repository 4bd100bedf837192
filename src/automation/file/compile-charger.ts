// From what people wrote of a charger to one that is steered.
import { because } from '#core/reason.ts';
import { setPointOf, setPoints } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import type { Charger, DailyGoal } from '../chargers/charger.ts';
import { pointsOf } from '../chargers/served.ts';
import { durationOr } from '../duration.ts';
import type { Compiler } from './compile-circuit.ts';
import { batteryOrder } from './compile-load.ts';
import { minutesOf } from './minutes.ts';
import type { FileCharger } from './words.ts';

const watt = setPoints['heater.power.target'].unit;
const usual = {
  leastA: 6,
  mostA: 16,
  startAfterMs: 2 * minuteMs,
  stopAfterMs: 5 * minuteMs,
  minOnMs: 5 * minuteMs,
  minOffMs: 2 * minuteMs,
  settlesMs: 30_000,
  phaseAfterMs: 5 * minuteMs,
  phaseHoldMs: 10 * minuteMs,
} as const;

function socketOf(
  compiler: Compiler,
  { point, power }: FileCharger,
  path: readonly (string | number)[],
): Charger['socket'] {
  if (point === undefined && power === undefined) return undefined;
  const setPoint = point === undefined ? undefined : compiler.point(point, [...path, 'point']);
  if (setPoint === undefined && point !== undefined) return undefined;
  if (setPoint === undefined || power === undefined || setPointOf(setPoint).kind !== 'binary')
    return compiler.wrong(path, because('act.charge-point'));
  return { setPoint, powerW: power };
}

function goalOf(
  compiler: Compiler,
  { goal, car }: FileCharger,
  path: readonly (string | number)[],
): DailyGoal | undefined {
  if (goal === undefined) return undefined;
  if (goal.energy === undefined && (goal.soc === undefined || car === undefined))
    return compiler.wrong([...path, 'goal'], because('act.charge-goal'));
  const wh = goal.energy === undefined ? {} : { wh: goal.energy * 1000 };
  return { ...wh, ...(goal.soc === undefined ? {} : { soc: goal.soc }), byMinute: minutesOf(goal.by) };
}

function timesOf(charger: FileCharger) {
  return {
    startAfterMs: durationOr(charger.start_after, usual.startAfterMs),
    stopAfterMs: durationOr(charger.stop_after, usual.stopAfterMs),
    minOnMs: durationOr(charger.min_on, usual.minOnMs),
    minOffMs: durationOr(charger.min_off, usual.minOffMs),
    settlesMs: durationOr(charger.settles, usual.settlesMs),
    phaseAfterMs: durationOr(charger.phase_after, usual.phaseAfterMs),
    phaseHoldMs: durationOr(charger.phase_hold, usual.phaseHoldMs),
  };
}

/** Makes one. */
export function chargerOf(compiler: Compiler, written: FileCharger, index: number): Charger {
  const path = ['chargers', index];
  const { min_current: leastA = usual.leastA, max_current: mostA = usual.mostA } = written;
  if (leastA > mostA) compiler.wrong([...path, 'min_current'], because('act.charge-range'));
  const measured =
    written.measured === undefined ? undefined : compiler.expression(written.measured, [...path, 'measured'], 'any');
  if (measured !== undefined && (measured.type.kind !== 'number' || measured.type.unit !== watt))
    compiler.wrong([...path, 'measured'], because('act.load-measured'));
  const charger: Charger = {
    id: compiler.own(written, path),
    name: written.name,
    isOn: written.on ?? true,
    device: compiler.device(written.device, [...path, 'device']),
    socket: socketOf(compiler, written, path),
    mode: written.mode ?? 'sun',
    goal: goalOf(compiler, written, path),
    leastA,
    mostA,
    phases: written.phases ?? 3,
    carWh: written.car === undefined ? undefined : written.car * 1000,
    measured,
    battery: batteryOrder(written),
    isFirst: written.first ?? false,
    gridW: written.grid ?? 0,
    ...timesOf(written),
    if: written.if === undefined ? undefined : compiler.expression(written.if, [...path, 'if']),
  };
  compiler.targets.push(...pointsOf(charger).map((setPoint) => ({ device: charger.device, setPoint })));
  return charger;
}
