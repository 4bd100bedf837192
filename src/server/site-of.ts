// Which site a request means.
import { SolsteadError } from '#core/errors.ts';
import type { SiteRecord } from '#core/records.ts';
import type { Hub } from '#hub/types.ts';

/** A site by its id. Errors: `site.unknown`. */
export function siteOf(hub: Hub, id: string): SiteRecord {
  const site = hub.sites().find((candidate) => candidate.id === id);
  if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
  return site;
}
