// A moment as people and programs write it, for addresses and command lines.

/** The years 1 to 9999, epoch ms: near the ends of Temporal there are moments without a midnight or a day after them. */
const firstMs = Date.parse('0001-01-02T00:00Z');
/** The other end of it. */
export const lastMs = Date.parse('9999-12-31T00:00Z');

/**
 * Epoch ms of a text: ISO 8601, local to the IANA zone if it has no offset (`2026-06-21` is that day's beginning), or
 * epoch milliseconds. Undefined if it is neither.
 */
export function instantIn(timeZone: string, text: string): number | undefined {
  const atMs = /^\d+$/.test(text) ? Number(text) : momentIn(timeZone, text);
  return atMs !== undefined && atMs >= firstMs && atMs <= lastMs ? atMs : undefined;
}

function momentIn(timeZone: string, text: string): number | undefined {
  try {
    const hasOffset = /(Z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(text) && text.includes(':');
    if (hasOffset) return Temporal.Instant.from(text).epochMilliseconds;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}
