// What a device measures that was just added: what its adder said, or what it is most likely.
import type { RoleChange } from '#api/meter-roles.ts';
import { roleByName } from '#energy/metering/guess-roles.ts';
import { namesSides } from '#energy/metering/roles.ts';
import type { SiteDevice } from './device-view.ts';
import type { Site } from './site.ts';

/** What a new device measures, and who says so. */
export interface GivenRole {
  readonly id: string;
  readonly measures: (RoleChange['role'] & { readonly why?: 'name' | 'second' }) | undefined;
}

/** Sets what a newly added device measures. */
export async function giveRole(site: Site, { id, measures }: GivenRole): Promise<void> {
  if (measures === undefined) return;
  const { why, ...role } = measures;
  await site.energy.keepRole({ device: id, role, ...(why === undefined ? {} : { why }) }, 'Solstead');
}

/** A second meter is a part of the home, by its name or as it is most likely: never silently a second grid. */
export function secondMeter(site: Site, id: string, others: readonly SiteDevice[]): GivenRole['measures'] {
  const added = site.devices.get(id);
  const isGrid = ({ record, kind }: SiteDevice): boolean => {
    const measures = site.measures(record.id);
    return measures?.kind === 'grid' || (kind === 'meter' && (measures === undefined || namesSides(measures)));
  };
  if (added === undefined || added.kind !== 'meter' || !others.some(isGrid)) return undefined;
  const named = roleByName(added.record.name);
  return named === undefined ? { kind: 'circuit', name: added.record.name, why: 'second' } : { ...named, why: 'name' };
}
