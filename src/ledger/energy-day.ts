// The energy of a local day so far, as the live view shows it.
import type { LocalDay } from '#energy/local-day.ts';
import { knownSums, ratiosOfSums } from '#energy/report.ts';
import type { Channel, MilliWh } from '#energy/types.ts';
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

/** The energy of a day so far, Wh; what the home does not have is absent. */
export function energyDayOf({ day, nowMs, firstMs, sums, pending }: DaySoFar): EnergyDay {
  const { channels } = sums;
  const known = knownSums(sums);
  const wh = (channel: Channel) => {
    const [energy] = known.channels[channel] ?? [];
    const waiting = pending[channel] ?? 0;
    if (energy === undefined && waiting === 0) return {};
    return { [`${channel}Wh`]: ((energy ?? 0) + waiting) / 1000 };
  };
  const passedMs = Math.max(1, nowMs - Math.max(day.startMs, firstMs ?? day.startMs));
  // What the home uses is known as well as what it is derived from.
  const times = (channels.load === undefined ? Object.values(channels) : [channels.load]).map(
    ([, measured]) => measured,
  );
  const measured = times.length === 0 ? 0 : Math.min(1, Math.min(...times) / passedMs);
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
    ...ratiosOfSums(known),
    measured,
  };
}
