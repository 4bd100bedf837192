// Sides of a home that nobody measures any more: every source has fallen silent, and none stands in. Reported while it lasts; once
// a source is back, its gap is.
import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { Booking, LedgerEvent } from '../types.ts';
import { doesBook, type MeterPlan, type Source } from './plan.ts';
import type { LedgerState } from './settle.ts';

const bookedBy = {
  pv: ['pv'],
  grid: ['import', 'export'],
  battery: ['charge', 'discharge'],
  load: ['load'],
  generator: ['generator'],
} as const satisfies Readonly<Record<string, readonly Booking[]>>;

const sides = ['pv', 'grid', 'battery', 'load', 'generator'] as const;

/** When a source was last heard, epoch ms; undefined: never. */
function heardMs({ id }: Source, { counters, powers }: LedgerState): number | undefined {
  const times = (powers[id]?.last ?? []).flatMap((one) => (one === null ? [] : [one[0]]));
  const good = counters[id]?.good?.atMs;
  const all = good === undefined ? times : [...times, good];
  return all.length === 0 ? undefined : Math.max(...all);
}

/** A side is silent if it was for this long: shorter pauses are gaps. */
const leastMs = hourMs;

/** The sides that were measured and are not any more, at the moment of a state. */
export function silencesOf({ sources }: Pick<MeterPlan, 'sources'>, state: LedgerState): LedgerEvent[] {
  return sides.flatMap((side): LedgerEvent[] => {
    const own = sources.filter((source) => bookedBy[side].some((channel) => doesBook(source, channel)));
    const heard = own.flatMap((source) => {
      const atMs = heardMs(source, state);
      return atMs === undefined ? [] : [{ source, atMs, untilMs: atMs + Math.max(source.gapLimitMs, leastMs) }];
    });
    if (heard.length === 0 || heard.some(({ untilMs }) => untilMs > state.atMs)) return [];
    const last = heard.reduce((one, other) => (other.atMs > one.atMs ? other : one));
    const devices = [...new Set(heard.map(({ source }) => source.device))];
    return [
      {
        id: `${last.source.id}/silent/${last.atMs}`,
        atMs: last.atMs,
        source: last.source.id,
        kind: 'gap',
        energy: 0,
        reason: because('side.silent', { side, devices }),
        count: 1,
      },
    ];
  });
}
