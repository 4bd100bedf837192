// A moment as people and programs write it, for addresses and command lines.

/** The last instant that a Temporal.Instant can hold, epoch ms. */
const lastMs = 8.64e15;

/**
 * Epoch ms of a text: ISO 8601, local to the IANA zone where it has no offset (`2026-06-21` is that day's beginning), or
 * epoch milliseconds. Undefined where it is neither.
 */
export function instantIn(timeZone: string, text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const atMs = Number(text);
    return atMs <= lastMs ? atMs : undefined;
  }
  try {
    const hasOffset = /(Z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(text) && text.includes(':');
    if (hasOffset) return Temporal.Instant.from(text).epochMilliseconds;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}
