// Days and moments in the browser's own time zone: what concerns an account belongs to no home, so there is no home's zone.
import { browserZone, dayText, momentText } from '../zone.ts';

/** A day, such as `Fri 20 Nov`. */
export const dateWords = (atMs: number): string => dayText(atMs, browserZone());

/** A moment, such as `Fri 20 Nov, 14:05`. */
export const momentWords = (atMs: number): string => momentText(atMs, browserZone());
