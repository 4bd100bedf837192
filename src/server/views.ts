// The hub's shapes as the messages of the contract; the types of both are held against each other here.
import type { Changes, Site, Snapshot } from '#api/contract.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteChanges, SiteSnapshot } from '#hub/types.ts';

/** A shape of the contract that is only read. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** A site as clients see it: where it lies on the map stays here. */
export function siteView({ id, name, timeZone }: SiteRecord, demo: boolean): Site {
  return { id, name, timeZone, demo };
}

/** The first message of the live socket. */
export function snapshotMessage(site: Site, snapshot: SiteSnapshot): Frozen<Snapshot> {
  return { type: 'snapshot', site, ...snapshot };
}

/** A later message of the live socket. */
export function changesMessage(changes: SiteChanges): Frozen<Changes> {
  return { type: 'changes', ...changes };
}
