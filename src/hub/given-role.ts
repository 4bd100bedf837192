// What a device measures that was just added: what its adder said, or what it is most likely.
import type { RoleChange } from '#api/meter-roles.ts';
import { roleByName } from '#energy/metering/guess-roles.ts';
import { namesSides } from '#energy/metering/roles.ts';
import type { SiteDevice } from './device-view.ts';
import type { Site } from './site.ts';

/** What a new device measures, and who says so. */
export interface GivenRole {
  readonly id: string;
  readonly measures: (RoleChange['role'] & { readonly why?: 'name' | 'second' | 'home' }) | undefined;
}

/** Sets what a newly added device measures. */
export async function giveRole(site: Site, { id, measures }: GivenRole): Promise<void> {
  if (measures === undefined) return;
  const { why, ...role } = measures;
  await site.energy.keepRole({ device: id, role, ...(why === undefined ? {} : { why }) }, 'Solstead');
}

/** Whether a device may be the one that measures the grid: one that was heard, and never of the grid, is not. */
function mayBeGrid(site: Site, { record, kind }: SiteDevice): boolean {
  const measures = site.measures(record.id);
  if (measures?.kind === 'grid') return true;
  if (kind !== 'meter' || (measures !== undefined && !namesSides(measures))) return false;
  const heard = site.seen().values.filter(({ device }) => device === record.id);
  return heard.length === 0 || heard.some(({ metric }) => metric.startsWith('grid.'));
}

/**
 * What meters measure once a further one is there: it is a part of the home, by its name or as it is most likely, never silently a second grid.
 * One that was there first and whose name says that it is elsewhere leaves it the place at the grid.
 */
export function rolesBeside(site: Site, id: string, others: readonly SiteDevice[]): readonly GivenRole[] {
  const added = site.devices.get(id);
  const grids = others.filter((other) => mayBeGrid(site, other));
  if (added === undefined || added.kind !== 'meter' || grids.length === 0) return [];
  const named = roleByName(added.record.name);
  if (named !== undefined) return [{ id, measures: { ...named, why: 'name' } }];
  const elsewhere = grids.flatMap(({ record }): GivenRole[] => {
    const role = site.measures(record.id) === undefined ? roleByName(record.name) : undefined;
    return role === undefined ? [] : [{ id: record.id, measures: { ...role, why: 'name' } }];
  });
  if (elsewhere.length === grids.length) return elsewhere;
  return [{ id, measures: { kind: 'circuit', name: added.record.name, why: 'second' } }];
}
