// A back-fill: many points at once go straight into chunks and roll-ups, without the log and the write buffer. One slice is one
// commit; what is too little for a chunk of its own is logged in the same commit.
import { hourMs } from '#core/time.ts';
import type { Stretch } from '../stretches.ts';
import type { Block } from './backend.ts';
import type { Columns } from './chunk-codec.ts';
import { bufferedColumns, compactedBlocks } from './compact.ts';
import { logAfter, noteOpen, openHourAt, quietPolls } from './flush.ts';
import { encodeLog, type LoggedPoints } from './log-codec.ts';
import { isRising, joined, merged, type Points, settled } from './points.ts';
import { type Additions, type DeviceState, lastOf, noteLast } from './registry.ts';
import { absorb, commitNotes, lastsKept, notesKept, type StoreState } from './store-state.ts';
import type { BufferedHour } from './write-buffer.ts';

/** Points of one device in one hour, by series, in the order they were given. */
type GivenHour = Map<number, Points[]>;

/** What a slice has of one device. */
interface Given {
  readonly state: DeviceState;
  readonly hours: Map<number, GivenHour>;
  newestMs: number;
}

/** A column of a stretch. */
interface Column extends Points {
  readonly series: number;
}

function columnsOf({ metrics, atMs, value, quality }: Stretch, numbers: readonly number[]): readonly Column[] {
  const count = atMs.length;
  const good = new Uint8Array(quality === undefined ? count : 0);
  return metrics.map((_, column): Column => {
    const [from, to] = [column * count, (column + 1) * count];
    return {
      series: numbers[column] ?? 0,
      atMs,
      value: value.subarray(from, to),
      quality: quality?.subarray(from, to) ?? good,
    };
  });
}

/** Notes the last values of a column, and returns the points that are numbers. */
function noted(state: DeviceState, column: Column, textAt: (row: number) => string | undefined): Points {
  const { series, atMs, value, quality } = column;
  const last = lastOf(state, series);
  const isText = (row: number): boolean => textAt(row) !== undefined;
  for (const [row, at] of atMs.entries())
    noteLast(last, textAt(row) ?? value[row] ?? 0, { atMs: at, quality: quality[row] ?? 0 });
  const numbers = Uint32Array.from([...atMs.keys()].filter((row) => !isText(row)));
  if (numbers.length === atMs.length) return column;
  return {
    atMs: Float64Array.from(numbers, (row) => atMs[row] ?? 0),
    value: Float64Array.from(numbers, (row) => value[row] ?? 0),
    quality: Uint8Array.from(numbers, (row) => quality[row] ?? 0),
  };
}

/** Cuts rising moments by hours. */
function cutHours(
  atMs: Float64Array,
): readonly { readonly hour: number; readonly from: number; readonly to: number }[] {
  const cuts: { hour: number; from: number; to: number }[] = [];
  for (let from = 0; from < atMs.length; ) {
    const hour = Math.floor((atMs[from] ?? 0) / hourMs);
    const endMs = (hour + 1) * hourMs;
    let to = from + 1;
    while (to < atMs.length && (atMs[to] ?? 0) < endMs) to += 1;
    cuts.push({ hour, from, to });
    from = to;
  }
  return cuts;
}

function place({ hours }: Given, series: number, { hour, points }: { readonly hour: number; readonly points: Points }) {
  const own = hours.getOrInsertComputed(hour, () => new Map<number, Points[]>());
  const known = own.get(series);
  if (known === undefined) own.set(series, [points]);
  else known.push(points);
}

/** Moments that rise are cut once for all columns, which then share them. */
function takeRising(given: Given, columns: readonly Column[]): void {
  const [first] = columns;
  if (first === undefined) return;
  const { state } = given;
  const end = first.atMs.length - 1;
  for (const { series, atMs, value, quality } of columns)
    noteLast(lastOf(state, series), value[end] ?? 0, { atMs: atMs[end] ?? 0, quality: quality[end] ?? 0 });
  for (const { hour, from, to } of cutHours(first.atMs)) {
    const atMs = first.atMs.subarray(from, to);
    for (const { series, value, quality } of columns) {
      const points = { atMs, value: value.subarray(from, to), quality: quality.subarray(from, to) };
      place(given, series, { hour, points });
    }
  }
}

function takeAny(given: Given, { texts, atMs }: Stretch, columns: readonly Column[]): void {
  for (const [index, column] of columns.entries()) {
    const first = index * atMs.length;
    const own = settled(noted(given.state, column, (row) => (texts.size === 0 ? undefined : texts.get(first + row))));
    for (const { hour, from, to } of cutHours(own.atMs)) {
      const { value, quality } = own;
      const points = {
        atMs: own.atMs.subarray(from, to),
        value: value.subarray(from, to),
        quality: quality.subarray(from, to),
      };
      place(given, column.series, { hour, points });
    }
  }
}

/** The stretches by device and hour; last values are noted. `undo` gets what restores the notes. */
function given(
  store: StoreState,
  stretches: readonly Stretch[],
  { additions, undo }: { readonly additions: Additions; readonly undo: (() => void)[] },
): readonly Given[] {
  const found = new Map<DeviceState, Given>();
  for (const stretch of stretches) {
    const { site, device, metrics, atMs, texts } = stretch;
    const numbers = metrics.map((metric) => store.devices.number({ site, device, metric }, additions));
    const state = store.devices.find({ site, device });
    if (state === undefined) throw new TypeError('assertion: a device without a number');
    const own = found.getOrInsertComputed(state, () => {
      undo.push(notesKept(state), lastsKept(state));
      const newestMs = store.buffer.devices.get(state.id)?.newestMs ?? Number.NEGATIVE_INFINITY;
      return { state, hours: new Map<number, GivenHour>(), newestMs };
    });
    for (const at of atMs) if (at > own.newestMs) own.newestMs = at;
    const columns = columnsOf(stretch, numbers);
    if (texts.size === 0 && isRising(atMs)) takeRising(own, columns);
    else takeAny(own, stretch, columns);
  }
  return [...found.values()];
}

const pollsOf = (hour: GivenHour): number => {
  let most = 0;
  for (const parts of hour.values()) {
    let own = 0;
    for (const { atMs } of parts) own += atMs.length;
    most = Math.max(most, own);
  }
  return most;
};

/** What of a device goes into chunks now, with what the log already holds of these and of earlier hours. */
interface Filling {
  readonly state: DeviceState;
  readonly hours: ReadonlyMap<number, Columns>;
  readonly taken: ReadonlyMap<number, BufferedHour>;
  /** Hours that wait in the log. */
  readonly waiting: readonly GivenHour[];
  readonly open: number;
}

function columnsWith(buffered: BufferedHour | undefined, hour: GivenHour | undefined): Columns {
  const before = buffered === undefined ? new Map<number, Points>() : new Map(bufferedColumns(buffered));
  for (const [series, parts] of hour ?? []) {
    const [one, ...more] = parts;
    const own = one !== undefined && more.length === 0 ? one : settled(joined(parts));
    const earlier = before.get(series);
    before.set(series, earlier === undefined ? own : merged(earlier, own));
  }
  return new Map([...before].toSorted(([one], [other]) => one - other));
}

function fillingOf({ buffer, options }: StoreState, { state, hours, newestMs }: Given): Filling {
  const open = openHourAt(newestMs, options.graceMs);
  const isNow = (hour: number, own: GivenHour): boolean => hour < open || pollsOf(own) >= quietPolls;
  const now = new Map([...hours].filter(([hour, own]) => isNow(hour, own)));
  const waiting = [...hours].flatMap(([hour, own]) => (now.has(hour) ? [] : [own]));
  if (now.size === 0) return { state, hours: new Map(), taken: new Map(), waiting, open };
  // What the log holds must not come back over newer values, so that nothing of these hours may be left in it.
  const end = Math.max(state.flushed.hour, ...[...now.keys()].map((hour) => hour + 1));
  const taken = new Map([...(buffer.devices.get(state.id)?.hours ?? [])].filter(([hour]) => hour < end));
  const all = [...new Set([...now.keys(), ...taken.keys()])].toSorted((one, other) => one - other);
  return {
    state,
    hours: new Map(all.map((hour) => [hour, columnsWith(taken.get(hour), now.get(hour))])),
    taken,
    waiting,
    open,
  };
}

/** Points that are too few for a chunk, as a row of the log; undefined if there are none. */
function loggedOf(fillings: readonly Filling[]): LoggedPoints | undefined {
  const parts = fillings.flatMap(({ waiting }) =>
    waiting.flatMap((hour) => [...hour].flatMap(([series, own]) => own.map((points) => ({ series, points })))),
  );
  const count = parts.reduce((sum, { points }) => sum + points.atMs.length, 0);
  if (count === 0) return undefined;
  const series = new Uint32Array(count);
  let at = 0;
  for (const { series: id, points } of parts) series.fill(id, at, (at += points.atMs.length));
  return { series, texts: new Map(), ...joined(parts.map(({ points }) => points)) };
}

/** The blocks of what goes into chunks; notes say up to which hour all of a device is there. */
async function blocksOf({ reader, seq }: StoreState, fillings: readonly Filling[]): Promise<readonly Block[]> {
  const put: Block[] = [];
  for (const { state, hours } of fillings) {
    if (hours.size === 0) continue;
    for (const block of await compactedBlocks(reader, state, hours)) put.push(block);
    const hour = Math.max(state.flushed.hour, ...[...hours.keys()].map((one) => one + 1));
    state.flushed = { hour, seq };
  }
  return put;
}

/**
 * Makes points durable and puts them away at once. Returns the numbers of their series. Nothing is changed if it fails.
 * Errors: `store.failed`.
 */
export async function fill(store: StoreState, stretches: readonly Stretch[]): Promise<Iterable<number>> {
  const additions: Additions = { devices: [], series: [] };
  const undo: (() => void)[] = [() => store.devices.takeBack(additions)];
  const undoAll = (): void => {
    for (const back of undo.toReversed()) back();
  };
  const seq = store.seq + 1;
  let fillings: readonly Filling[];
  let put: readonly Block[];
  try {
    fillings = given(store, stretches, { additions, undo }).map((one) => fillingOf(store, one));
    put = await blocksOf(store, fillings);
  } catch (thrown) {
    undoAll();
    throw thrown;
  }
  const logged = loggedOf(fillings);
  const taken = new Set(fillings.flatMap((one) => [...one.taken.values()]));
  await commitNotes(
    store,
    {
      kind: 'fill',
      put,
      series: additions.series,
      ...(logged === undefined ? {} : { log: { seq, body: encodeLog(logged) } }),
      ...logAfter(
        store,
        taken,
        fillings.map(({ state }) => state),
      ),
    },
    [undoAll],
  );
  for (const { state, taken: hours, open } of fillings) {
    store.buffer.drop(state.id, hours.keys());
    noteOpen(store, state, open);
  }
  if (logged !== undefined) {
    store.seq = seq;
    absorb(store, logged, seq);
  }
  return fillings.flatMap(({ state }) => [...state.series.values()]);
}
