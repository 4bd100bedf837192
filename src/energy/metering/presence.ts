// Whether there is a grid to import from, minute by minute: volts at an inverter's input, or its mode.
import { minuteMs } from '#core/time.ts';
import { firstAt, type Series } from './columns.ts';
import type { MinuteAccumulator } from './minute-accumulator.ts';
import type { PresenceSource } from './plan.ts';
import type { PowerState } from './power.ts';

/** ms of each minute in which a source said that the grid is there, and that it is not. */
interface Said {
  readonly thereMs: Float64Array;
  readonly awayMs: Float64Array;
}

function addHeld(column: Float64Array, book: MinuteAccumulator, { fromMs, toMs }: { fromMs: number; toMs: number }) {
  const { stretch, firstMs } = book;
  const until = Math.min(toMs, stretch.toMs);
  for (let at = Math.max(fromMs, stretch.fromMs); at < until; ) {
    const minute = Math.floor((at - firstMs) / minuteMs);
    const edge = Math.min(firstMs + (minute + 1) * minuteMs, until);
    column[minute] = (column[minute] ?? 0) + edge - at;
    at = edge;
  }
}

/** What one source reported over a stretch, with what it carries on. */
function saidBy(
  source: PresenceSource,
  {
    series,
    state,
    book,
  }: { readonly series: Series; readonly state: PowerState | undefined; readonly book: MinuteAccumulator },
): { readonly said: Said; readonly state: PowerState } {
  const said = { thereMs: new Float64Array(book.minutes), awayMs: new Float64Array(book.minutes) };
  let last = state?.last[0] ?? null;
  const hold = (untilMs: number): void => {
    if (last === null) return;
    const [fromMs, value] = last;
    const column = value >= source.from * 1000 ? said.thereMs : said.awayMs;
    addHeld(column, book, { fromMs, toMs: Math.min(untilMs, fromMs + source.gapLimitMs) });
  };
  const high = firstAt(series, book.stretch.toMs);
  for (let at = firstAt(series, book.stretch.fromMs); at < high; at += 1) {
    const value = series.value[at] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    const atMs = series.atMs[at] ?? 0;
    hold(atMs);
    last = [atMs, Math.round(value * 1000)];
  }
  hold(Number.POSITIVE_INFINITY);
  return { said, state: { last: [last], positive: 0, negative: 0 } };
}

/** The greatest of some numbers that are 0 or more. */
const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0);

/**
 * ms of each minute in which no inverter had a grid at its input; one of several that has it is enough. If nothing is reported
 * the grid is not missing.
 */
export function gridAway(
  sources: readonly PresenceSource[],
  {
    seriesOf,
    states,
    book,
  }: {
    readonly book: MinuteAccumulator;
    readonly states: Readonly<Record<string, PowerState>>;
    seriesOf(source: PresenceSource): Series;
  },
): { readonly awayMs: readonly number[]; readonly states: Readonly<Record<string, PowerState>> } {
  const after: Record<string, PowerState> = {};
  const byDevice = new Map<string, Said[]>();
  for (const source of sources) {
    const { said, state } = saidBy(source, { series: seriesOf(source), state: states[source.id], book });
    after[source.id] = state;
    byDevice.set(source.device, [...(byDevice.get(source.device) ?? []), said]);
  }
  const awayMs = Array.from({ length: book.minutes }, (_none, minute) => {
    const speaking = [...byDevice.values()]
      // A device whose mode is off the grid has none, whatever its input shows.
      .map((all) => ({
        away: most(all.map((one) => one.awayMs[minute] ?? 0)),
        there: most(all.map((one) => one.thereMs[minute] ?? 0)),
      }))
      .filter(({ away, there }) => away + there > 0);
    return speaking.length === 0 ? 0 : Math.min(...speaking.map(({ away }) => away));
  });
  return { awayMs, states: after };
}
