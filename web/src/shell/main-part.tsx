// The part of the page that changes, and the focus in it: after every move it starts there, for keyboards and screen readers.
import { useRouterState } from '@tanstack/react-router';
import { createContext, use, useEffect, useRef, type ReactNode } from 'react';
import { useSession } from '../session.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';

/** Where the app was opened and whether it has moved on; frames come and go within it. */
export const ArrivalsContext = createContext<Arrivals>(createArrivals());

const mainId = 'content';

/** Puts the focus into the page. */
export function focusMain(): void {
  document.getElementById(mainId)?.focus({ preventScroll: true });
}

/** The part; it takes the focus when another page is shown, or somebody came in or went. */
export function Main({ children }: { readonly children: ReactNode }): ReactNode {
  const main = useRef<HTMLElement>(null);
  const arrivals = use(ArrivalsContext);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const state = useSession()?.state;
  useEffect(() => {
    if (state !== undefined && arrivals.hasMoved(`${state} ${path}`)) main.current?.focus({ preventScroll: true });
  }, [arrivals, path, state]);
  return (
    <main id={mainId} ref={main} tabIndex={-1}>
      {children}
    </main>
  );
}
