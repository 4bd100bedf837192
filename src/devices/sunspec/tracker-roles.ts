// Which trackers of model 160 are strings and which are the battery: hybrids count its charge and its discharge as two trackers,
// the last two, and name them so. Source: Fronius GEN24 Modbus TCP operating instructions; evcc fronius-gen24 and
// fronius-vertoplus; names as Fronius inverters tell them (MPPT 1, MPPT 2, StCha 3, StDisCha 4).
import type { SunspecModel } from '#codec/sunspec.ts';
import { toLatin1 } from '#core/bytes.ts';
import type { DiscoveryAnswer } from '../definition.ts';

/** Numbers of trackers, counted from 1. */
export interface TrackerRoles {
  readonly strings: readonly number[];
  readonly charge?: number;
  readonly discharge?: number;
}

/** What is known of a device's trackers. */
export interface Trackers {
  readonly count: number;
  /** Whether two of them may be the battery where their names do not tell. */
  readonly mayBeBattery: boolean;
  /** Whether the device has a model of its storage (124). */
  readonly hasStorage: boolean;
  readonly names?: readonly string[] | undefined;
}

/** What fits into one read together with the scale factors at the model's head. */
export const mostTrackers = 6;

/** Trackers a battery takes, and the fewest strings beside it. */
const ofBattery = 2;
const fewestStrings = 2;
/** No inverter of these makers has so many strings without a battery. */
const surelyBattery = 5;

const isDischarge = (name: string): boolean => /dis|entl/i.test(name);
const isCharge = (name: string): boolean => /st\s*_?cha|charg|lad/i.test(name) && !isDischarge(name);

function allBut(count: number, others: readonly (number | undefined)[]): number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter((tracker) => !others.includes(tracker));
}

/** Sorts trackers by their names, and without names by their place. */
export function trackerRoles({ count, mayBeBattery, hasStorage, names = [] }: Trackers): TrackerRoles {
  const told = names.some((name) => name.trim() !== '');
  const charge = names.findIndex(isCharge) + 1;
  const discharge = names.findIndex(isDischarge) + 1;
  if (charge > 0 && discharge > 0) return { strings: allBut(count, [charge, discharge]), charge, discharge };
  if (!mayBeBattery) return { strings: allBut(count, []) };
  const isSaidOtherwise = told && names.every((name) => /mppt/i.test(name));
  const isLikely = count >= surelyBattery || (hasStorage && count >= fewestStrings + ofBattery);
  if (isSaidOtherwise || !isLikely) return { strings: allBut(count, []) };
  return { strings: allBut(count, [count - 1, count]), charge: count - 1, discharge: count };
}

/** Registers before the first tracker, and of each. */
const [head, each] = [10, 20] as const;
const nameRegisters = { at: 1, count: 8 } as const;
/** Where a tracker counts its energy, in two registers that are 0 or all ones where it does not. */
const energyAt = 12;

const trackersOf = ({ length }: SunspecModel): number => Math.max(0, Math.floor((length - (head - 2)) / each));

/** How many trackers a model of this length has; what does not fit into one read is left out. */
export const trackerCount = (model: SunspecModel): number => Math.min(mostTrackers, trackersOf(model));

/** Whether all trackers of a model are read; else their sum is not the sun's. */
export const areAllRead = (model: SunspecModel): boolean => trackersOf(model) <= mostTrackers;

/** What trackers tell of themselves; without names where they are refused. */
export interface ToldTrackers {
  readonly names: readonly string[] | undefined;
  /** Whether one of them counts energy: not all do, and then the inverter's counter is the only one. */
  readonly areCounting: boolean;
}

/** What the trackers tell in the answers so far, or what is to be asked for it. */
export function toldByTrackers(
  answers: readonly DiscoveryAnswer[],
  model: SunspecModel,
): { readonly ask: string } | ToldTrackers {
  const count = trackerCount(model);
  if (count === 0) return { names: undefined, areCounting: true };
  const command = `holding ${model.address + head} ${each * (count - 1) + energyAt + 2}`;
  const answer = answers.find((one) => one.command === command);
  if (answer === undefined) return { ask: command };
  const { payload } = answer;
  if (payload === undefined) return { names: undefined, areCounting: true };
  const partOf = (tracker: number, at: number, registers: number): Uint8Array =>
    payload.subarray(2 * (each * tracker + at), 2 * (each * tracker + at + registers));
  const nameOf = (tracker: number): string =>
    toLatin1(partOf(tracker, nameRegisters.at, nameRegisters.count)).replaceAll(/[^\x20-\x7e]/g, '');
  const isCounting = (tracker: number): boolean => {
    const energy = partOf(tracker, energyAt, 2);
    return energy.some((byte) => byte !== 0) && energy.some((byte) => byte !== 0xff);
  };
  const trackers = Array.from({ length: count }, (_, tracker) => tracker);
  return { names: trackers.map(nameOf), areCounting: trackers.some(isCounting) };
}
