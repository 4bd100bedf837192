// Lives through readings of a file second by second, as the house would: what would have been commanded, by whom and why.
import type { MetricId } from '#core/catalogue.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Holding } from '../arbiter.ts';
import type { DueCommand } from '../commander.ts';
import { type DiaryLine, decide, emptyState, type EngineState, type Notice, type Program } from '../engine.ts';
import type { Happening } from '../happening.ts';
import { Plant, type PlantOptions } from './plant.ts';

/** What a row of the file says: values, and what happened at that moment. */
export interface SimulatedRow {
  readonly atMs: number;
  /** `device` is empty for the home as a whole. */
  readonly values: readonly { readonly device: string; readonly metric: MetricId; readonly value: MetricValue }[];
  readonly events: readonly SimulatedEvent[];
}

/** Something that happens besides values. */
export type SimulatedEvent =
  | { readonly kind: 'happening'; readonly happening: Happening }
  | { readonly kind: 'online'; readonly device: string; readonly isOnline: boolean }
  /** The process ends and begins again with what was kept. */
  | { readonly kind: 'restart' };

/** What a cycle gave, told only when there is something. */
export interface SimulatedStep {
  readonly atMs: number;
  readonly commands: readonly DueCommand[];
  /** Set-points whose holder, value or reason is another one than in the step before; `undefined`: nobody holds it any more. */
  readonly holdings: readonly { readonly target: string; readonly holding: Holding | undefined }[];
  readonly notices: readonly Notice[];
  readonly diary: readonly DiaryLine[];
  /** How commands of before ended. */
  readonly answers: readonly Extract<Happening, { kind: 'answered' }>[];
}

/** Options of {@link simulate}. */
export interface SimulateOptions extends PlantOptions {
  /** Time between two cycles, ms. */
  readonly everyMs: number;
  /** It goes on for so long behind the last row, ms. */
  readonly behindMs: number;
  /** Called before each cycle: what is set changes what is measured. */
  couple?(plant: Plant, nowMs: number): void;
}

const textOf = (holding: Holding | undefined): string =>
  holding === undefined
    ? ''
    : JSON.stringify([
        holding.value,
        holding.claims.map(({ claim, outcome }) => [claim.by.kind, claim.by.id, claim.wish, outcome]),
      ]);

/** The holdings that are others than before. */
function differing(before: ReadonlyMap<string, Holding>, now: ReadonlyMap<string, Holding>): SimulatedStep['holdings'] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((target) => textOf(before.get(target)) !== textOf(now.get(target)))
    .map((target) => ({ target, holding: now.get(target) }));
}

/** One run. */
class Run {
  readonly #program: Program;
  readonly #plant: Plant;
  readonly #couple: SimulateOptions['couple'];
  #state: EngineState = emptyState;
  #holdings: ReadonlyMap<string, Holding> = new Map();

  constructor(program: Program, options: SimulateOptions) {
    this.#program = program;
    this.#plant = new Plant(options);
    this.#couple = options.couple?.bind(options);
  }

  take({ atMs, values, events }: SimulatedRow): void {
    for (const { device, metric, value } of values) this.#plant.take(device, metric, { value, atMs });
    for (const event of events) {
      if (event.kind === 'happening') this.#plant.happen(event.happening);
      else if (event.kind === 'online') this.#plant.setOnline(event.device, event.isOnline);
      else {
        this.#state = JSON.parse(JSON.stringify(this.#state)) as EngineState;
        this.#holdings = new Map();
      }
    }
  }

  cycle(atMs: number): SimulatedStep | undefined {
    this.#couple?.(this.#plant, atMs);
    const image = this.#plant.image(atMs);
    const { state, commands, holdings, notices, diary } = decide(this.#program, this.#state, {
      image,
      before: this.#holdings,
    });
    const changed = differing(this.#holdings, holdings);
    const answers = image.happened.filter((one) => one.kind === 'answered');
    this.#state = state;
    this.#holdings = holdings;
    for (const command of commands) this.#plant.send(command, atMs);
    const isQuiet = commands.length + changed.length + notices.length + diary.length + answers.length === 0;
    return isQuiet ? undefined : { atMs, commands, holdings: changed, notices, diary, answers };
  }
}

/** Lives through rows in order of their times. */
export async function* simulate(
  program: Program,
  rows: AsyncIterable<SimulatedRow> | Iterable<SimulatedRow>,
  options: SimulateOptions,
): AsyncGenerator<SimulatedStep> {
  const { everyMs, behindMs } = options;
  const run = new Run(program, options);
  let nextMs: number | undefined;
  let lastMs = 0;
  for await (const row of rows) {
    nextMs ??= Math.ceil(row.atMs / everyMs) * everyMs;
    for (; nextMs < row.atMs; nextMs += everyMs) {
      const step = run.cycle(nextMs);
      if (step !== undefined) yield step;
    }
    run.take(row);
    lastMs = row.atMs;
  }
  for (; nextMs !== undefined && nextMs <= lastMs + behindMs; nextMs += everyMs) {
    const step = run.cycle(nextMs);
    if (step !== undefined) yield step;
  }
}
