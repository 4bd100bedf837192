// What is in the log and not yet in chunks, in memory: points by device, hour and series, in the order they were given.
import { hourMs } from '#core/time.ts';
import type { LoggedPoints } from './log-codec.ts';
import { type Points, settled } from './points.ts';

/** Points a column has room for at first. */
const firstRoom = 64;

/** Points of one series in one hour, as given. */
class HeadColumn {
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
export interface Head {
  readonly columns: Map<number, HeadColumn>;
  /** The first row of the log that gave it a point. */
  readonly firstSeq: number;
  /** Points given, repeated ones too. */
  points: number;
  /** Length of the longest column: about the polls. */
  polls: number;
  /** Points it adds to what is in chunks, when it had so many of its own. */
  counted?: { readonly of: number; readonly added: number };
}

/** The heads of one device, by hour. */
export interface DeviceHeads {
  readonly hours: Map<number, Head>;
  points: number;
  newestMs: number;
}

/** Where points of a device and hour go. */
interface Place {
  readonly device: number;
  readonly hour: number;
  readonly own: DeviceHeads;
  readonly head: Head;
}

/** Where the points of a series went last. */
interface Spot extends Place {
  readonly column: HeadColumn;
}

/** The heads of all devices. */
export class Heads {
  readonly devices = new Map<number, DeviceHeads>();
  points = 0;
  /** The place of the point before: that of the next one is mostly the same. */
  #place: Place | undefined;
  /** By series. */
  #spots: (Spot | undefined)[] = [];

  #placeOf(device: number, hour: number, seq: number): Place {
    if (this.#place?.device === device && this.#place.hour === hour) return this.#place;
    let own = this.devices.get(device);
    if (own === undefined)
      this.devices.set(device, (own = { hours: new Map(), points: 0, newestMs: Number.NEGATIVE_INFINITY }));
    let head = own.hours.get(hour);
    if (head === undefined) own.hours.set(hour, (head = { columns: new Map(), firstSeq: seq, points: 0, polls: 0 }));
    this.#place = { device, hour, own, head };
    return this.#place;
  }

  /** Adds a point of a device that came in row `seq` of the log. */
  add(device: number, points: LoggedPoints, { index, seq }: { readonly index: number; readonly seq: number }): void {
    const atMs = points.atMs[index] ?? 0;
    const series = points.series[index] ?? 0;
    const hour = Math.floor(atMs / hourMs);
    let spot = this.#spots[series];
    if (spot?.hour !== hour) this.#spots[series] = spot = this.#spotOf(this.#placeOf(device, hour, seq), series);
    const { own, head, column } = spot;
    column.add(atMs, points.value[index] ?? 0, points.quality[index] ?? 0);
    head.points += 1;
    if (column.length > head.polls) head.polls = column.length;
    own.points += 1;
    if (atMs > own.newestMs) own.newestMs = atMs;
    this.points += 1;
  }

  #spotOf(place: Place, series: number): Spot {
    const { columns } = place.head;
    let column = columns.get(series);
    if (column === undefined) columns.set(series, (column = new HeadColumn()));
    return { ...place, column };
  }

  /** Forgets hours of a device that were put away. */
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

  /** The first row of the log that is needed once some heads are put away; undefined where none is. */
  firstSeq(without: ReadonlySet<Head>): number | undefined {
    let first: number | undefined;
    for (const { hours } of this.devices.values())
      for (const head of hours.values())
        if (!without.has(head) && (first === undefined || head.firstSeq < first)) first = head.firstSeq;
    return first;
  }

  /** Points of some series of a device, by hour: what a question must add to the chunks. */
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
