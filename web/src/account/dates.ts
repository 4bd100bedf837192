// Days and moments as the person at this browser reads them: what concerns an account has no home, and no zone of one.
import { browserZone, dayText, momentText } from '../zone.ts';

/** A day, such as `Fri 20 Nov`. */
export const dateWords = (atMs: number): string => dayText(atMs, browserZone());

/** A moment, such as `Fri 20 Nov, 14:05`. */
export const momentWords = (atMs: number): string => momentText(atMs, browserZone());
