// Tablets on a wall behind the door: who sets a home up gives out links for them, and takes them back. Each act is logged, without the secret.
import type { Permission, Principal } from '#core/access.ts';
import { permit } from '#core/permit.ts';
import type { Kiosks, KioskView, MadeKiosk } from './credentials/kiosks.ts';
import type { Performer } from './perform.ts';

/** The tablets of a home. Errors of all: `access.denied`, `site.unknown`. */
export interface KioskDoor {
  list(site: string): Promise<readonly KioskView[]>;
  /** Errors: `input.invalid`, `access.step-up`. */
  add(site: string, name: string): Promise<MadeKiosk>;
  /** Wants no proof: it only takes access away. Errors: `input.invalid`. */
  remove(site: string, id: string): Promise<void>;
}

interface Visit {
  readonly inside: { readonly people: { readonly kiosks: Kiosks } };
  readonly performer: Performer;
  readonly principal: Principal;
}

/** The door to them. */
export function kioskDoor({ inside, performer, principal }: Visit): KioskDoor {
  const { kiosks } = inside.people;
  const manages = (site: string): Permission => ({ action: 'kiosk.manage', site });
  return {
    async list(site) {
      permit(principal, manages(site));
      return kiosks.list(site);
    },
    add: (site, name) =>
      performer.perform(
        principal,
        { permission: manages(site), name: 'add kiosk link', subject: name, isSensitive: true },
        async () => {
          // Nobody gives more than they have: what it shows is the whole home.
          permit(principal, { action: 'site.read', site });
          return kiosks.add(site, name);
        },
      ),
    async remove(site, id) {
      await performer.perform(
        principal,
        { permission: manages(site), name: 'remove kiosk link', subject: id, done: ({ name }) => ({ subject: name }) },
        () => kiosks.remove(site, id),
      );
    },
  };
}
