// Hours that are due go from the log into chunks, a few devices a slice, each slice one commit.
import { hourMs } from '#core/time.ts';
import type { Block } from './backend.ts';
import { type Head, Heads } from './heads.ts';
import { commitNotes, type Holdings, notesKept } from './holdings.ts';
import type { DeviceState } from './registry.ts';
import { sealedBlocks } from './seal.ts';

/** Hours of a device that are to be put away. */
interface Due {
  readonly state: DeviceState;
  readonly heads: ReadonlyMap<number, Head>;
}

/** Hours and points of one commit: small enough to let a question in between. */
const sliceHours = 96;
const slicePoints = 32_000;

/** The first hour of a device that is not over by its own time. */
function openHour({ heads, options }: Holdings, state: DeviceState): number {
  const newestMs = heads.devices.get(state.id)?.newestMs ?? Number.NEGATIVE_INFINITY;
  return Math.floor((newestMs - options.graceMs) / hourMs);
}

/** Hours of a device that are over since it was put away last, late ones with them, and those that are full. */
function dueHours(holdings: Holdings, state: DeviceState): readonly number[] {
  const hours = holdings.heads.devices.get(state.id)?.hours ?? new Map<number, Head>();
  const open = openHour(holdings, state);
  const isOver = (hour: number): boolean => open > state.openHour && hour < open;
  return [...hours].flatMap(([hour, { polls }]) => (isOver(hour) || polls >= holdings.options.mostPolls ? [hour] : []));
}

function fullestDevice({ heads, devices }: Holdings): Due | undefined {
  const [id, own] = [...heads.devices].reduce<
    readonly [number, { readonly points: number; readonly hours: ReadonlyMap<number, Head> }]
  >((most, one) => (one[1].points > most[1].points ? one : most), [0, { points: 0, hours: new Map() }]);
  const state = devices.byId.get(id);
  return state === undefined ? undefined : { state, heads: own.hours };
}

function dueOf(holdings: Holdings, nowMs: number): readonly Due[] {
  const { heads, devices, options } = holdings;
  const due: Due[] = [];
  for (const [id, { hours }] of heads.devices) {
    const state = devices.byId.get(id);
    if (state === undefined) continue;
    const wanted = new Set(dueHours(holdings, state));
    const chosen = [...hours].filter(([hour]) => wanted.has(hour) || (hour + 1) * hourMs + options.graceMs <= nowMs);
    if (chosen.length > 0) due.push({ state, heads: new Map(chosen.toSorted(([one], [other]) => one - other)) });
  }
  if (due.length > 0 || heads.points <= options.mostPoints) return due;
  const fullest = fullestDevice(holdings);
  return fullest === undefined ? [] : [fullest];
}

/** Whether something of the devices of some series is due, or memory is full. */
export function isDue(holdings: Holdings, series: Iterable<number>): boolean {
  if (holdings.heads.points > holdings.options.mostPoints) return true;
  const states = new Set<DeviceState>();
  let before: DeviceState | undefined;
  for (const id of series) {
    const state = holdings.devices.owner(id);
    if (state === undefined || state === before) continue;
    states.add(state);
    before = state;
  }
  return states.values().some((state) => dueHours(holdings, state).length > 0);
}

/** As much as goes into one slice. */
function sliceOf(due: readonly Due[]): readonly Due[] {
  const slice: Due[] = [];
  let [hours, points] = [0, 0];
  for (const { state, heads } of due) {
    const taken = new Map<number, Head>();
    for (const [hour, head] of heads) {
      if (hours > 0 && (hours >= sliceHours || points >= slicePoints)) break;
      taken.set(hour, head);
      hours += 1;
      points += head.points;
    }
    if (taken.size > 0) slice.push({ state, heads: taken });
  }
  return slice;
}

/** Notes up to where everything of a device is in chunks once these heads are. */
function noteSealed({ heads, seq }: Holdings, { state, heads: taken }: Due): void {
  const hour = Math.max(state.sealed.hour, ...[...taken.keys()].map((one) => one + 1));
  const left = [...(heads.devices.get(state.id)?.hours.keys() ?? [])].filter((one) => !taken.has(one));
  if (left.every((one) => one >= hour)) state.sealed = { hour, seq };
}

/** The first row of the log that is needed after a slice, and the devices whose notes it has to save. */
function logAfter({ heads, devices, seq }: Holdings, slice: readonly Due[]) {
  const taken = new Set(slice.flatMap((one) => [...one.heads.values()]));
  const states = new Set(slice.map(({ state }) => state));
  let first = heads.firstSeq(taken) ?? seq + 1;
  for (const state of devices.byId.values()) {
    if (state.unsavedSeq === undefined || states.has(state)) continue;
    // A device of texts only is never put away: its notes go along.
    if (heads.devices.has(state.id)) first = Math.min(first, state.unsavedSeq);
    else states.add(state);
  }
  return { logBefore: first, states: [...states] };
}

/** Moves points of an older form of the database into chunks. Cut off, it goes on where it was. */
export async function moveOlder(holdings: Holdings): Promise<void> {
  const { backend, devices, shelf } = holdings;
  const { older } = backend;
  if (older === undefined) return;
  for (let points = await older.next(); points !== undefined; points = await older.next()) {
    const heads = new Heads();
    for (const [index, series] of points.series.entries()) {
      const state = devices.owner(series);
      if (state !== undefined) heads.add(state.id, points, { index, seq: 0 });
    }
    for (const [id, { hours }] of heads.devices) {
      const state = devices.byId.get(id);
      if (state === undefined) continue;
      const undo = notesKept(state);
      const put = await sealedBlocks(shelf, state, hours);
      await commitNotes(holdings, { kind: 'migrate', put, states: [state] }, [undo]);
    }
    await older.remove();
  }
}

/** Puts a slice of what is due away, by the clock too where a time is given. Answers whether more is due. */
export async function putAway(holdings: Holdings, nowMs = Number.NEGATIVE_INFINITY): Promise<boolean> {
  const due = dueOf(holdings, nowMs);
  const slice = sliceOf(due);
  if (slice.length === 0) return false;
  const undo: (() => void)[] = [];
  const put: Block[] = [];
  try {
    for (const one of slice) {
      undo.push(notesKept(one.state));
      put.push(...(await sealedBlocks(holdings.shelf, one.state, one.heads)));
      noteSealed(holdings, one);
    }
  } catch (thrown) {
    for (const back of undo) back();
    throw thrown;
  }
  await commitNotes(holdings, { kind: 'seal', put, ...logAfter(holdings, slice) }, undo);
  for (const { state, heads } of slice) {
    const open = openHour(holdings, state);
    holdings.heads.drop(state.id, heads.keys());
    const left = holdings.heads.devices.get(state.id)?.hours.keys() ?? [];
    if ([...left].every((hour) => hour >= open)) state.openHour = Math.max(state.openHour, open);
  }
  return dueOf(holdings, nowMs).length > 0;
}
