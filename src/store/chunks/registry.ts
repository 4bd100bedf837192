// Which devices and series there are, in memory, with what the store notes of each device: kept in its row as JSON.
import { crc32 } from 'node:zlib';
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { HistoryTier, LastValue, SeriesKey } from '#core/history.ts';
import type { MetricValue } from '#core/reading.ts';
import { qualities } from '../point-columns.ts';
import type { DeviceRow, Registry, SeriesRow } from './backend.ts';
import { tiers } from './grid.ts';
import { replaces } from './points.ts';

/** Rows and bytes of a tier, and its oldest block. */
export interface TierNote {
  rows: number;
  bytes: number;
  blocks: number;
  firstIndex?: number;
}

/** Index of the first block that still holds a series, by tier; older ones were deleted. */
export type KeptFrom = Partial<Record<HistoryTier, number>>;

interface Last {
  atMs: number;
  value: MetricValue;
  /** Index into {@link qualities}. */
  quality: number;
}

/** A device and its notes. */
export interface DeviceState {
  readonly id: number;
  readonly site: string;
  readonly device: string;
  readonly series: Map<string, number>;
  /** Points of hours before `hour` that came in rows of the log up to `seq` are in chunks. */
  flushed: { readonly hour: number; readonly seq: number };
  readonly tiers: Record<HistoryTier, TierNote>;
  readonly keptFrom: Map<number, KeptFrom>;
  readonly last: Map<number, Last>;
  /** First row of the log whose last values are not in the saved notes. */
  unsavedSeq?: number;
  /** Hours before this one were complete when the device was last flushed. */
  openHour: number;
}

/** What is saved of a device; the names are in files and must not change. */
interface Notes {
  /** {@link DeviceState.flushed}. */
  readonly sealed: readonly [hour: number, seq: number];
  readonly tiers: Readonly<
    Record<HistoryTier, readonly [rows: number, bytes: number, blocks: number, firstIndex: number | null]>
  >;
  readonly keptFrom: Readonly<Record<string, KeptFrom>>;
  readonly last: readonly (readonly [series: number, atMs: number, value: MetricValue, quality: number])[];
}

const crcDigits = 8;
const checksum = (text: string): string => crc32(text).toString(16).padStart(crcDigits, '0');

/** The notes of a device as they are saved. */
function notesOf({ flushed, tiers: own, keptFrom, last }: DeviceState): string {
  const counts = (tier: HistoryTier) => {
    const { rows, bytes, blocks, firstIndex = null } = own[tier];
    return [tier, [rows, bytes, blocks, firstIndex]] as const;
  };
  const text = JSON.stringify({
    sealed: [flushed.hour, flushed.seq],
    tiers: Object.fromEntries(tiers.map(counts)),
    keptFrom: Object.fromEntries(keptFrom),
    last: [...last].map(([series, { atMs, value, quality }]) => [series, atMs, value, quality]),
  });
  return `${checksum(text)}${text}`;
}

/** The row of a device with its present notes. */
export function deviceRow(state: DeviceState): DeviceRow {
  return { id: state.id, site: state.site, device: state.device, notes: notesOf(state) };
}

const nothing = (): TierNote => ({ rows: 0, bytes: 0, blocks: 0 });

function newState(id: number, { site, device }: Pick<SeriesKey, 'site' | 'device'>): DeviceState {
  return {
    id,
    site,
    device,
    series: new Map(),
    flushed: { hour: Number.MIN_SAFE_INTEGER, seq: 0 },
    tiers: { raw: nothing(), fiveMinutes: nothing(), hours: nothing(), days: nothing() },
    keptFrom: new Map(),
    last: new Map(),
    openHour: Number.MIN_SAFE_INTEGER,
  };
}

/** Saved notes begin with a checksum: a flipped bit in a note would pass for a value. */
function readNotes(saved: string): Notes | undefined {
  const text = saved.slice(crcDigits);
  if (saved.slice(0, crcDigits) !== checksum(text)) return undefined;
  return JSON.parse(text) as Notes;
}

function stateOf(row: DeviceRow): DeviceState | undefined {
  const state = newState(row.id, row);
  if (row.notes === '') return state;
  const notes = readNotes(row.notes);
  if (notes === undefined) return undefined;
  state.flushed = { hour: notes.sealed[0], seq: notes.sealed[1] };
  for (const tier of tiers) {
    const [rows, bytes, blocks, firstIndex] = notes.tiers[tier];
    state.tiers[tier] = { rows, bytes, blocks, ...(firstIndex === null ? {} : { firstIndex }) };
  }
  for (const [series, from] of Object.entries(notes.keptFrom)) state.keptFrom.set(Number(series), from);
  for (const [series, atMs, value, quality] of notes.last) state.last.set(series, { atMs, value, quality });
  return state;
}

/** Rows for what is new in an append; undone if it fails. */
export interface Additions {
  readonly devices: DeviceState[];
  readonly series: SeriesRow[];
}

/** All devices and series. */
export class Devices {
  readonly byId = new Map<number, DeviceState>();
  /** Devices whose notes could not be read: their last values and counts are lost, their points are not. */
  readonly damaged: string[] = [];
  readonly #sites = new Map<string, Map<string, DeviceState>>();
  readonly #owners = new Map<number, { readonly state: DeviceState; readonly metric: string }>();
  readonly #given: { device: number; series: number };
  /** Rises with every series that is made or forgotten. */
  revision = 0;

  constructor({ devices, series, given }: Registry) {
    this.#given = { device: given.device, series: given.series };
    for (const row of devices) {
      const state = stateOf(row);
      if (state === undefined) this.damaged.push(`${row.site}/${row.device}`);
      this.#place(state ?? newState(row.id, row));
    }
    for (const { id, device, metric } of series) {
      const state = this.byId.get(device);
      if (state !== undefined) this.#placeSeries(state, metric, id);
    }
  }

  get seriesCount(): number {
    return this.#owners.size;
  }

  #place(state: DeviceState): void {
    this.byId.set(state.id, state);
    this.#sites.getOrInsertComputed(state.site, () => new Map<string, DeviceState>()).set(state.device, state);
  }

  #placeSeries(state: DeviceState, metric: string, id: number): void {
    this.revision += 1;
    state.series.set(metric, id);
    this.#owners.set(id, { state, metric });
  }

  find({ site, device }: Pick<SeriesKey, 'site' | 'device'>): DeviceState | undefined {
    return this.#sites.get(site)?.get(device);
  }

  /** The device of a series; undefined once it is forgotten. */
  owner(series: number): DeviceState | undefined {
    return this.#owners.get(series)?.state;
  }

  /** The number of a series, created if it is new, and then listed in `additions`. */
  number(key: SeriesKey, additions: Additions): number {
    let state = this.find(key);
    if (state === undefined) {
      state = newState((this.#given.device += 1), key);
      this.#place(state);
      additions.devices.push(state);
    }
    const known = state.series.get(key.metric);
    if (known !== undefined) return known;
    const id = (this.#given.series += 1);
    this.#placeSeries(state, key.metric, id);
    additions.series.push({ id, device: state.id, metric: key.metric });
    return id;
  }

  /** Undoes what {@link number} made; its numbers are not reused. */
  takeBack({ devices, series }: Additions): void {
    this.revision += 1;
    for (const { id, device, metric } of series) {
      this.byId.get(device)?.series.delete(metric);
      this.#owners.delete(id);
    }
    for (const state of devices) this.remove(state);
  }

  remove(state: DeviceState): void {
    this.revision += 1;
    this.byId.delete(state.id);
    this.#sites.get(state.site)?.delete(state.device);
    for (const id of state.series.values()) this.#owners.delete(id);
  }

  /** Series of a site, the oldest first. */
  ofSite(site: string): readonly SeriesKey[] {
    const states = [...(this.#sites.get(site)?.values() ?? [])];
    return states
      .flatMap(({ device, series }) => [...series].map(([metric, id]) => ({ id, device, metric })))
      .toSorted((one, other) => one.id - other.id)
      .flatMap(({ device, metric }) => (isMetricId(metric) ? [{ site, device, metric }] : []));
  }

  /** Last values of a site or all, in the order their series were first seen. */
  lastValues(site?: string): readonly LastValue[] {
    const lasts: LastValue[] = [];
    for (const [id, { state, metric }] of this.#owners) {
      if (site !== undefined && state.site !== site) continue;
      const last = state.last.get(id);
      if (last === undefined || !isMetricId(metric)) continue;
      const key = { site: state.site, device: state.device, metric: metric satisfies MetricId };
      lasts.push({ key, atMs: last.atMs, value: last.value, quality: qualities[last.quality] ?? 'stale' });
    }
    return lasts;
  }
}

/** The last value of a series, created if there is none. */
export function lastOf({ last }: DeviceState, series: number): Last {
  let known = last.get(series);
  if (known === undefined) last.set(series, (known = { atMs: Number.NEGATIVE_INFINITY, value: 0, quality: 0 }));
  return known;
}

/** Keeps a value as the last of its series if no newer or better one is known. */
export function noteLast(last: Last, value: MetricValue, { atMs, quality }: Pick<Last, 'atMs' | 'quality'>): void {
  if (atMs < last.atMs || (atMs === last.atMs && !replaces(quality, last.quality))) return;
  last.atMs = atMs;
  last.value = value;
  last.quality = quality;
}
