// Whether a server of backups may be asked: a rented computer has addresses at which it is told its own keys. Names are looked at
// when they are resolved, each time.
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Says whether an address takes no backups, whoever asks. */
export type IsForbidden = (address: string) => boolean;

const refused = (at: string): SolsteadError =>
  new SolsteadError('backup.place', {
    at,
    why: because('backup.place-metadata'),
    help: because('help.place-metadata'),
  });

/** Refuses a host that is written as such an address. Errors: `backup.place`. */
export function assertReachable(at: string, host: string, isForbidden: IsForbidden): void {
  if (isForbidden(host.replace(/^\[|\]$/g, ''))) throw refused(at);
}

/** Resolves names as the system does, but for those that lead to such an address. */
export function reachableLookup(at: string, isForbidden: IsForbidden): LookupFunction {
  return (host, options, done) =>
    systemLookup(host, options, (thrown, address, family) => {
      const found = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address);
      if (thrown === null && found.some(isForbidden)) done(refused(at), '', 0);
      else done(thrown, address, family);
    });
}
