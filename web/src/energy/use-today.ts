// The present day of the home.
import { useSyncExternalStore } from 'react';
import { onSecond } from '../clock.ts';
import { useLive } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { dateIn } from './date-in.ts';

/** Today's date on the home's clock; a component using it re-renders at midnight there, not every second. */
export function useToday(): string {
  const live = useLive();
  const { timeZone } = useSite();
  return useSyncExternalStore(onSecond, () => dateIn(timeZone, live.serverNowMs()));
}
