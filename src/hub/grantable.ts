// What somebody may give to others, or to a program: no more than they may do themselves, and only devices that are there.
import {
  type Action,
  actionsOf,
  everySite,
  type Grant,
  isPermitted,
  type Principal,
  reaches,
  reachOf,
} from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';

async function assertDevices(
  records: Pick<RecordStore, 'devices'>,
  site: string,
  devices: readonly string[],
): Promise<void> {
  if (site === everySite) throw new SolsteadError('input.invalid', { at: 'devices', why: because('grant.devices') });
  const known = new Set((await records.devices.ofSite(site)).map(({ id }) => id));
  const missing = devices.find((device) => !known.has(device));
  if (missing !== undefined)
    throw new SolsteadError('input.invalid', {
      at: 'devices',
      why: because('grant.device', { device: missing, site }),
    });
}

/** The acts of a grant that somebody may not do themselves. */
function beyondOf(by: Principal, { site, may }: Grant): readonly Action[] {
  const devices = typeof may === 'string' ? undefined : may.devices;
  return actionsOf(may).filter((action) => {
    const asked = { action, site };
    if (devices === undefined) return !isPermitted(by, asked);
    const reach = reachOf(by, asked);
    return !devices.every((device) => reaches(reach, device));
  });
}

/** Whether somebody may give this, as far as it is acts. */
export const isGrantable = (by: Principal, grant: Grant): boolean => beyondOf(by, grant).length === 0;

/** Refuses what somebody cannot give. Errors: `input.invalid`, `access.denied`. */
export async function assertGrantable(
  records: Pick<RecordStore, 'devices'>,
  by: Principal,
  grant: Grant,
): Promise<void> {
  const { site, may } = grant;
  const devices = typeof may === 'string' ? undefined : may.devices;
  const beyond = beyondOf(by, grant);
  if (beyond.length > 0)
    throw new SolsteadError('access.denied', { at: 'may', why: because('grant.beyond', { actions: beyond }) });
  if (devices !== undefined) await assertDevices(records, site, devices);
}
