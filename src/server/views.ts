// The hub's shapes as the messages of the contract.
import type { Changes, Site, Snapshot } from '#api/contract.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteChanges, SiteSnapshot } from '#hub/types.ts';

/** A site as clients see it: where it lies on the map stays here. */
export function siteView({ id, name, timeZone }: SiteRecord, demo: boolean): Site {
  return { id, name, timeZone, demo };
}

/** The first message of the live socket. */
export function snapshotMessage(site: Site, snapshot: SiteSnapshot): Snapshot {
  return { type: 'snapshot', site, ...snapshot };
}

/** A later message of the live socket. */
export function changesMessage(changes: SiteChanges): Changes {
  return { type: 'changes', ...changes };
}
