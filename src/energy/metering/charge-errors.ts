// A battery's charge compared with its power: it cannot rise while the battery gives, nor fall while it takes.
import type { MilliWh } from '../types.ts';
import type { MeterPlan } from './plan.ts';
import type { ChargeSeen } from './settle.ts';

/** What is known about an hour. */
export interface ChargedHour {
  readonly charge: readonly ChargeSeen[];
  readonly lines: ReadonlyMap<
    string,
    { readonly source: string; readonly channel: string; readonly energy: readonly number[] }
  >;
}

const minutesAnHour = 60;
/** A change in charge (percent) or an energy (mWh) smaller than this proves nothing. */
const leastPercent = 2;
const leastEnergy = 100_000;

/** What a battery gave (+) and took (−) minute by minute, mWh. */
function givenBy(device: string, { lines }: ChargedHour, plan: MeterPlan): number[] {
  const sources = new Set(plan.sources.filter((source) => source.device === device).map(({ id }) => id));
  const given = Array.from({ length: minutesAnHour }, () => 0);
  for (const { source, channel, energy } of lines.values()) {
    if (!sources.has(source) || (channel !== 'charge' && channel !== 'discharge')) continue;
    const sign = channel === 'discharge' ? 1 : -1;
    for (let at = 0; at < minutesAnHour; at += 1) given[at] = (given[at] ?? 0) + sign * (energy[at] ?? 0);
  }
  return given;
}

/** How much batteries' powers and charges disagree in an hour, mWh a minute: all that went the wrong way, there and back. */
export function chargeErrors(hour: ChargedHour, plan: MeterPlan): number[] {
  const errors = Array.from({ length: minutesAnHour }, () => 0);
  for (const device of new Set(hour.charge.map((one) => one.device))) {
    const own = hour.charge
      .filter((one) => one.device === device)
      .sort((left, right) => left.first[0] - right.first[0]);
    const moved = (own.at(-1)?.last[1] ?? 0) - (own[0]?.first[1] ?? 0);
    const given = givenBy(device, hour, plan);
    const energy: MilliWh = given.reduce((sum, one) => sum + one, 0);
    if (Math.abs(moved) < leastPercent || Math.abs(energy) < leastEnergy || energy * moved <= 0) continue;
    for (let at = 0; at < minutesAnHour; at += 1) errors[at] = (errors[at] ?? 0) + 2 * Math.abs(given[at] ?? 0);
  }
  return errors;
}
