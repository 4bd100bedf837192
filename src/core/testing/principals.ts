// For tests only: people with a role everywhere.
import type { Grant, Principal } from '../access.ts';

/** A person; the owner of everything by default. */
export function person(name: string, may: Grant['may'] = 'owner', site = '*'): Principal {
  return { id: name.toLowerCase(), name, kind: 'person', grants: [{ site, may }] };
}
