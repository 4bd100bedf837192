// Whether what a home buys is counted as bought: a load of some size is switched on, and what comes from the grid has to rise. Pure.

/** What the grid showed at a moment. */
export interface GridSample {
  readonly atMs: number;
  readonly powerW: number;
}

/** A check that runs: what was shown before, and since when it is watched. */
export interface SignCheck {
  readonly before: readonly GridSample[];
  readonly sinceMs: number;
}

/** What can be said; `byW`: by how much it moved. */
export type SignVerdict =
  | { readonly say: 'watching' }
  | { readonly say: 'good' | 'reversed'; readonly byW: number }
  | { readonly say: 'unmoved' };

/** A kettle takes 2 kW, an oven more; less than this is the refrigerator. */
const leastW = 700;
/** What the home did by itself before counts this many times. */
const noiseTimes = 2;
/** So long without another value, it stands. */
const standsMs = 5000;
/** How much of the time before is looked at, and how long is waited. */
const beforeMs = 5000;
export const patienceMs = 90_000;

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Begins a check, at a moment, with what was shown so far: of a meter that tells changes alone that is its last value. */
export function beginCheck(samples: readonly GridSample[], nowMs: number): SignCheck {
  const fresh = samples.filter(({ atMs }) => atMs > nowMs - beforeMs);
  return { before: fresh.length === 0 ? samples.slice(-1) : fresh, sinceMs: nowMs };
}

/** What a step of the power says, if it is one. */
function said(byW: number, neededW: number): SignVerdict | undefined {
  if (Math.abs(byW) < neededW) return undefined;
  return { say: byW > 0 ? 'good' : 'reversed', byW: Math.abs(byW) };
}

/** What the samples since say. Two in a row have to agree, or one has to stand: meters that tell changes alone say a new power once, and a spike is over. */
export function judge({ before, sinceMs }: SignCheck, samples: readonly GridSample[], nowMs: number): SignVerdict {
  const powers = before.map(({ powerW }) => powerW);
  const base = middle(powers);
  const noise = powers.length === 0 ? 0 : Math.max(...powers) - Math.min(...powers);
  const needed = Math.max(leastW, noise * noiseTimes);
  const [one, last] = samples.filter(({ atMs }) => atMs > sinceMs).slice(-2);
  const latest = last ?? one;
  if (latest !== undefined) {
    const verdict = said(latest.powerW - base, needed);
    const stands = nowMs - latest.atMs >= standsMs;
    const agrees = last !== undefined && one !== undefined && said(one.powerW - base, needed)?.say === verdict?.say;
    if (verdict !== undefined && (stands || agrees)) return verdict;
  }
  return { say: nowMs - sinceMs > patienceMs ? 'unmoved' : 'watching' };
}
