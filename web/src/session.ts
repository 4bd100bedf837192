// Who uses the app, for components.
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Session, Site } from '#api/contract.ts';
import { sessionQuery } from './queries.ts';

/** The session, once it is known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** Whether this person owns the home, and may add and remove devices. */
export function useIsOwner(): boolean {
  const session = useSession();
  return session?.state === 'signed-in' && session.account?.role === 'owner';
}

/** Whether this person may switch things; in the demo everybody may. */
export function useMaySwitch(): boolean {
  const session = useSession();
  return session?.state === 'demo' || (session?.state === 'signed-in' && session.account?.role === 'owner');
}

/** The home that is shown. */
export const SiteContext = createContext<Site | undefined>(undefined);

/** The home that is shown; only inside the shell. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === undefined) throw new TypeError('assertion: a home is used outside of the shell');
  return site;
}
