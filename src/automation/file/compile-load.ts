// Parts of what people wrote of a load.
import { durationOr } from '../duration.ts';
import type { Guard } from '../guards.ts';
import type { Load } from '../surplus/load.ts';
import { minutesOf } from './minutes.ts';
import type { FileLoad } from './words.ts';

/** Whether the battery comes before a load. */
export const batteryOrder = ({
  battery,
  battery_above: abovePercent,
}: Pick<FileLoad, 'battery' | 'battery_above'>): Load['battery'] =>
  abovePercent === undefined ? (battery ?? 'after') : { abovePercent, order: battery ?? 'before' };

/** The limits of a load. */
export function guardOf({ device, setPoint, name }: Load, written: FileLoad | undefined): Guard | undefined {
  const { min_on: minOn, min_off: minOff, most_per_hour: mostPerHour } = written ?? {};
  if (minOn === undefined && minOff === undefined && mostPerHour === undefined) return undefined;
  return {
    device,
    setPoint,
    name,
    minOnMs: durationOr(minOn, undefined),
    minOffMs: durationOr(minOff, undefined),
    mostPerHour,
  };
}

/** What it has to have in a day. */
export const leastOf = ({ least }: FileLoad): Load['least'] =>
  least && {
    ms: durationOr(least.for, undefined),
    wh: least.energy === undefined ? undefined : least.energy * 1000,
    byMinute: minutesOf(least.by),
  };
