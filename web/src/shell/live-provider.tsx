// Holds the live connection of the home that is shown, and wakes it when the tab or the network comes back.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { systemRandom } from '#core/random.ts';
import { liveUrl } from '../api.ts';
import { clock } from '../clock.ts';
import { calmLive } from '../calm-live.ts';
import { createLive, type Live } from '../live.ts';
import { LiveContext } from '../live-hooks.ts';
import { isRecalled, keepLive, keptHome } from '../offline/kept.ts';
import { sessionQuery, sitesQuery } from '../queries.ts';
import { activeTheme, onTheme } from '../theme.ts';

function watchBrowser(live: Live): () => void {
  const onWake = (): void => {
    if (document.visibilityState === 'visible') live.wake();
  };
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('visibilitychange', onWake, { signal });
  window.addEventListener('pageshow', onWake, { signal });
  window.addEventListener('online', live.wake, { signal });
  window.addEventListener('offline', live.giveUp, { signal });
  return () => stop.abort();
}

/**
 * Queries the session and the homes when the connection is lost: the session or the demo may have ended, or the home may be
 * gone. If the server said not to come back but nothing has changed, it is tried once more.
 */
function SessionWatch({ live }: { readonly live: Live }): ReactNode {
  const client = useQueryClient();
  const phase = useSyncExternalStore(live.subscribe, live.phase);
  const wasLost = useRef(false);
  useEffect(() => {
    // What could not be asked is asked at once when the server is back.
    if (phase === 'open' && wasLost.current)
      void client.invalidateQueries({
        predicate: ({ queryKey: [name], state }) => state.status === 'error' || name === 'session' || name === 'sites',
      });
    wasLost.current = phase === 'lost';
    if (phase !== 'lost' && phase !== 'ended') return undefined;
    let isWanted = phase === 'ended';
    const asked = [sessionQuery.queryKey, sitesQuery.queryKey].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    );
    void Promise.all(asked).then(() => {
      if (isWanted) live.restart();
    });
    return () => {
      isWanted = false;
    };
  }, [client, live, phase]);
  return null;
}

/** Opens the live connection of a site for everything inside. Give it the site as key. */
export function LiveProvider({ site, children }: { readonly site: Site; readonly children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [live] = useState(() =>
    createLive({
      connect: () => new WebSocket(liveUrl(site.id)),
      clock,
      random: systemRandom,
      recall: () => keptHome.state(site.id),
      isAway: isRecalled(client),
    }),
  );
  const [shown] = useState(() => calmLive(live, { clock, isCalm: () => activeTheme().isSlow, onCalm: onTheme }));
  useEffect(() => {
    live.open();
    const stopWatching = watchBrowser(live);
    const stopKeeping = keepLive(live, client);
    return () => {
      stopKeeping();
      stopWatching();
      live.close();
    };
  }, [client, live]);
  return (
    <LiveContext value={shown}>
      <SessionWatch live={live} />
      {children}
    </LiveContext>
  );
}
