// An automation tried over a past that was recorded: what it would have done, and what its loads would have taken from sun and grid. The
// house answers as far as that can be known: a load that would have run is put on top of what the meter showed then.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { Reason } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { DiaryLine, Notice, Program } from '../engine.ts';
import type { Plant, PlantOptions } from '../simulate/plant.ts';
import { simulate, type SimulatedRow } from '../simulate/simulate.ts';
import type { Load } from '../surplus/load.ts';

/** A command that would have been given. */
export interface TrialCommand {
  readonly atMs: number;
  readonly device: string;
  readonly setPoint: string;
  readonly value: number | string;
  /** Id of the rule or load; absent: the home puts back what nobody holds. */
  readonly by?: string | undefined;
  readonly why?: Reason | undefined;
}

/** What a load would have done. */
export interface TrialLoad {
  readonly id: string;
  readonly name: string;
  readonly ranMs: number;
  /** In all, from what would have gone into the grid or was left over, and from the grid, Wh. */
  readonly energyWh: number;
  readonly sunWh: number;
  readonly gridWh: number;
  readonly starts: number;
}

/** What a rule or a load would have decided. */
export interface TrialDiary {
  /** Id of the rule or load. */
  readonly by: string;
  readonly count: number;
  /** The first of many. */
  readonly lines: readonly DiaryLine[];
}

/** What would have come of it: the first of many, and how many. */
export interface TrialOutcome {
  readonly commands: readonly TrialCommand[];
  readonly commandCount: number;
  readonly diary: readonly TrialDiary[];
  readonly notices: readonly Notice[];
  readonly noticeCount: number;
  readonly loads: readonly TrialLoad[];
}

/** Options of {@link runTrial}. */
export interface TrialOptions extends PlantOptions {
  /** Time between two cycles, and of the readings, ms. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** What is told of each kind, and of each rule. */
const mostTold = { commands: 500, notices: 500, lines: 100 } as const;

interface Tally {
  readonly load: Load;
  /** What the load takes by its own meter, where it is one metric. */
  readonly own: { readonly device: string; readonly metric: MetricId } | undefined;
  ranMs: number;
  energyWh: number;
  gridWh: number;
  starts: number;
  runs: boolean;
}

const gridPower = 'grid.power' satisfies MetricId;

function ownMeter({ measured }: Load): Tally['own'] {
  const [only, ...more] = measured?.reads ?? [];
  if (only?.device === undefined || more.length > 0 || !isMetricId(only.name)) return undefined;
  return { device: only.device, metric: only.name };
}

const wattsOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Puts what loads would take in the place of what they took. */
class Coupling {
  readonly #tallies: readonly Tally[];
  readonly #everyMs: number;
  /** What was recorded, as of the last row. */
  #recorded = new Map<string, { readonly value: number; readonly atMs: number }>();

  constructor(loads: readonly Load[], everyMs: number) {
    this.#everyMs = everyMs;
    this.#tallies = loads
      .filter(({ isOn }) => isOn)
      .map((load) => ({ load, own: ownMeter(load), ranMs: 0, energyWh: 0, gridWh: 0, starts: 0, runs: false }));
  }

  /** Remembers what a row says of the grid and of the loads. */
  see({ atMs, values }: SimulatedRow): void {
    for (const { device, metric, value } of values)
      if (typeof value === 'number') this.#recorded.set(`${device} ${metric}`, { value, atMs });
  }

  couple(plant: Plant): void {
    const grid = this.#recorded.get(` ${gridPower}`);
    let more = 0;
    const takes = this.#tallies.map((tally) => {
      const { load, own } = tally;
      const shown = wattsOf(plant.shows(load.device, load.setPoint));
      const takesW = load.leastW === undefined ? (shown > 0 ? load.powerW : 0) : shown;
      const tookW = own === undefined ? 0 : (this.#recorded.get(`${own.device} ${own.metric}`)?.value ?? 0);
      more += takesW - tookW;
      if (own !== undefined && grid !== undefined)
        plant.take(own.device, own.metric, { value: takesW, atMs: grid.atMs });
      return takesW;
    });
    if (grid === undefined) return;
    const gridW = grid.value + more;
    plant.take('', gridPower, { value: gridW, atMs: grid.atMs });
    // Who is served last takes what is bought: sun goes to those before it.
    let boughtW = Math.max(0, gridW);
    for (const [index, tally] of [...this.#tallies.entries()].toReversed()) {
      const takesW = takes[index] ?? 0;
      const own = Math.min(takesW, boughtW);
      boughtW -= own;
      tally.energyWh += (takesW * this.#everyMs) / hourMs;
      tally.gridWh += (own * this.#everyMs) / hourMs;
      if (takesW > 0) tally.ranMs += this.#everyMs;
      if (takesW > 0 && !tally.runs) tally.starts += 1;
      tally.runs = takesW > 0;
    }
  }

  loads(): readonly TrialLoad[] {
    return this.#tallies.map(({ load: { id, name }, ranMs, energyWh, gridWh, starts }) => ({
      id,
      name,
      ranMs,
      energyWh,
      gridWh,
      sunWh: energyWh - gridWh,
      starts,
    }));
  }
}

/** Lives through a recorded past. Rejects with the reason of the signal. */
export async function runTrial(
  program: Program,
  rows: AsyncIterable<SimulatedRow>,
  { signal, everyMs, ...plant }: TrialOptions,
): Promise<TrialOutcome> {
  const coupling = new Coupling(program.loads, everyMs);
  async function* seen(): AsyncGenerator<SimulatedRow> {
    for await (const row of rows) {
      signal.throwIfAborted();
      coupling.see(row);
      yield row;
    }
  }
  const commands: TrialCommand[] = [];
  const diary = new Map<string, { count: number; readonly lines: DiaryLine[] }>();
  const notices: Notice[] = [];
  const counts = { commands: 0, notices: 0 };
  const couple = (home: Plant): void => coupling.couple(home);
  for await (const step of simulate(program, seen(), { ...plant, everyMs, behindMs: 0, couple })) {
    counts.commands += step.commands.length;
    counts.notices += step.notices.length;
    for (const { device, setPoint, value, holder } of step.commands)
      if (commands.length < mostTold.commands)
        commands.push({ atMs: step.atMs, device, setPoint, value, by: holder?.by.id, why: holder?.why });
    notices.push(...step.notices.slice(0, mostTold.notices - notices.length));
    for (const line of step.diary) {
      const own = diary.getOrInsertComputed(line.by, () => ({ count: 0, lines: [] }));
      own.count += 1;
      if (own.lines.length < mostTold.lines) own.lines.push(line);
    }
  }
  return {
    commands,
    commandCount: counts.commands,
    diary: [...diary].map(([by, own]) => ({ by, ...own })),
    notices,
    noticeCount: counts.notices,
    loads: coupling.loads(),
  };
}
