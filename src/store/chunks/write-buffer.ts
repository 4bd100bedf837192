// What is in the log and not yet in chunks, kept in memory: points by device, hour and series, in the order they were given.
import { hourMs } from '#core/time.ts';
import type { LoggedPoints } from './log-codec.ts';
import { type Points, settled } from './points.ts';

/** Points a column has room for at first. */
const firstRoom = 64;

/** Points of one series in one hour, as given. */
class BufferedColumn {
  #atMs = new Float64Array(firstRoom);
  #value = new Float64Array(firstRoom);
  #quality = new Uint8Array(firstRoom);
  length = 0;

  add(atMs: number, value: number, quality: number): void {
    if (this.length === this.#atMs.length) this.#grow();
    this.#atMs[this.length] = atMs;
    this.#value[this.length] = value;
    this.#quality[this.length] = quality;
    this.length += 1;
  }

  #grow(): void {
    const [atMs, value, quality] = [this.#atMs, this.#value, this.#quality];
    const room = 2 * this.length;
    this.#atMs = new Float64Array(room);
    this.#atMs.set(atMs);
    this.#value = new Float64Array(room);
    this.#value.set(value);
    this.#quality = new Uint8Array(room);
    this.#quality.set(quality);
  }

  /** The points in order of time; later additions do not change them. */
  points(): Points {
    const [from, to] = [0, this.length];
    return settled({
      atMs: this.#atMs.slice(from, to),
      value: this.#value.slice(from, to),
      quality: this.#quality.slice(from, to),
    });
  }
}

/** The points of one device in one hour. */
export interface BufferedHour {
  readonly columns: Map<number, BufferedColumn>;
  /** The first row of the log that contributed a point. */
  readonly firstSeq: number;
  /** Points given, repeated ones too. */
  points: number;
  /** Length of the longest column: about the polls. */
  polls: number;
  /** Points it adds to those in chunks, counted when it held `of` points. */
  counted?: { readonly of: number; readonly added: number };
}

/** The buffered points of one device, by hour. */
export interface BufferedDevice {
  readonly hours: Map<number, BufferedHour>;
  points: number;
  newestMs: number;
}

/** Where points of a device and hour go. */
interface Place {
  readonly device: number;
  readonly hour: number;
  readonly own: BufferedDevice;
  readonly buffered: BufferedHour;
}

/** Where the last points of a series went. */
interface Spot extends Place {
  readonly column: BufferedColumn;
}

/** Buffered points of all devices. */
export class WriteBuffer {
  readonly devices = new Map<number, BufferedDevice>();
  points = 0;
  /** Where the previous point went: the next one mostly goes there too. */
  #place: Place | undefined;
  /** By series. */
  #spots: (Spot | undefined)[] = [];

  #placeOf(device: number, hour: number, seq: number): Place {
    if (this.#place?.device === device && this.#place.hour === hour) return this.#place;
    let own = this.devices.get(device);
    if (own === undefined)
      this.devices.set(device, (own = { hours: new Map(), points: 0, newestMs: Number.NEGATIVE_INFINITY }));
    let buffered = own.hours.get(hour);
    if (buffered === undefined)
      own.hours.set(hour, (buffered = { columns: new Map(), firstSeq: seq, points: 0, polls: 0 }));
    this.#place = { device, hour, own, buffered };
    return this.#place;
  }

  /** Adds a point of a device that came in row `seq` of the log. */
  add(device: number, points: LoggedPoints, { index, seq }: { readonly index: number; readonly seq: number }): void {
    const atMs = points.atMs[index] ?? 0;
    const series = points.series[index] ?? 0;
    const hour = Math.floor(atMs / hourMs);
    let spot = this.#spots[series];
    if (spot?.hour !== hour) this.#spots[series] = spot = this.#spotOf(this.#placeOf(device, hour, seq), series);
    const { own, buffered, column } = spot;
    column.add(atMs, points.value[index] ?? 0, points.quality[index] ?? 0);
    buffered.points += 1;
    if (column.length > buffered.polls) buffered.polls = column.length;
    own.points += 1;
    if (atMs > own.newestMs) own.newestMs = atMs;
    this.points += 1;
  }

  #spotOf(place: Place, series: number): Spot {
    const { columns } = place.buffered;
    let column = columns.get(series);
    if (column === undefined) columns.set(series, (column = new BufferedColumn()));
    return { ...place, column };
  }

  /** Forgets hours of a device that were flushed. */
  drop(device: number, hours: Iterable<number>): void {
    this.#place = undefined;
    this.#spots = [];
    const own = this.devices.get(device);
    if (own === undefined) return;
    for (const hour of hours) {
      const points = own.hours.get(hour)?.points ?? 0;
      own.points -= points;
      this.points -= points;
      own.hours.delete(hour);
    }
    if (own.hours.size === 0) this.devices.delete(device);
  }

  /** The first row of the log that is needed once some hours are flushed; undefined if none is. */
  firstSeq(without: ReadonlySet<BufferedHour>): number | undefined {
    let first: number | undefined;
    for (const { hours } of this.devices.values())
      for (const buffered of hours.values())
        if (!without.has(buffered) && (first === undefined || buffered.firstSeq < first)) first = buffered.firstSeq;
    return first;
  }

  /** Points of some series of a device, by hour: what a query must add to the chunks. */
  snapshot(device: number, series: readonly number[]): ReadonlyMap<number, ReadonlyMap<number, Points>> {
    const hours = new Map<number, ReadonlyMap<number, Points>>();
    for (const [hour, { columns }] of this.devices.get(device)?.hours ?? []) {
      const own = series.flatMap((id): readonly (readonly [number, Points])[] => {
        const column = columns.get(id);
        return column === undefined ? [] : [[id, column.points()]];
      });
      if (own.length > 0) hours.set(hour, new Map(own));
    }
    return new Map([...hours].toSorted(([one], [other]) => one - other));
  }
}
