// How a part of the page says that it lies over it, so that the browser's back closes it first.
import { createContext, useContext, useEffect, useEffectEvent } from 'react';
import type { BackCloses } from './back-closes.ts';

/** Of the app; without it back does what it always does. */
export const BackClosesContext = createContext<Pick<BackCloses, 'open'> | undefined>(undefined);

/** While it is open, the browser's back closes it. */
export function useBackCloses(isOpen: boolean, close: () => void): void {
  const back = useContext(BackClosesContext);
  const onBack = useEffectEvent(close);
  useEffect(() => (isOpen ? back?.open(() => onBack()) : undefined), [back, isOpen]);
}
