// Times of the clock as people write them.

/** What a time looks like, such as 07:30 or 7:30; 24:00 is the midnight at the end of a day. */
export const clockPattern = String.raw`^([01]?\d|2[0-3]):[0-5]\d$|^24:00$`;

/** Minutes since midnight of such a time. */
export function minutesOf(clock: string): number {
  const [hours = '', minutes = ''] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
