// For tests only: accounts over records of the test's own, with an owner and a clock by hand.
import type { AuditRecord } from '#core/audit.ts';
import type { Vault } from '#core/secrets.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeAccess } from '../access.ts';
import { memoryVault } from '../credentials/memory-vault.ts';
import { makePeople } from '../people.ts';
import { ownRecords } from './stores.ts';

/** The password of everybody. */
export const password = 'the roof is warm today';
/** Where everybody comes from. */
export const here = { from: '10.0.0.1', device: 'Firefox on Linux' };

/** An owner Anna of the homes `home` and `cabin`, signed in. */
export async function ownAccess(context: Owner, vault: Vault = memoryVault()) {
  const { records, path } = await ownRecords(context);
  const clock = fakeClock();
  const make = () =>
    makeAccess(records, clock, { addSite: async (site) => records.sites.save({ ...site, id: 'home' }), vault });
  const access = make();
  const { token, principal: anna } = await access.claim(
    { name: 'Anna', password, site: { name: 'Casa', timeZone: 'UTC' } },
    here,
  );
  await records.sites.save({ id: 'cabin', name: 'Cabin', timeZone: 'UTC' });
  const people = makePeople({ records, clock, inTurn: (change) => change(), changed: access.changed });
  const join = async (name: string, site: string, may: Parameters<typeof people.invite>[2]) => {
    const { code } = await people.invite(anna, site, may);
    return access.accept({ code, name, password }, here);
  };
  const audited = async (action: string): Promise<readonly AuditRecord[]> =>
    (await records.audit.newest({ limit: 100 })).filter((line) => line.action === action);
  return { records, path, clock, vault, access, restarted: make, token, anna, people, join, audited };
}
