// Which home a request means that may leave it out: the only one there is for who asks.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HubDoor, SiteDoor } from '#hub/types.ts';

/** Errors: `site.unknown`; `input.invalid` where there are several and none is named. */
export function siteMeant(door: HubDoor, named: string | undefined): SiteDoor {
  if (named !== undefined) return door.site(named);
  const known = door.sites().map(({ id }) => id);
  const [only] = known;
  if (only === undefined) throw new SolsteadError('site.unknown', { at: 'site' });
  if (known.length > 1)
    throw new SolsteadError('input.invalid', { at: 'site', why: because('request.which-site', { known }) });
  return door.site(only);
}
