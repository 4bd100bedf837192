// Homes: made, renamed, moved. What decides how a home counts – its zone, its place – is given to it when it starts, so a change of
// these starts it anew; a name changes while it runs.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { RecordStore, SiteRecord } from '#core/records.ts';
import { isTimeZone } from '#energy/local-day.ts';
import type { HubInside } from './inside.ts';
import type { SiteOpener } from './open-site.ts';
import type { SiteRegistry } from './site-registry.ts';
import type { SiteChange } from './types.ts';

/** Homes of one process: each has its image, its ledger and its devices. */
const mostSites = 200;

/** What homes are changed with. */
export interface SiteAdminParts {
  readonly registry: SiteRegistry;
  readonly opener: SiteOpener;
  readonly records: Pick<RecordStore, 'sites'>;
  addSite(site: SiteRecord): Promise<void>;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
}

/** Errors: `input.invalid`, naming the field. */
function checked<Site extends Pick<SiteRecord, 'name' | 'timeZone' | 'latitude' | 'longitude'>>(site: Site): Site {
  const { name, timeZone, latitude, longitude } = site;
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('site.name') });
  if (!isTimeZone(timeZone))
    throw new SolsteadError('input.invalid', { at: 'timeZone', why: because('site.time-zone', { zone: timeZone }) });
  if ((latitude === undefined) !== (longitude === undefined))
    throw new SolsteadError('input.invalid', {
      at: latitude === undefined ? 'latitude' : 'longitude',
      why: because('site.half-place'),
    });
  return { ...site, name: name.trim() };
}

function changed({ latitude, longitude, ...site }: SiteRecord, change: SiteChange): SiteRecord {
  const place = { latitude: change.latitude ?? latitude, longitude: change.longitude ?? longitude };
  const isKept = (given: number | null | undefined): boolean => given !== null;
  return checked({
    ...site,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.timeZone === undefined ? {} : { timeZone: change.timeZone }),
    ...(place.latitude === undefined || !isKept(change.latitude) ? {} : { latitude: place.latitude }),
    ...(place.longitude === undefined || !isKept(change.longitude) ? {} : { longitude: place.longitude }),
  });
}

/** Making and changing homes. */
export function siteAdmin({
  registry,
  opener,
  records,
  addSite,
  inTurn,
}: SiteAdminParts): Pick<HubInside, 'siteOf' | 'addSite' | 'changeSite'> {
  const restart = async (before: SiteRecord, next: SiteRecord): Promise<void> => {
    await opener.close(before.id);
    try {
      await records.sites.save(next);
      await opener.open(next);
    } catch (error) {
      // A home that cannot start as it was wanted goes on as it was.
      await records.sites.save(before);
      await opener.open(before);
      throw error;
    }
  };
  return {
    siteOf: (device) => registry.devices().find(({ record }) => record.id === device)?.record.site,
    addSite: (site) =>
      inTurn(async () => {
        const wanted = checked(site);
        if ((await records.sites.list()).length >= mostSites)
          throw new SolsteadError('input.invalid', { at: 'sites', why: because('site.many', { most: mostSites }) });
        const record = { ...wanted, id: await registry.siteId(wanted.name) };
        await addSite(record);
        return record;
      }),
    changeSite: (id, change) =>
      inTurn(async () => {
        const site = registry.site(id);
        const { record: before } = site;
        const next = changed(before, change);
        const isSame = (['timeZone', 'latitude', 'longitude'] as const).every((part) => before[part] === next[part]);
        if (isSame) {
          await records.sites.save(next);
          site.renameTo(next.name);
        } else await restart(before, next);
        return next;
      }),
  };
}
