// The date on a home's clock: asked for before the program is there, so it imports nothing.

/** The date of an instant on the home's clock. */
export function dateIn(timeZone: string, atMs: number): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const found: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(atMs)) found[type] = value;
  return `${found['year'] ?? ''}-${found['month'] ?? ''}-${found['day'] ?? ''}`;
}
