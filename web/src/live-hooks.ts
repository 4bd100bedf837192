// The live state for components.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { onSecond, secondsCounted } from './clock.ts';
import type { Live, LinkPhase } from './live.ts';
import type { LiveState } from './live-state.ts';

/** The live connection of the home that is shown. */
export const LiveContext = createContext<Live | undefined>(undefined);

/** The live connection; only inside the shell. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new TypeError('assertion: live state is used outside of a home');
  return live;
}

/** A part of the live state; `select` returns a part that keeps its identity, such as `state.flow`. */
export function useLiveState<T>(select: (state: LiveState) => T): T | undefined {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, () => {
    const state = live.state();
    return state === undefined ? undefined : select(state);
  });
}

/** The state of the connection. */
export function useLinkPhase(): LinkPhase {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.phase);
}

/** Now by the server's clock, updated every second. */
export function useServerNow(): number {
  const live = useLive();
  useSyncExternalStore(onSecond, secondsCounted);
  return live.serverNowMs();
}
