// The uplink behind the door: who manages a home says where its readings go and which homes send into it. Each act is logged, without the
// secret.
import { isPermitted, type Permission, type Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit, permitSomewhere } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { FarDesk, FarHomeView, UplinkDesk } from '#core/uplink.ts';
import type { Performer } from './perform.ts';
import type { FarHomesDoor } from './far-homes.ts';
import type { UplinkDoor } from './types.ts';

interface Visit {
  readonly inside: { readonly uplinks?: UplinkDesk | undefined; readonly farHomes?: FarDesk | undefined };
  readonly performer: Performer;
  readonly principal: Principal;
}

const manages = (site: string): Permission => ({ action: 'site.manage', site });
const none = (): SolsteadError => new SolsteadError('uplink.failed', { at: 'uplink', why: because('uplink.none') });

/** The uplink of a site. */
export function uplinkDoor({ inside, performer, principal }: Visit, site: string): UplinkDoor {
  const desk = (): UplinkDesk => {
    if (inside.uplinks !== undefined) return inside.uplinks;
    throw none();
  };
  // Readings go somewhere else, and a test shows a kept secret to whoever answers there: the person proves who it is.
  const act = <T>(name: string, subject: string, run: () => Promise<T>): Promise<T> =>
    performer.perform(principal, { permission: manages(site), name, subject, isSensitive: true }, run);
  return {
    async view() {
      permit(principal, manages(site));
      return desk().view(site);
    },
    save: (change) => {
      const { address, clientId, mayCommand } = change.settings;
      const subject = `${address} as ${clientId}${mayCommand ? ', takes commands' : ''}`;
      return act('set uplink', subject, () => desk().save(site, change));
    },
    remove: () =>
      act('end uplink', '', async () => {
        await desk().remove(site);
        return desk().view(site);
      }),
    test: (change) => act('test uplink', change.settings.address, () => desk().test(site, change)),
  };
}

/** The homes that send here. */
export function farHomesDoor({ inside, performer, principal }: Visit): FarHomesDoor {
  const desk = (): FarDesk => {
    if (inside.farHomes !== undefined) return inside.farHomes;
    throw none();
  };
  /** One that sends into the home of somebody else is not there. */
  const found = async (id: string): Promise<FarHomeView> => {
    const home = (await desk().homes()).find((one) => one.id === id);
    if (home === undefined || !isPermitted(principal, manages(home.site)))
      throw new SolsteadError('uplink.unknown', { at: id });
    return home;
  };
  const act = <T>(name: string, of: Pick<FarHomeView, 'site' | 'name'>, run: () => Promise<T>): Promise<T> =>
    performer.perform(principal, { permission: manages(of.site), name, subject: of.name, isSensitive: true }, run);
  return {
    async list() {
      permitSomewhere(principal, 'site.manage');
      return (await desk().homes()).filter(({ site }) => isPermitted(principal, manages(site)));
    },
    add: (home) => act('let home send', home, () => desk().add(home)),
    async renew(id) {
      return act('renew secret of home', await found(id), () => desk().rotate(id));
    },
    async remove(id) {
      return act('let home send no more', await found(id), () => desk().revoke(id));
    },
  };
}
