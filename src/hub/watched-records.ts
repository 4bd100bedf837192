// The records as the hub uses them: whether the last write failed is known, and who signs in while nothing can be written, as on a full
// disk, is let in all the same. Such a session is kept in memory until it can be stored.
import type { AuditStore } from '#core/audit.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import type { Reason } from '#core/reason.ts';
import type { RecordStore, SessionRecord, SessionStore } from '#core/records.ts';
import { hourMs } from '#core/time.ts';

/** Sessions in memory; the oldest goes. */
const mostKept = 100;
const [keptMs, retryMs] = [hourMs, 10_000];

/** Records and what is wrong with them. */
export interface WatchedRecords {
  readonly records: RecordStore;
  /** Why the last write of a session or an audit line failed; undefined when it did not. */
  failure(): Reason | undefined;
}

type Watch = <Value>(write: Promise<Value>) => Promise<Value>;

interface Kept {
  readonly session: SessionRecord;
  readonly sinceMs: number;
  triedMs: number;
}

/** Sessions that outlast a disk which is full, in memory. */
function keptSessions(store: SessionStore, clock: Pick<Clock, 'monotonicMs'>, watch: Watch): SessionStore {
  const kept = new Map<string, Kept>();
  const retry = async (one: Kept): Promise<void> => {
    const { tokenHash } = one.session;
    await watch(store.save(one.session));
    // It may have ended meanwhile.
    if (!kept.delete(tokenHash)) await store.remove(tokenHash);
  };
  const find = (tokenHash: string): SessionRecord | undefined => {
    const one = kept.get(tokenHash);
    if (one === undefined) return undefined;
    const nowMs = clock.monotonicMs();
    if (nowMs - one.sinceMs > keptMs) {
      kept.delete(tokenHash);
      return undefined;
    }
    if (nowMs - one.triedMs >= retryMs) {
      one.triedMs = nowMs;
      retry(one).catch(() => undefined);
    }
    return one.session;
  };
  const ofAccount = (account: string): readonly SessionRecord[] =>
    [...kept.values()].map(({ session }) => session).filter((session) => session.account === account);
  return {
    byHash: async (tokenHash) => find(tokenHash) ?? store.byHash(tokenHash),
    of: async (account) => [...ofAccount(account).toReversed(), ...(await store.of(account))],
    async save(session) {
      try {
        await watch(store.save(session));
      } catch (error) {
        if (!isSolsteadError(error) || error.code !== 'store.failed') throw error;
        const nowMs = clock.monotonicMs();
        kept.set(session.tokenHash, { session, sinceMs: nowMs, triedMs: nowMs });
        const oldest = kept.keys().next().value;
        if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      }
    },
    async prove(tokenHash, provenMs) {
      const one = kept.get(tokenHash);
      if (one === undefined) return store.prove(tokenHash, provenMs);
      kept.set(tokenHash, { ...one, session: { ...one.session, provenMs } });
    },
    touch: async (used) => (kept.has(used.tokenHash) ? undefined : store.touch(used)),
    remove: async (tokenHash) => (kept.delete(tokenHash) ? undefined : store.remove(tokenHash)),
    async removeAll(account, but) {
      const ended = ofAccount(account).filter(({ tokenHash }) => tokenHash !== but);
      for (const { tokenHash } of ended) kept.delete(tokenHash);
      return ended.length + (await store.removeAll(account, but));
    },
  };
}

/** Watches them. */
export function watchedRecords(records: RecordStore, clock: Pick<Clock, 'monotonicMs' | 'nowMs'>): WatchedRecords {
  let failure: Reason | undefined;
  let triedMs = clock.monotonicMs();
  const watch: Watch = async (write) => {
    try {
      const value = await write;
      failure = undefined;
      return value;
    } catch (error) {
      if (isSolsteadError(error) && error.code === 'store.failed') {
        failure = reasonOf(error);
        triedMs = clock.monotonicMs();
      }
      throw error;
    }
  };
  const { audit } = records;
  /** Whoever asks for health finds out whether they can be written again, though nobody changes anything. */
  const retry = (): void => {
    if (failure === undefined || clock.monotonicMs() - triedMs < retryMs) return;
    triedMs = clock.monotonicMs();
    watch(
      audit.append({
        atMs: clock.nowMs(),
        principal: { kind: 'home', name: 'Solstead' },
        action: 'write again',
        subject: 'records',
        outcome: 'done',
      }),
    ).catch(() => undefined);
  };
  const watchedAudit: AuditStore = {
    append: (line) => watch(audit.append(line)),
    newest: (query) => audit.newest(query),
    heads: () => audit.heads(),
    check: (known) => audit.check(known),
  };
  return {
    records: {
      ...records,
      sessions: keptSessions(records.sessions, clock, watch),
      audit: watchedAudit,
      belongTo: (home) => records.belongTo(home),
      close: () => records.close(),
    },
    failure() {
      retry();
      return failure;
    },
  };
}
