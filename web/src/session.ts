// Who uses the app, for components.
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Session, Site } from '#api/contract.ts';
import { type Action, roleMay, visitorActions } from '#core/access.ts';
import { sessionQuery } from './queries.ts';

/** The session, once it is known. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

/** Whether this person may do something; visitors of the demo may play with what it simulates. */
export function useMay(action: Action): boolean {
  const session = useSession();
  if (session?.state === 'demo') return visitorActions.includes(action);
  return session?.state === 'signed-in' && session.account !== undefined && roleMay(session.account.role, action);
}

/** The home that is shown. */
export const SiteContext = createContext<Site | undefined>(undefined);

/** The home that is shown; only inside the shell. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === undefined) throw new TypeError('assertion: a home is used outside of the shell');
  return site;
}
