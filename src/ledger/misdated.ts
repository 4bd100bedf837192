// Values that were written while the wall clock was wrong: found when the clock is corrected, shown, moved to their right time, and moved back.
// What is moved is written first and removed afterwards, so that an interruption loses nothing and a repeat completes it.
import type { Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import type { Misdated, MisdatedDevice, MisdatedOutcome } from '#api/misdated.ts';
import { documentsOf, misdatedDocuments, misdatedWorkDocuments } from './documents.ts';
import { dayRows } from './energy-queries.ts';
import type { EnergyParts } from './energy-figures.ts';
import { differing } from './corrections.ts';
import type { SavedMisdated } from './records.ts';

/** Values that were written by a clock that was set afterwards. */
export interface MisdatedTime {
  /** The first and the last of their times, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What is to be added, ms. */
  readonly byMs: number;
  /** Whether another clock says so, or the clock came back to where it was. */
  readonly isSure: boolean;
  /** Starts of stretches that turned out to be right. */
  readonly clears: readonly number[];
  /** Times by device. */
  readonly moments: ReadonlyMap<string, readonly number[]>;
}

/** What moving needs of a history. */
export type MovableHistory = Pick<HistoryStore, 'append' | 'pages' | 'remove' | 'series'>;

/** The queries and actions. */
export interface MisdatedValues {
  /** The newest first. */
  misdated(): Promise<readonly Misdated[]>;
  /** What would move; nothing is changed. Errors: `input.invalid`. */
  previewMisdated(id: string): Promise<MisdatedOutcome>;
  /** Errors: `input.invalid`, `store.*`. */
  moveMisdated(id: string, given: { readonly why: string; readonly by: Principal }): Promise<MisdatedOutcome>;
  /** Moves them back. Errors: `input.invalid`, `store.*`. */
  undoMisdated(id: string): Promise<MisdatedOutcome>;
}

/** What {@link makeMisdated} needs beside the ledger. */
export interface MisdatedParts extends EnergyParts {
  /** Absent if the history is only read. */
  readonly movable?: MovableHistory | undefined;
}

const idOf = (fromMs: number): string => `dates-${fromMs}`;
/** Readings written and removed at once. */
const sliceMoments = 2000;
/** A short range is not worth asking about. */
const leastMoments = 3;
/** Offers that are kept: for a clock that jumps again and again, the newest ones; certain ones are kept longer. */
const mostOffers = 20;

/** Stores what setting the clock says about earlier values. Errors: `store.failed`. */
export async function noteMisdated(
  {
    site,
    ledger,
    clock,
  }: Pick<EnergyParts, 'site' | 'clock'> & { readonly ledger: Pick<EnergyParts['ledger'], 'store'> },
  { clears, moments, ...rest }: MisdatedTime,
): Promise<void> {
  const documents = documentsOf(ledger.store, site);
  const saved = await documents.all(misdatedDocuments);
  for (const one of saved)
    if (one.content.state === 'offered' && clears.some((fromMs) => one.id === idOf(fromMs)))
      await documents.remove(misdatedDocuments, one.id);
  const devices = [...moments].map(([device, list]) => ({
    device,
    atMs: [...new Set(list)].toSorted((a, b) => a - b),
  }));
  if (devices.reduce((sum, { atMs }) => sum + atMs.length, 0) < leastMoments) return;
  const content: SavedMisdated = { ...rest, state: 'offered', devices };
  const id = idOf(rest.fromMs);
  await documents.save(misdatedDocuments, { id, atMs: clock.nowMs(), content });
  const offers = saved.filter((one) => one.content.state === 'offered' && one.id !== id);
  const surest = offers.toSorted(
    (one, other) => Number(other.content.isSure) - Number(one.content.isSure) || other.atMs - one.atMs,
  );
  for (const one of surest.slice(mostOffers - 1)) await documents.remove(misdatedDocuments, one.id);
}

/** What was moved. */
interface Moved {
  /** Readings, by their times before. */
  readonly done: SavedMisdated['devices'];
  readonly days: Pick<MisdatedOutcome, 'before' | 'after'>;
}

function movableOf(parts: MisdatedParts): Required<MovableHistory> {
  const { append, pages, remove, series } = parts.movable ?? {};
  if (append === undefined || pages === undefined || remove === undefined || series === undefined)
    throw new SolsteadError('input.invalid', { at: 'id', why: because('misdated.engine') });
  return { append, pages, remove, series };
}

/** Moves and settles again; returns which readings were moved, and the days before and after. */
async function moved(parts: MisdatedParts, id: string, { devices, byMs }: Shift): Promise<Moved> {
  const { ledger, clock } = parts;
  const documents = documentsOf(ledger.store, parts.site);
  const history = movableOf(parts);
  await ledger.settlement.settled();
  const span = spanOf(devices);
  const edges = [span.fromMs, span.toMs, span.fromMs + byMs, span.toMs + byMs];
  const days = { fromMs: Math.min(...edges) - dayMs, toMs: Math.max(...edges) + dayMs };
  const before = await dayRows(parts, days);
  const earlier = (await documents.all(misdatedWorkDocuments)).find((one) => one.id === id)?.content;
  const begun = earlier?.byMs === byMs ? earlier : undefined;
  const left = [...(begun?.left ?? [])];
  for (const [index, slice] of slicesOf({ devices, byMs }).entries()) {
    if (index < (begun?.slices ?? 0)) continue;
    const staying = await moveSlice(parts, history, slice);
    if (staying.length > 0) left.push({ device: slice.device, atMs: [...staying] });
    const content = { byMs, slices: index + 1, left };
    await documents.save(misdatedWorkDocuments, { id, atMs: clock.nowMs(), content });
  }
  const hours = new Set(devices.flatMap(({ atMs }) => atMs.flatMap((at) => [hourOf(at), hourOf(at + byMs)])));
  await takenOut(parts, hours);
  await ledger.settlement.touch([...hours].toSorted((one, other) => one - other));
  await ledger.settlement.settled();
  const stayed = (device: string) => new Set(left.flatMap((one) => (one.device === device ? one.atMs : [])));
  const done = devices.map(({ device, atMs }) => ({ device, atMs: atMs.filter((at) => !stayed(device).has(at)) }));
  return { done, days: differing(before, await dayRows(parts, days)) };
}

const countOf = (devices: SavedMisdated['devices']): number => devices.reduce((sum, { atMs }) => sum + atMs.length, 0);

/** The values of a home with a wrong date. */
export function makeMisdated(parts: MisdatedParts): MisdatedValues {
  const { site, ledger, clock } = parts;
  const documents = documentsOf(ledger.store, site);
  const found = async (id: string) => {
    const one = (await documents.all(misdatedDocuments)).find((saved) => saved.id === id);
    if (one === undefined)
      throw new SolsteadError('input.invalid', { at: 'id', why: because('misdated.unknown', { id }) });
    return one;
  };
  const ended = async (id: string, atMs: number, content: SavedMisdated): Promise<void> => {
    await documents.save(misdatedDocuments, { id, atMs, content });
    await documents.remove(misdatedWorkDocuments, id);
  };
  return {
    async misdated() {
      const all = await documents.all(misdatedDocuments);
      return all.map((one) => viewOf(parts, one)).toReversed();
    },
    async previewMisdated(id) {
      const one = await found(id);
      movableOf(parts);
      return { saved: false, stretch: viewOf(parts, one), left: 0, before: [], after: [] };
    },
    async moveMisdated(id, { why, by }) {
      const { atMs, content } = await found(id);
      if (content.state === 'moved')
        throw new SolsteadError('input.invalid', { at: 'id', why: because('misdated.moved', { id }) });
      const { done, days } = await moved(parts, id, content);
      const saved: SavedMisdated = {
        ...content,
        state: 'moved',
        devices: done,
        moved: { by: by.name, why, atMs: clock.nowMs() },
      };
      await ended(id, atMs, saved);
      const left = countOf(content.devices) - countOf(done);
      return { saved: true, stretch: viewOf(parts, { id, content: saved }), left, ...days };
    },
    async undoMisdated(id) {
      const { atMs, content } = await found(id);
      if (content.state !== 'moved')
        throw new SolsteadError('input.invalid', { at: 'id', why: because('misdated.offered', { id }) });
      const { byMs, devices, moved: _undone, ...rest } = content;
      const there = devices.map(({ device, atMs: list }) => ({ device, atMs: list.map((at) => at + byMs) }));
      const { done, days } = await moved(parts, id, { devices: there, byMs: -byMs });
      const back = done.map(({ device, atMs: list }) => ({ device, atMs: list.map((at) => at - byMs) }));
      const saved: SavedMisdated = { ...rest, byMs, state: 'offered', devices: back };
      await ended(id, atMs, saved);
      return {
        saved: true,
        stretch: viewOf(parts, { id, content: saved }),
        left: countOf(there) - countOf(done),
        ...days,
      };
    },
  };
}

function viewOf(
  { deviceName }: Pick<EnergyParts, 'deviceName'>,
  { id, content }: { readonly id: string; readonly content: SavedMisdated },
): Misdated {
  const { devices, ...rest } = content;
  const named = devices.flatMap(({ device, atMs }): readonly MisdatedDevice[] => {
    const [first, last] = [atMs[0], atMs.at(-1)];
    if (first === undefined || last === undefined) return [];
    const name = deviceName(device);
    return [{ device, ...(name === undefined ? {} : { name }), moments: atMs.length, fromMs: first, toMs: last }];
  });
  return { id, ...rest, devices: named };
}

/** Hours for which history holds less than they were settled from stay as they are, except these: here it is intended. */
async function takenOut({ site, ledger: { whole: store } }: EnergyParts, hours: ReadonlySet<number>): Promise<void> {
  const [fromMs, toMs] = [Math.min(...hours), Math.max(...hours) + hourMs];
  const stored = (await store.hours(site, { fromMs, toMs })).filter((hour) => hours.has(hour.hourMs));
  const emptied = stored.map((hour) => ({ ...hour, readings: 0 }));
  await store.saveHours(site, { hours: emptied, done: [], next: emptied.map((hour) => hour.hourMs), days: [] });
}

type Shift = Pick<SavedMisdated, 'devices' | 'byMs'>;

function spanOf(devices: SavedMisdated['devices']): TimeRange {
  const firsts = devices.flatMap(({ atMs }) => atMs.slice(0, 1));
  const lasts = devices.flatMap(({ atMs }) => atMs.slice(-1));
  return { fromMs: Math.min(...firsts), toMs: Math.max(...lasts) };
}

/** Readings of a device that are moved at once. */
interface Slice {
  readonly device: string;
  /** Rising; they span less than the shift, so that none collides with another of them. */
  readonly atMs: readonly number[];
  readonly byMs: number;
}

/** Slices ordered so that each moves to a place with nothing left to move. */
function slicesOf({ devices, byMs }: Shift): readonly Slice[] {
  return devices.flatMap(({ device, atMs }) => {
    const slices: Slice[] = [];
    for (let from = 0; from < atMs.length; ) {
      const firstMs = atMs[from] ?? 0;
      let to = from + 1;
      while (to < atMs.length && to - from < sliceMoments && (atMs[to] ?? 0) - firstMs < Math.abs(byMs)) to += 1;
      slices.push({ device, atMs: atMs.slice(from, to), byMs });
      from = to;
    }
    return byMs > 0 ? slices.toReversed() : slices;
  });
}

/** All values of a device in a stretch of time, by moment. */
async function valuesOf(
  { site }: EnergyParts,
  history: MovableHistory,
  { device, fromMs, toMs }: { readonly device: string; readonly fromMs: number; readonly toMs: number },
): Promise<ReadonlyMap<number, Batch>> {
  const series = (await history.series(site)).filter((key) => key.device === device);
  const found = new Map<
    number,
    { metric: Batch['metric'][number][]; value: number[]; quality: Batch['quality'][number][] }
  >();
  for await (const { columns } of history.pages({ series, fromMs, toMs: toMs + 1 }))
    for (const { key, atMs, value, quality } of columns)
      for (const [index, at] of atMs.entries()) {
        const [one, how] = [value[index], quality[index]];
        if (one === undefined || how === undefined) continue;
        const own = found.getOrInsertComputed(at, () => ({ metric: [], value: [], quality: [] }));
        own.metric.push(key.metric);
        own.value.push(one);
        own.quality.push(how);
      }
  return new Map([...found].map(([at, columns]) => [at, { site, device, atMs: at, ...columns }]));
}

const isSame = (one: Batch, other: Batch): boolean =>
  one.metric.every((metric, index) => other.value[other.metric.indexOf(metric)] === one.value[index]);

/** Moves some readings of a device; returns the times of those that stay because there are others at their right time. */
async function moveSlice(
  parts: EnergyParts,
  history: Required<MovableHistory>,
  { device, atMs, byMs }: Slice,
): Promise<readonly number[]> {
  const [first = 0, last = 0] = [atMs[0], atMs.at(-1)];
  const here = await valuesOf(parts, history, { device, fromMs: first, toMs: last });
  const there = await valuesOf(parts, history, { device, fromMs: first + byMs, toMs: last + byMs });
  // The same values are there already if this was interrupted.
  const isTaken = (batch: Batch): boolean => {
    const other = there.get(batch.atMs + byMs);
    return other !== undefined && !isSame(batch, other);
  };
  const going = atMs.flatMap((at) => here.get(at) ?? []).filter((batch) => !isTaken(batch));
  const shifted = going.map((batch): Batch => ({ ...batch, atMs: batch.atMs + byMs }));
  if (shifted.length > 0) await history.append(shifted);
  for (const batch of shifted) parts.ledger.took(batch);
  await history.remove({ site: parts.site, device, atMs: going.map((batch) => batch.atMs) });
  return atMs.filter((at) => {
    const batch = here.get(at);
    return batch !== undefined && isTaken(batch);
  });
}
