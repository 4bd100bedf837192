// The energy of a local day so far, as the live view shows it.
import { recordOf } from '#core/entries.ts';
import type { LocalDay } from '#energy/local-day.ts';
import { ratiosOf } from '#energy/period-energy.ts';
import { type Channel, type FlowPath, flowPaths, type MilliWh } from '#energy/types.ts';
import type { EnergyDay } from '#api/contract.ts';
import type { EnergySums } from '#energy/sums.ts';

/** What a day so far is made of. */
export interface DaySoFar {
  readonly day: LocalDay;
  readonly nowMs: number;
  /** When the home was first heard, epoch ms: before that nothing could be measured. Absent: not known. */
  readonly firstMs?: number | undefined;
  readonly sums: EnergySums;
  /** What coarse counters will add with their next step. */
  readonly pending: Readonly<Partial<Record<Channel, MilliWh>>>;
}

function flowsOf({ flows }: EnergySums): Record<FlowPath, MilliWh> {
  return recordOf(flowPaths, (_, index) => flows[index] ?? 0);
}

/** The energy of a day so far, Wh; what the home does not have is absent. */
export function energyDayOf({ day, nowMs, firstMs, sums, pending }: DaySoFar): EnergyDay {
  const { channels } = sums;
  const wh = (channel: Channel) => {
    const energy = channels[channel]?.[0] ?? pending[channel];
    if (energy === undefined) return {};
    const soFar = channels[channel] === undefined ? 0 : (pending[channel] ?? 0);
    return { [`${channel}Wh`]: (energy + soFar) / 1000 };
  };
  const passedMs = Math.max(1, nowMs - Math.max(day.startMs, firstMs ?? day.startMs));
  // What the home uses is known as well as what it is derived from.
  const known = (channels.load === undefined ? Object.values(channels) : [channels.load]).map(
    ([, measured]) => measured,
  );
  const measured = known.length === 0 ? 0 : Math.min(1, Math.min(...known) / passedMs);
  return {
    date: day.date,
    fromMs: day.startMs,
    toMs: nowMs,
    ...wh('pv'),
    ...wh('import'),
    ...wh('export'),
    ...wh('charge'),
    ...wh('discharge'),
    ...wh('load'),
    ...wh('generator'),
    ...ratiosOf(flowsOf(sums)),
    measured,
  };
}
