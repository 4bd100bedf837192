// The audit log for one principal: the lines it may read, and whether the log is whole.
import { everySite, isPermitted, type Principal } from '#core/access.ts';
import { permit, permitSomewhere } from '#core/permit.ts';
import type { HubInside } from './inside.ts';
import type { HubDoor } from './types.ts';

type Inside = Pick<HubInside, 'sites' | 'auditLines' | 'auditHeads' | 'auditChecks'>;

/** What a principal may read of the log. Errors: `access.denied`. */
export function auditDoor(
  inside: Inside,
  principal: Principal,
): Pick<HubDoor, 'auditLines' | 'auditHeads' | 'auditChecks'> {
  return {
    async auditLines(query) {
      const isPermittedAt = (site: string): boolean => isPermitted(principal, { action: 'audit.read', site });
      if (isPermittedAt(everySite)) return inside.auditLines(query);
      permitSomewhere(principal, 'audit.read');
      const sites = inside.sites().flatMap(({ id }) => (isPermittedAt(id) ? [id] : []));
      return inside.auditLines({ ...query, sites });
    },
    async auditHeads() {
      // The chains are of the installation, and count the lines of every home.
      permit(principal, { action: 'audit.read', site: everySite });
      return inside.auditHeads();
    },
    async auditChecks() {
      permitSomewhere(principal, 'audit.read');
      return inside.auditChecks();
    },
  };
}
