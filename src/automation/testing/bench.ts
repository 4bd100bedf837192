// A home on a bench: values and set-points are written by hand, commands are carried out after a delay, and what was decided is read back as
// lines that an electrician can follow.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { Holding } from '../arbiter.ts';
import { type Cycle, decide, emptyState, type EngineState, type Program } from '../engine.ts';
import type { CommandEnd, Happening } from '../happening.ts';
import type { IsHoliday } from '../holiday-calendar.ts';
import type { Prices } from '../prices.ts';
import { Plant, type PlantDevice, type PlantPoint } from '../simulate/plant.ts';

/** A device on the bench. */
export interface BenchDevice {
  readonly kind?: DeviceKind;
  /** Its set-points and what they show; undefined: it shows nothing. */
  readonly points?: Readonly<Partial<Record<SetPointId, MetricValue | undefined>>>;
  readonly limits?: Readonly<Partial<Record<SetPointId, Pick<PlantPoint, 'min' | 'max' | 'step' | 'isTimed'>>>>;
  /** It carries out a command after so long, s; as many `seconds` later its answer comes. */
  readonly delayS?: number;
}

/** Options of {@link makeBench}. */
export interface BenchOptions {
  readonly devices: Readonly<Record<string, BenchDevice>>;
  /** ISO; absent: a day in June at noon, UTC. */
  readonly start?: string;
  readonly zone?: string;
  readonly place?: { readonly latitude: number; readonly longitude: number };
  /** A value is fresh for so long, s. */
  readonly freshS?: number;
  readonly prices?: (nowMs: number) => Prices | undefined;
  readonly isHoliday?: IsHoliday;
}

/** The bench. */
export interface Bench {
  nowMs(): number;
  /** Writes values of a device, or of the home (`''`). */
  see(device: string, values: Readonly<Partial<Record<MetricId, MetricValue>>>): void;
  /** Somebody turns something at the device. */
  turn(device: string, setPoint: SetPointId, value: MetricValue): void;
  happen(one: Happening): void;
  setOnline(device: string, isOnline: boolean): void;
  /** How the next commands of a device end; `lost`: no answer comes. */
  fail(device: string, end: CommandEnd | 'lost' | undefined): void;
  /** Lives on second by second; values are written anew each second unless `isSilent`. Returns what was commanded: `5 boiler relay.on.1=1 surplus`. */
  run(
    seconds: number,
    options?: { readonly isSilent?: boolean; readonly each?: (second: number) => void },
  ): readonly string[];
  shows(device: string, setPoint: SetPointId): MetricValue | undefined;
  holding(device: string, setPoint: SetPointId): Holding | undefined;
  /** The process ends, and begins again with what was kept. */
  restart(): void;
  /** The process is gone for so long, s: devices go on by themselves. */
  stopped(seconds: number): void;
  last(): Cycle | undefined;
}

const startOf = ({ start = '2026-06-10T12:00:00Z' }: BenchOptions): number => Date.parse(start);

/** The devices of the bench as a plant has them. */
function plantOf(
  { devices, zone = 'UTC', place, freshS = 15, prices, isHoliday }: BenchOptions,
  ends: ReadonlyMap<string, CommandEnd | 'lost'>,
): Plant {
  const deviceOf = (
    id: string,
    { kind = 'relay', points = {}, limits = {}, delayS = 1 }: BenchDevice,
  ): PlantDevice => ({
    kind,
    points: new Map(
      (Object.entries(points) as [SetPointId, MetricValue | undefined][]).map(([name, starts]) => [
        name,
        { starts, ...limits[name] },
      ]),
    ),
    delayMs: delayS * 1000,
    freshMs: freshS * 1000,
    get fails() {
      return ends.get(id);
    },
  });
  return new Plant({
    zone,
    place,
    freshMs: freshS * 1000,
    ...(prices === undefined ? {} : { prices }),
    isHoliday,
    devices: new Map(Object.entries(devices).map(([id, one]) => [id, deviceOf(id, one)])),
  });
}

class HomeOnABench implements Bench {
  readonly #program: Program;
  readonly #startMs: number;
  readonly #ends = new Map<string, CommandEnd | 'lost'>();
  readonly #plant: Plant;
  readonly #values = new Map<string, Map<MetricId, MetricValue>>();
  #nowMs: number;
  #state: EngineState = emptyState;
  #last: Cycle | undefined;

  constructor(program: Program, options: BenchOptions) {
    this.#program = program;
    this.#startMs = startOf(options);
    this.#nowMs = this.#startMs;
    this.#plant = plantOf(options, this.#ends);
  }

  nowMs(): number {
    return this.#nowMs;
  }

  see(device: string, given: Readonly<Partial<Record<MetricId, MetricValue>>>): void {
    const own = this.#values.getOrInsertComputed(device, () => new Map<MetricId, MetricValue>());
    for (const [metric, value] of Object.entries(given) as [MetricId, MetricValue][]) {
      own.set(metric, value);
      this.#plant.take(device, metric, { value, atMs: this.#nowMs });
    }
  }

  turn(device: string, setPoint: SetPointId, value: MetricValue): void {
    this.#plant.turn(device, setPoint, { value, atMs: this.#nowMs });
  }

  happen(one: Happening): void {
    this.#plant.happen(one);
  }

  setOnline(device: string, isOnline: boolean): void {
    this.#plant.setOnline(device, isOnline);
  }

  fail(device: string, end: CommandEnd | 'lost' | undefined): void {
    if (end === undefined) this.#ends.delete(device);
    else this.#ends.set(device, end);
  }

  run(
    seconds: number,
    { isSilent = false, each }: { readonly isSilent?: boolean; readonly each?: (second: number) => void } = {},
  ): readonly string[] {
    const lines: string[] = [];
    for (let second = 0; second < seconds; second += 1) {
      each?.((this.#nowMs - this.#startMs) / 1000);
      if (!isSilent)
        for (const [device, own] of this.#values)
          for (const [metric, value] of own) this.#plant.take(device, metric, { value, atMs: this.#nowMs });
      lines.push(...this.#cycle());
      this.#nowMs += 1000;
    }
    return lines;
  }

  shows(device: string, setPoint: SetPointId): MetricValue | undefined {
    return this.#plant.shows(device, setPoint);
  }

  holding(device: string, setPoint: SetPointId): Holding | undefined {
    return this.#last?.holdings.get(`${device}/${setPoint}`);
  }

  restart(): void {
    this.#last = undefined;
  }

  stopped(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      this.#plant.runTimers(this.#nowMs);
      this.#nowMs += 1000;
    }
    this.restart();
  }

  last(): Cycle | undefined {
    return this.#last;
  }

  #cycle(): readonly string[] {
    const before = this.#last?.holdings ?? new Map<string, Holding>();
    const cycle = decide(this.#program, this.#state, { image: this.#plant.image(this.#nowMs), before });
    this.#last = cycle;
    // What is kept is plain data: it comes back as it was written.
    this.#state = JSON.parse(JSON.stringify(cycle.state)) as EngineState;
    for (const one of cycle.commands) this.#plant.send(one, this.#nowMs);
    return cycle.commands.map(
      ({ device, setPoint, value, holder, forMs }) =>
        `${(this.#nowMs - this.#startMs) / 1000} ${device} ${setPoint}=${value} ${holder?.by.kind ?? 'nobody'}${forMs === undefined ? '' : ` for ${forMs / 1000}`}`,
    );
  }
}

/** A bench with a program. */
export function makeBench(program: Program, options: BenchOptions): Bench {
  return new HomeOnABench(program, options);
}
