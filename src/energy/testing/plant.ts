// A tiny plant with known truth for tests of the ledger: sun, load, battery and grid, read every few seconds through meters
// that count coarsely, jitter, lose samples, fall silent, roll over, restart and are replaced.
import { seededRandom, type Random } from '#core/random.ts';
import { dayMs, hourMs } from '#core/time.ts';
import type { Channel } from '../types.ts';

/** A series as a device would have given it. */
export interface PlantSeries {
  readonly atMs: Float64Array;
  readonly value: Float64Array;
  /** How many are filled. */
  count: number;
}

/** The names of what the plant gives: powers in W, counters in Wh. */
export const plantSeries = [
  'pvPower',
  'gridPower',
  'batteryPower',
  'pvEnergy',
  'importEnergy',
  'exportEnergy',
] as const;

/** One of {@link plantSeries}. */
export type PlantName = (typeof plantSeries)[number];

/** A stretch of readings with what really flowed in it. */
export interface PlantChunk {
  readonly series: Readonly<Record<PlantName, PlantSeries>>;
  /** Wh */
  readonly truth: Readonly<Record<Channel, number>>;
}

/** What happens to the plant; moments in epoch ms. */
export interface PlantFate {
  /** Nothing is read in [from, to). */
  readonly outages: readonly (readonly [fromMs: number, toMs: number])[];
  /** The sun's counter starts again at 0. */
  readonly resetMs: number;
  /** The meter of the grid is replaced: its import begins at `newStartWh`. */
  readonly exchangedMs: number;
  readonly newStartWh: number;
}

/** A plant that keeps running. */
export interface Plant {
  /** The import counter as it stood, unrounded, Wh: what a person would read off a meter. */
  readonly importWh: number;
  /** Runs up to `toMs` (excluded) and returns what was read. */
  run(toMs: number): PlantChunk;
}

const stepMs = 5000;
const roll = 2 ** 32;
const capacityWh = 10_000;
const lostShare = 0.01;

const empty = (steps: number): PlantSeries => ({
  atMs: new Float64Array(steps),
  value: new Float64Array(steps),
  count: 0,
});

class TinyPlant implements Plant {
  #atMs: number;
  readonly #fate: PlantFate;
  readonly #random: Random;
  #socWh = 5000;
  #cloud = 0.7;
  #kettleW = 0;
  #pvWh = 12_345_678;
  /** Its 32 bits are nearly full. */
  #exportWh = roll - 900_000;
  importWh = 4_567_890;

  constructor(startMs: number, seed: number, fate: PlantFate) {
    this.#atMs = startMs;
    this.#fate = fate;
    this.#random = seededRandom(seed);
  }

  run(toMs: number): PlantChunk {
    const steps = Math.ceil((toMs - this.#atMs) / stepMs);
    const series = {
      pvPower: empty(steps),
      gridPower: empty(steps),
      batteryPower: empty(steps),
      pvEnergy: empty(steps),
      importEnergy: empty(steps),
      exportEnergy: empty(steps),
    };
    const truth = { pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 };
    for (; this.#atMs < toMs; this.#atMs += stepMs) this.#step(series, truth);
    return { series, truth };
  }

  /** Watts for the next step. */
  #powers(): { readonly pv: number; readonly load: number; readonly battery: number } {
    const at = this.#atMs;
    const season = Math.cos(((at / dayMs - 172) / 365.25) * 2 * Math.PI);
    const sun = Math.sin((((at % dayMs) / hourMs - 6) / 12) * Math.PI) + 0.25 * season;
    const random = this.#random();
    this.#cloud = Math.min(1, Math.max(0.15, this.#cloud + (random - 0.5) * 0.03));
    if (random < 0.0005) this.#kettleW = this.#kettleW > 0 ? 0 : 500 + 3500 * this.#random();
    else if (random > 0.99) this.#kettleW = 0;
    const pv = Math.max(0, sun) * 6500 * this.#cloud;
    const load = 450 + 500 * (1 - season) + 60 * Math.sin(at / 4e6) + 20 * random + this.#kettleW;
    const wanted = Math.max(-4000, Math.min(4000, load - pv));
    const most = wanted > 0 ? this.#socWh : capacityWh - this.#socWh;
    const battery = most < 20 ? 0 : wanted;
    return { pv: Math.round(pv), load: Math.round(load), battery: Math.round(battery) };
  }

  #step(series: PlantChunk['series'], truth: Record<Channel, number>): void {
    const at = this.#atMs;
    const { pv, load, battery } = this.#powers();
    const grid = load - pv - battery;
    if (at === this.#fate.resetMs) this.#pvWh = 0;
    if (at === this.#fate.exchangedMs) this.importWh = this.#fate.newStartWh;
    this.#read(series, { pv, grid, battery });
    const hours = stepMs / hourMs;
    this.#socWh += (battery > 0 ? -battery : -battery * 0.95) * hours;
    this.#pvWh += pv * hours;
    this.importWh += Math.max(0, grid) * hours;
    this.#exportWh = (this.#exportWh + Math.max(0, -grid) * hours) % roll;
    truth.pv += pv * hours;
    truth.load += load * hours;
    truth.import += Math.max(0, grid) * hours;
    truth.export += Math.max(0, -grid) * hours;
    truth.charge += Math.max(0, -battery) * hours;
    truth.discharge += Math.max(0, battery) * hours;
  }

  /** What the devices say a moment after the step began, unless the readings are lost. */
  #read(series: PlantChunk['series'], { pv, grid, battery }: Record<'pv' | 'grid' | 'battery', number>): void {
    const at = this.#atMs + Math.floor(this.#random() * 400);
    if (this.#fate.outages.some(([fromMs, toMs]) => at >= fromMs && at < toMs)) return;
    const put = (name: PlantName, value: number): void => {
      if (this.#random() < lostShare) return;
      const one = series[name];
      one.atMs[one.count] = at;
      one.value[one.count] = value;
      one.count += 1;
    };
    put('pvPower', pv);
    put('gridPower', grid);
    put('batteryPower', battery);
    put('pvEnergy', 100 * Math.floor(this.#pvWh / 100));
    put('importEnergy', 10 * Math.floor(this.importWh / 10));
    put('exportEnergy', Math.floor(this.#exportWh));
  }
}

/** A plant from `startMs` on; the same seed and events give the same readings. */
export function makePlant(startMs: number, seed: number, fate: PlantFate): Plant {
  return new TinyPlant(startMs, seed, fate);
}
