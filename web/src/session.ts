// Who uses the app, for components.
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Session, Site } from '#api/contract.ts';
import { type Action, everySite, installationActions, isPermitted, visitorActions } from '#core/access.ts';
import { sessionQuery } from './queries.ts';

/** The session, once it is known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** The home that is shown. */
export const SiteContext = createContext<Site | undefined>(undefined);

/**
 * Whether this person may do something in the home that is shown: with this device, or with the whole home if none is named.
 * Visitors of the demo may play with what it simulates.
 */
export function useMay(action: Action, device?: string): boolean {
  const session = useSession();
  const home = useContext(SiteContext)?.id ?? everySite;
  if (session?.state === 'demo') return visitorActions.includes(action);
  if (session?.state !== 'signed-in' || session.account === undefined) return false;
  const { name, grants } = session.account;
  const site = installationActions.includes(action) ? everySite : home;
  const person = { id: name, name, kind: 'person', grants } as const;
  return isPermitted(person, { action, site, ...(device === undefined ? {} : { device }) });
}

/** The home that is shown; only inside the shell. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === undefined) throw new TypeError('assertion: a home is used outside of the shell');
  return site;
}
