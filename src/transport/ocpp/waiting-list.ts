// Who knocked and is not let in: a short list for set-up that no stranger can fill for the others.
import type { WaitingChargePoint } from '#core/charge-points.ts';
import type { Clock } from '#core/clock.ts';
import { networkOf } from '#core/network-of.ts';
import { hourMs } from '#core/time.ts';

/** In all, and from one network. */
const bounds = { all: 40, network: 10 } as const;
/** Who has not come for so long is forgotten, ms. */
const keptMs = hourMs;

/** The list. */
export interface WaitingList {
  put(one: Omit<WaitingChargePoint, 'seenMs'>): void;
  /** It is let in. */
  drop(identity: string): void;
  list(): readonly WaitingChargePoint[];
}

/** An empty list. */
export function makeWaitingList(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): WaitingList {
  const known = new Map<string, WaitingChargePoint & { readonly atMs: number }>();
  const keyOf = ({ identity, from }: Pick<WaitingChargePoint, 'identity' | 'from'>): string =>
    `${networkOf(from)} ${identity}`;
  const dropOld = (): void => {
    const nowMs = clock.monotonicMs();
    for (const [key, { atMs }] of known) if (nowMs - atMs > keptMs) known.delete(key);
  };
  /** The oldest of the network that has most. */
  const makeRoom = (): void => {
    const byNetwork = [...Map.groupBy(known, ([, { from }]) => networkOf(from)).values()];
    const most = byNetwork.reduce((long, all) => (all.length > long.length ? all : long), []);
    const oldest = most[0]?.[0];
    if (oldest !== undefined) known.delete(oldest);
  };
  return {
    put(one) {
      dropOld();
      const key = keyOf(one);
      const before = known.get(key);
      known.delete(key);
      const network = networkOf(one.from);
      const here = [...known].filter(([, { from }]) => networkOf(from) === network);
      const [oldestHere] = here[0] ?? [];
      if (here.length >= bounds.network && oldestHere !== undefined) known.delete(oldestHere);
      if (known.size >= bounds.all) makeRoom();
      const { speaks: _speaks, ...kept } = before ?? {};
      known.set(key, { ...kept, ...one, seenMs: clock.nowMs(), atMs: clock.monotonicMs() });
    },
    drop(identity) {
      for (const [key, one] of known) if (one.identity === identity) known.delete(key);
    },
    list() {
      dropOld();
      return [...known.values()].toReversed().map(({ atMs: _atMs, ...one }) => one);
    },
  };
}
