// Keeps the home in this browser while somebody is signed in, and brings it back while the server is away.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { isAway } from '../ask-again.ts';
import { clock } from '../clock.ts';
import { keep, kept, unkeep } from '../kept.ts';
import type { Live } from '../live.ts';
import { sessionQuery, sitesQuery } from '../queries.ts';
import { createKeptHome, type TextStore, whoIs } from './kept-home.ts';

/** Below its path: another Solstead may have the same origin. */
const nameOf = (name: string): string => `solstead.kept ${new URL('.', document.baseURI).pathname} ${name}`;

/** What this browser keeps of the home, by name. */
export const textsHere: TextStore = {
  read: (name) => kept(nameOf(name)),
  write: (name, text) => keep(nameOf(name), text),
  remove: (name) => unkeep(nameOf(name)),
};

/** The home as it was heard. */
export const keptHome = createKeptHome(textsHere);

/** A home that is watched is kept this often, ms. */
const keepMs = 30_000;
/** How long the server may take at the start until what was kept is shown, ms. */
const patienceMs = 2500;

/** Whether what is shown was kept: the server has not answered since the page was opened. */
export const isRecalled = (client: QueryClient): boolean =>
  client.getQueryState(sessionQuery.queryKey)?.dataUpdatedAt === 0 &&
  client.getQueryData(sessionQuery.queryKey) !== undefined;

/** Keeps who is signed in and their homes as the server tells them; forgets all when nobody is. */
export function keepWhoIsHere(client: QueryClient): void {
  let ownerOfSites: string | undefined;
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return;
    const [name] = event.query.queryKey as readonly unknown[];
    const session = client.getQueryData(sessionQuery.queryKey);
    if ((name !== 'session' && name !== 'sites') || session === undefined) return;
    const who = whoIs(session);
    if (name === 'sites') ownerOfSites = who;
    if (isRecalled(client)) return;
    if (session.state !== 'signed-in') return keptHome.forget();
    const sites = client.getQueryData(sitesQuery.queryKey);
    if (sites !== undefined && ownerOfSites === who) return keptHome.keepHead({ session, sites });
    const before = keptHome.head();
    if (before !== undefined && whoIs(before.session) !== who) keptHome.forget();
  });
}

/** Keeps a home as it is heard, every now and then and when the page is left; the returned function ends it. */
export function keepLive(live: Live, client: QueryClient): () => void {
  const first = live.state();
  const save = (): void => {
    const state = live.state();
    const name = client.getQueryData(sessionQuery.queryKey)?.account?.name;
    // What was kept is not kept again as if it was heard.
    if (state === undefined || state === first || live.phase() === 'ended' || name === undefined) return;
    keptHome.keepState(name, { state, aheadMs: live.serverNowMs() - clock.nowMs() });
  };
  const saveHidden = (): void => {
    if (document.visibilityState === 'hidden') save();
  };
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('pagehide', save, { signal });
  document.addEventListener('visibilitychange', saveHidden, { signal });
  const stopKeeping = clock.every(keepMs, save);
  return () => {
    stop.abort();
    stopKeeping();
  };
}

function recall(client: QueryClient): void {
  const head = keptHome.head();
  if (head === undefined || client.getQueryData(sessionQuery.queryKey) !== undefined) return;
  // As old as can be: whatever the server says is newer.
  client.setQueryData(sitesQuery.queryKey, head.sites, { updatedAt: 0 });
  client.setQueryData(sessionQuery.queryKey, head.session, { updatedAt: 0 });
}

/** Brings back who was signed in where the server does not answer when the page is opened. */
export function useRecall({ isKnown, error }: { readonly isKnown: boolean; readonly error: unknown }): void {
  const client = useQueryClient();
  const away = isAway(error);
  useLayoutEffect(() => {
    if (isKnown) return undefined;
    if (!away) return clock.after(patienceMs, () => recall(client));
    recall(client);
    return undefined;
  }, [client, isKnown, away]);
}
