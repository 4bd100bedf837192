// Leases of one process: tokens are numbers in memory, as nothing outlives the process that could still write.
import { SolsteadError } from '#core/errors.ts';
import type { Lease, Leases } from '#core/lease.ts';

/** Leases that every part of this process shares. */
export function makeMemoryLeases(): Leases {
  const held = new Map<string, () => void>();
  let token = 0;

  const grant = (site: string): Lease => {
    token += 1;
    const fence = { site, token };
    const losing = new AbortController();
    const lose = (): void => losing.abort(new SolsteadError('store.fenced', { at: site }));
    held.set(site, lose);
    return {
      fence,
      lost: losing.signal,
      check() {
        if (losing.signal.aborted || held.get(site) !== lose) throw new SolsteadError('store.fenced', { at: site });
      },
      async release() {
        if (held.get(site) === lose) held.delete(site);
      },
    };
  };
  return {
    async hold(site) {
      if (held.has(site)) throw new SolsteadError('site.held', { at: site });
      return grant(site);
    },
    async takeOver(site) {
      const lose = held.get(site);
      const lease = grant(site);
      lose?.();
      return lease;
    },
  };
}
