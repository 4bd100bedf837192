// How many channels there may be, and how often they are tried: by each person, so that nobody takes the room or the turns of others.
import type { ChannelRecord } from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** Most channels of a home, and beside them of each person. */
const most = { home: 50, own: 5 } as const;
/** Most tests of one person in a minute, and people remembered. */
const [mostTests, mostPeople] = [10, 10_000];

/** Asserts that a channel has room among those of the home, or of its person. Errors: `input.invalid`. */
export function assertRoom(
  channels: readonly ChannelRecord[],
  { id, account }: Pick<ChannelRecord, 'id'> & { readonly account: string | undefined },
): void {
  // One that is changed has its room, unless it becomes somebody's.
  if (channels.some((one) => one.id === id && one.account === account)) return;
  const bound = account === undefined ? most.home : most.own;
  if (channels.filter((one) => one.account === account).length < bound) return;
  throw new SolsteadError('input.invalid', { at: 'channels', why: because('alert.many-channels', { most: bound }) });
}

/** Counts tests of channels: each sends something to wherever it is told. */
export function channelTests(clock: Pick<Clock, 'monotonicMs'>): {
  /** Counts one. Errors: `access.throttled`. */
  begin(account: string): void;
} {
  const begun = new Map<string, readonly number[]>();
  return {
    begin(account) {
      const nowMs = clock.monotonicMs();
      const kept = (begun.get(account) ?? []).filter((atMs) => atMs > nowMs - minuteMs);
      const [first = nowMs] = kept;
      if (kept.length >= mostTests) {
        const seconds = Math.ceil((first + minuteMs - nowMs) / 1000);
        const why = because('account.throttled', { seconds });
        throw new SolsteadError('access.throttled', { at: 'test', why, retrySeconds: seconds });
      }
      begun.delete(account);
      begun.set(account, [...kept, nowMs]);
      const oldest = begun.keys().next().value;
      if (begun.size > mostPeople && oldest !== undefined) begun.delete(oldest);
    },
  };
}
