// A house for a year in 5-minute means, for tests of detectors: sun with weather that lasts for days, two strings, a battery
// with 16 cells, people with workdays, week-ends and holidays in local time, noise, outages, ageing – and faults on demand.
import { seededRandom, type Random } from '#core/random.ts';
import type { MetricId } from '#core/catalogue.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { getPosition } from 'suncalc';
import type { Track } from '../anomalies/types.ts';

/** What happens to the house; moments in epoch ms. */
export interface YearFaults {
  /** A value is stuck from then on. */
  readonly stuck?: { readonly metric: MetricId; readonly fromMs: number };
  /** The state of charge jumps by so many points at each moment. */
  readonly socJumps?: { readonly atMs: readonly number[]; readonly by: number };
  /** Share of the sun power lost from then on. */
  readonly soiling?: { readonly fromMs: number; readonly share: number };
  readonly deadString?: { readonly fromMs: number };
  /** The inverter is down for some days from then on. */
  readonly noSun?: { readonly fromMs: number; readonly toMs: number };
  /** A cell with less capacity and more resistance from then on, growing over 30 days. */
  readonly weakCell?: { readonly fromMs: number; readonly cell: number };
  /** The grid's current clamp reads this much more from then on, reached over `overDays`. */
  readonly clamp?: { readonly fromMs: number; readonly share: number; readonly overDays: number };
}

/** How a year is made. */
export interface YearOptions {
  readonly startMs: number;
  readonly days: number;
  readonly seed: number;
  readonly faults?: YearFaults;
}

/** Where it is. */
export const yearPlace = { latitude: 48.1, longitude: 11.6, timeZone: 'Europe/Berlin' } as const;

const stepMs = 300_000;
const stepsADay = dayMs / stepMs;
const cellCount = 16;
const capacityWh = 14_000;
const peakW = 8000;

/** Public holidays (day of the year) and two journeys. */
const holidays: ReadonlySet<number> = new Set([0, 5, 105, 108, 120, 147, 157, 226, 275, 304, 358, 359]);
const isAway = (dayOfYear: number): boolean =>
  (dayOfYear >= 50 && dayOfYear < 57) || (dayOfYear >= 215 && dayOfYear < 229);

/** A normal deviate. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Weather that follows the day before: share of days clear, broken or dull depends on the season. */
class Sky {
  readonly #random: Random;
  #kind: 'clear' | 'broken' | 'dull' = 'broken';
  #haze = 1;
  #coverage = 0.5;

  constructor(random: Random) {
    this.#random = random;
  }

  newDay(season: number): void {
    const random = this.#random();
    if (random > 0.55) {
      const dull = 0.45 - 0.2 * season;
      const draw = this.#random();
      this.#kind = draw < dull ? 'dull' : draw < dull + 0.3 ? 'broken' : 'clear';
    }
    this.#haze = 1 - 0.05 * this.#random();
  }

  /** Share of the clear light in the next step. */
  step(): number {
    const random = this.#random();
    const aim = this.#kind === 'dull' ? 0.15 + 0.35 * random : 0.35 + 0.7 * random;
    const swing = this.#kind === 'dull' ? 0.15 : 0.5;
    this.#coverage += swing * (aim - this.#coverage);
    return this.#kind === 'clear' ? this.#haze * (1 - 0.01 * random) : Math.max(0.04, this.#coverage);
  }
}

/** Light on a roof that faces south-south-east at 32°, as a share of 1000 W/m²; Meinel's clear sky. */
function roofLight(atMs: number): number {
  const { altitude, azimuth } = getPosition(new Date(atMs), yearPlace.latitude, yearPlace.longitude);
  if (altitude <= 0.5) return 0;
  const [high, tilt] = [(altitude * Math.PI) / 180, (32 * Math.PI) / 180];
  const direct = 1.353 * 0.7 ** ((1 / Math.sin(high)) ** 0.678);
  const turn = Math.cos(((azimuth - 165) * Math.PI) / 180);
  const facing = Math.sin(high) * Math.cos(tilt) + Math.cos(high) * Math.sin(tilt) * turn;
  return direct * Math.max(0, facing) + 0.08 * direct;
}

/** People: what a home uses by local hour, kind of day and season. */
class People {
  readonly #random: Random;
  #kettle = 0;
  #drift = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  load(hour: number, isFree: boolean, { season, away }: { season: number; away: boolean }): number {
    const random = this.#random();
    const fridge = 60 * (random > 0.6 ? 1 : 0);
    this.#drift = 0.98 * this.#drift + 8 * (this.#random() - 0.5);
    const base = 180 + fridge + this.#drift + 140 * Math.max(0, -season);
    if (away) return Math.max(60, base * 0.8);
    const evening = hour >= 17 && hour < 23 ? 450 : 0;
    const morning = hour >= (isFree ? 8 : 6) && hour < (isFree ? 11 : 8) ? 350 : 0;
    const midday = isFree && hour >= 11 && hour < 17 ? 250 : 0;
    if (this.#kettle > 0) this.#kettle -= 1;
    else if (this.#random() < (evening > 0 ? 0.06 : morning + midday > 0 ? 0.04 : 0.005))
      this.#kettle = 1 + Math.floor(this.#random() * 6);
    const kettle = this.#kettle > 0 ? 1800 : 0;
    return Math.max(60, base + (evening + morning + midday) * (0.7 + 0.6 * random) + kettle);
  }
}

const cellCurve = (soc: number): number =>
  3.2 + 0.0012 * soc - 0.35 * Math.exp(-soc / 4) + 0.12 * Math.exp((soc - 100) / 2.5);

interface Powers {
  readonly pv: readonly [number, number];
  readonly grid: number;
  readonly battery: number;
  readonly load: number;
}

class YearHouse {
  readonly tracks = new Map<string, { key: Track['key']; atMs: number[]; value: number[] }>();
  readonly #options: YearOptions;
  readonly #random: Random;
  readonly #sky: Sky;
  readonly #people: People;
  readonly #offsets: readonly number[];
  #soc = 50;
  #warmth = 0;
  #outageEndMs = 0;
  #stood: number | undefined;

  constructor(options: YearOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#sky = new Sky(seededRandom(options.seed + 1));
    this.#people = new People(seededRandom(options.seed + 2));
    this.#offsets = Array.from({ length: cellCount }, () => 0.002 * normal(this.#random));
  }

  run(): void {
    const { startMs, days } = this.#options;
    for (let count = 0; count < days; count += 1) {
      const midnight = startMs + count * dayMs;
      const local = Temporal.Instant.fromEpochMilliseconds(midnight).toZonedDateTimeISO(yearPlace.timeZone);
      const day = local.dayOfYear - 1;
      const season = Math.cos(((day - 172) / 365) * 2 * Math.PI);
      this.#sky.newDay(season);
      const isFree = local.dayOfWeek > 5 || holidays.has(day);
      const shift = local.offsetNanoseconds / 1e6;
      for (let step = 0; step < stepsADay; step += 1) {
        const atMs = midnight + step * stepMs;
        const hour = ((atMs + shift) % dayMs) / hourMs;
        this.#step(atMs, { season, day, load: this.#people.load(hour, isFree, { season, away: isAway(day) }) });
      }
    }
  }

  #sun(atMs: number, day: number): readonly [number, number] {
    const { soiling, deadString, noSun } = this.#options.faults ?? {};
    // Panels age by half a percent a year.
    const clean = soiling !== undefined && atMs >= soiling.fromMs ? 1 - soiling.share : 1;
    const light = roofLight(atMs) * this.#sky.step() * clean * (1 - (0.005 * day) / 365);
    const whole = noSun !== undefined && atMs >= noSun.fromMs && atMs < noSun.toMs ? 0 : peakW * 0.9 * light;
    const isDead = deadString !== undefined && atMs >= deadString.fromMs;
    return [0.55 * whole, isDead ? 0 : 0.45 * whole];
  }

  #step(atMs: number, { season, day, load }: { season: number; day: number; load: number }): void {
    const pv = this.#sun(atMs, day);
    const sun = pv[0] + pv[1];
    const wanted = Math.max(-5000, Math.min(5000, load - sun));
    const battery = wanted > 0 ? (this.#soc > 10 ? wanted : 0) : this.#soc < 100 ? wanted : 0;
    this.#soc -= ((battery > 0 ? battery / 0.97 : battery * 0.97) * (stepMs / hourMs) * 100) / capacityWh;
    this.#soc = Math.min(100, Math.max(9.5, this.#soc));
    const losses = 20 + 0.025 * (sun + Math.abs(battery));
    const powers = { pv, battery, load, grid: load + losses - sun - battery };
    this.#warmth += 0.03 * ((sun + Math.abs(battery)) / 400 - this.#warmth);
    if (this.#isOut(atMs)) return;
    this.#read(atMs, powers, { season, day });
  }

  /** A few hours of silence some times a month. */
  #isOut(atMs: number): boolean {
    if (atMs < this.#outageEndMs) return true;
    if (this.#random() < 0.0004) this.#outageEndMs = atMs + this.#random() * 5 * hourMs;
    return false;
  }

  #put(device: string, metric: MetricId, [atMs, value]: readonly [number, number]): void {
    const { stuck } = this.#options.faults ?? {};
    let shown = value;
    if (stuck?.metric === metric && atMs >= stuck.fromMs) shown = this.#stood ??= value;
    const id = `${device} ${metric}`;
    const track = this.tracks.get(id) ?? { key: { device, metric }, atMs: [], value: [] };
    this.tracks.set(id, track);
    track.atMs.push(atMs);
    track.value.push(shown);
  }

  #read(atMs: number, { pv, battery, load, grid }: Powers, { season, day }: { season: number; day: number }): void {
    const { clamp, socJumps } = this.#options.faults ?? {};
    const noise = (size: number): number => size * normal(this.#random);
    const inverter = (metric: MetricId, value: number): void => this.#put('inverter', metric, [atMs, value]);
    const gain =
      clamp === undefined
        ? 0
        : clamp.share * Math.min(1, Math.max(0, (atMs - clamp.fromMs) / (clamp.overDays * dayMs)));
    const strings = pv.map((value) => (value === 0 ? 0 : Math.max(0, Math.round(value * (1 + noise(0.004))))));
    inverter(
      'pv.power',
      strings.reduce((sum, value) => sum + value, 0),
    );
    for (const [index, value] of strings.entries()) inverter(`pv.power.s${index + 1}`, value);
    inverter('load.power', Math.round(load + noise(4)));
    inverter('grid.voltage', Math.round(10 * (231 - load / 1500 + noise(1.2))) / 10);
    inverter('inverter.temperature', Math.round(22 + 6 * season + this.#warmth + noise(0.3)));
    this.#put('meter', 'grid.power', [atMs, Math.round((grid + noise(4)) * (1 + gain) * 10) / 10]);
    const jump = socJumps?.atMs.some((from) => atMs >= from && atMs < from + dayMs / 4) === true ? socJumps.by : 0;
    const soc = Math.min(100, Math.max(0, Math.round(this.#soc + jump)));
    this.#pack(atMs, { battery, soc, roomC: 16 + 7 * season + 2 * Math.sin((2 * Math.PI * day) / 9) });
  }

  #pack(atMs: number, { battery, soc, roomC }: { battery: number; soc: number; roomC: number }): void {
    const { weakCell } = this.#options.faults ?? {};
    const put = (metric: MetricId, value: number): void => this.#put('battery', metric, [atMs, value]);
    put('battery.power', Math.round(battery + (battery === 0 ? 0 : 3 * normal(this.#random))));
    put('battery.soc', soc);
    put('battery.temperature', Math.round(roomC + Math.abs(battery) / 1500 + 0.4 * normal(this.#random)));
    const ageDays = (atMs - (weakCell?.fromMs ?? Infinity)) / dayMs;
    const weakness = 0.04 * Math.min(1, Math.max(0, ageDays / 30));
    for (let cell = 1; cell <= cellCount; cell += 1) {
      // At the top and the bottom the same difference of charge is a larger difference of voltage.
      const steep = this.#soc > 96 ? 12 : this.#soc < 14 ? 6 : 1;
      const own = (this.#offsets[cell - 1] ?? 0) * steep;
      const sag = battery * 4e-6 + (cell === weakCell?.cell ? weakness * (0.5 + Math.max(0, battery) / 2000) : 0);
      const volts = cellCurve(this.#soc) + own - sag + 0.0006 * normal(this.#random);
      put(`battery.cell.voltage.${cell}`, Math.round(volts * 1000) / 1000);
    }
  }
}

/** The tracks of a year; the same options give the same figures. */
export function makeYear(options: YearOptions): readonly Track[] {
  const house = new YearHouse(options);
  house.run();
  return [...house.tracks.values()];
}
