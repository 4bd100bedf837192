// Hours that are due go from the log into chunks, a few devices a slice, each slice one commit.
import { hourMs } from '#core/time.ts';
import type { Block } from './backend.ts';
import { type BufferedHour, WriteBuffer } from './write-buffer.ts';
import { commitNotes, type StoreState, notesKept } from './store-state.ts';
import type { DeviceState } from './registry.ts';
import type { Columns } from './chunk-codec.ts';
import { bufferedColumns, compactedBlocks } from './compact.ts';

/** Hours of a device that are to be flushed. */
interface Due {
  readonly state: DeviceState;
  readonly hours: ReadonlyMap<number, BufferedHour>;
}

/** Hours and points of one commit: small enough to let a question in between. */
const sliceHours = 96;
const slicePoints = 32_000;

/** The first hour that is not over when the newest point of a device is of this time, ms. */
export function openHourAt(newestMs: number, graceMs: number): number {
  return Math.floor((newestMs - graceMs) / hourMs);
}

/** The first hour of a device that is not over by its own time. */
function openHour({ buffer, options }: StoreState, state: DeviceState): number {
  return openHourAt(buffer.devices.get(state.id)?.newestMs ?? Number.NEGATIVE_INFINITY, options.graceMs);
}

/** Hours of a device that ended since it was last flushed, late ones among them, and those that are full. */
function dueHours(store: StoreState, state: DeviceState): readonly number[] {
  const hours = store.buffer.devices.get(state.id)?.hours ?? new Map<number, BufferedHour>();
  const open = openHour(store, state);
  const isOver = (hour: number): boolean => open > state.openHour && hour < open;
  return [...hours].flatMap(([hour, { polls }]) => (isOver(hour) || polls >= store.options.mostPolls ? [hour] : []));
}

function fullestDevice({ buffer, devices }: StoreState): Due | undefined {
  const [id, own] = [...buffer.devices].reduce<
    readonly [number, { readonly points: number; readonly hours: ReadonlyMap<number, BufferedHour> }]
  >((most, one) => (one[1].points > most[1].points ? one : most), [0, { points: 0, hours: new Map() }]);
  const state = devices.byId.get(id);
  return state === undefined ? undefined : { state, hours: own.hours };
}

/** By which clock hours are over; `isQuiet`: nothing is coming in at present. */
export interface FlushTime {
  /** Epoch ms. */
  readonly nowMs: number;
  readonly isQuiet?: boolean;
  /** Everything that waits is flushed. */
  readonly isAll?: boolean;
}

/** Hours of this many polls are flushed before they are over in quiet times and in back-fills: fewer would make small parts of one chunk. */
export const quietPolls = 64;

function dueOf(store: StoreState, { nowMs, isQuiet = false, isAll = false }: FlushTime): readonly Due[] {
  const { buffer, devices, options } = store;
  const due: Due[] = [];
  for (const [id, { hours }] of buffer.devices) {
    const state = devices.byId.get(id);
    if (state === undefined) continue;
    const wanted = new Set(dueHours(store, state));
    const isDueNow = (hour: number, { polls }: BufferedHour): boolean =>
      isAll || wanted.has(hour) || (hour + 1) * hourMs + options.graceMs <= nowMs || (isQuiet && polls >= quietPolls);
    const chosen = [...hours].filter(([hour, buffered]) => isDueNow(hour, buffered));
    if (chosen.length > 0) due.push({ state, hours: new Map(chosen.toSorted(([one], [other]) => one - other)) });
  }
  if (due.length > 0 || buffer.points <= options.mostPoints) return due;
  const fullest = fullestDevice(store);
  return fullest === undefined ? [] : [fullest];
}

/** Whether something of the devices of some series is due, or memory is full. */
export function isDue(store: StoreState, series: Iterable<number>): boolean {
  if (store.buffer.points > store.options.mostPoints) return true;
  const states = new Set<DeviceState>();
  let before: DeviceState | undefined;
  for (const id of series) {
    const state = store.devices.owner(id);
    if (state === undefined || state === before) continue;
    states.add(state);
    before = state;
  }
  return states.values().some((state) => dueHours(store, state).length > 0);
}

/** As much as goes into one slice. */
function sliceOf(due: readonly Due[]): readonly Due[] {
  const slice: Due[] = [];
  let [count, points] = [0, 0];
  for (const { state, hours } of due) {
    const taken = new Map<number, BufferedHour>();
    for (const [hour, buffered] of hours) {
      if (count > 0 && (count >= sliceHours || points >= slicePoints)) break;
      taken.set(hour, buffered);
      count += 1;
      points += buffered.points;
    }
    if (taken.size > 0) slice.push({ state, hours: taken });
  }
  return slice;
}

/** Notes up to which hour everything of a device is in chunks once these hours are. */
function noteFlushed({ buffer, seq }: StoreState, { state, hours: taken }: Due): void {
  const hour = Math.max(state.flushed.hour, ...[...taken.keys()].map((one) => one + 1));
  const left = [...(buffer.devices.get(state.id)?.hours.keys() ?? [])].filter((one) => !taken.has(one));
  if (left.every((one) => one >= hour)) state.flushed = { hour, seq };
}

/** The first row of the log that is needed once some hours are in chunks, and the devices whose notes that commit has to save. */
export function logAfter(
  { buffer, devices, seq }: StoreState,
  taken: ReadonlySet<BufferedHour>,
  own: readonly DeviceState[],
) {
  const states = new Set(own);
  let first = buffer.firstSeq(taken) ?? seq + 1;
  for (const state of devices.byId.values()) {
    if (state.unsavedSeq === undefined || states.has(state)) continue;
    // A device with only texts is never flushed: its notes are saved along with the others.
    if (buffer.devices.has(state.id)) first = Math.min(first, state.unsavedSeq);
    else states.add(state);
  }
  return { logBefore: first, states: [...states] };
}

/** Notes from which hour on a device is open, unless something earlier still waits. */
export function noteOpen({ buffer }: StoreState, state: DeviceState, open: number): void {
  const left = buffer.devices.get(state.id)?.hours.keys() ?? [];
  if ([...left].every((hour) => hour >= open)) state.openHour = Math.max(state.openHour, open);
}

const columnsOf = (hours: ReadonlyMap<number, BufferedHour>): ReadonlyMap<number, Columns> =>
  new Map([...hours].map(([hour, buffered]) => [hour, bufferedColumns(buffered)]));

/** Moves points of an older form of the database into chunks. If it is interrupted, it continues where it stopped. */
export async function migrateOlder(store: StoreState): Promise<void> {
  const { backend, devices, reader } = store;
  const { older } = backend;
  if (older === undefined) return;
  for (let points = await older.next(); points !== undefined; points = await older.next()) {
    const buffer = new WriteBuffer();
    for (const [index, series] of points.series.entries()) {
      const state = devices.owner(series);
      if (state !== undefined) buffer.add(state.id, points, { index, seq: 0 });
    }
    for (const [id, { hours }] of buffer.devices) {
      const state = devices.byId.get(id);
      if (state === undefined) continue;
      const undo = notesKept(state);
      const put = await compactedBlocks(reader, state, columnsOf(hours));
      await commitNotes(store, { kind: 'migrate', put, states: [state] }, [undo]);
    }
    await older.remove();
  }
}

/** Moves a slice of the hours that are due into chunks, by the clock too if a time is given. Returns whether more are due. */
export async function flush(
  store: StoreState,
  time: FlushTime = { nowMs: Number.NEGATIVE_INFINITY },
): Promise<boolean> {
  const due = dueOf(store, time);
  const slice = sliceOf(due);
  if (slice.length === 0) return false;
  const undo: (() => void)[] = [];
  const put: Block[] = [];
  try {
    for (const one of slice) {
      undo.push(notesKept(one.state));
      put.push(...(await compactedBlocks(store.reader, one.state, columnsOf(one.hours))));
      noteFlushed(store, one);
    }
  } catch (thrown) {
    for (const back of undo) back();
    throw thrown;
  }
  const taken = new Set(slice.flatMap(({ hours }) => [...hours.values()]));
  const states = slice.map(({ state }) => state);
  await commitNotes(store, { kind: 'flush', put, ...logAfter(store, taken, states) }, undo);
  for (const { state, hours } of slice) {
    const open = openHour(store, state);
    store.buffer.drop(state.id, hours.keys());
    noteOpen(store, state, open);
  }
  return dueOf(store, time).length > 0;
}
