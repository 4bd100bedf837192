// Times as files contain them: ISO 8601 in UTC or with the offset of a zone; wall time for spreadsheets, which know no zone.
import { dayMs } from '#core/time.ts';

/** Offsets change on quarters of an hour only (since standard time came). */
const blockMs = 900_000;
const mostBlocks = 10_000;

/** Offset of a zone from UTC in ms at an instant, remembered by quarters of an hour. */
function zoneOffsets(timeZone: string): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const block = Math.floor(atMs / blockMs);
    const found = known.get(block);
    if (found !== undefined) return found;
    const zoned = Temporal.Instant.fromEpochMilliseconds(block * blockMs).toZonedDateTimeISO(timeZone);
    const offset = Math.round(zoned.offsetNanoseconds / 1e6);
    if (known.size >= mostBlocks) known.clear();
    known.set(block, offset);
    return offset;
  };
}

const two = (count: number): string => String(count).padStart(2, '0');

function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** ISO 8601 with milliseconds: `2026-06-21T12:00:00.000Z`, or with the offset the zone has at that moment. */
export function timeText(timeZone?: string): (atMs: number) => string {
  const make = textMaker(timeZone);
  let lastMs = Number.NaN;
  let last = '';
  // Many points of a file share their time.
  return (atMs) => {
    if (atMs !== lastMs) {
      last = make(atMs);
      lastMs = atMs;
    }
    return last;
  };
}

function textMaker(timeZone?: string): (atMs: number) => string {
  if (timeZone === undefined) return (atMs) => new Date(atMs).toISOString();
  const offsetAt = zoneOffsets(timeZone);
  return (atMs) => {
    const offset = offsetAt(atMs);
    return new Date(atMs + offset).toISOString().replace('Z', offsetText(offset));
  };
}

/** Days since 1899-12-30 of the wall time in a zone: what a spreadsheet takes for a date. */
export function sheetTime(timeZone?: string): (atMs: number) => number {
  const offsetAt = timeZone === undefined ? () => 0 : zoneOffsets(timeZone);
  return (atMs) => (atMs + offsetAt(atMs)) / dayMs + 25_569;
}
