// Days of an acting home from a seed, with faults: the meter falls silent, devices go away, commands are lost or refused, people turn things, the
// process ends and begins again. What must always hold is looked at in every cycle.
import type { Random } from '#core/random.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { Holding } from '../arbiter.ts';
import type { DueCommand } from '../commander.ts';
import { type Cycle, decide, emptyState, type EngineState, type Program } from '../engine.ts';
import { compiled } from '../file/compile.ts';
import type { FileAutomation } from '../file/words.ts';
import type { CommandEnd } from '../happening.ts';
import { Plant } from '../simulate/plant.ts';

/** What came of it. */
export interface Lived {
  readonly problems: readonly string[];
  readonly cycles: number;
  readonly commands: number;
  readonly switchings: number;
  readonly importWh: number;
  readonly exportWh: number;
  readonly madeWh: number;
  /** How often the rule of every evening began. */
  readonly evenings: number;
}

/** Options of {@link live}. */
export interface LiveOptions {
  readonly random: Random;
  readonly days: number;
  readonly stepMs: number;
}

const minOnMs = 10 * minuteMs;
const minOffMs = 5 * minuteMs;
const mostPerHour = 8;
const graceMs = minuteMs;
const freshMs = 15_000;
/** A command is answered, or given up, within this time. */
const patienceMs = 75_000;

const file: FileAutomation = {
  by_hand: '30 min',
  loads: [
    {
      name: 'Boiler',
      device: 'boiler',
      point: 'relay.on.1',
      power: 2000,
      min_on: '10 min',
      min_off: '5 min',
      most_per_hour: mostPerHour,
    },
    { name: 'Rod', device: 'rod', point: 'heater.power.target', power: 3000, step: 200 },
  ],
  circuits: [
    {
      name: 'Fuse',
      measured: 'grid.power',
      limit: 6000,
      gives: [{ device: 'rod', point: 'heater.power.target', takes: 3000 }],
    },
  ],
  limits: [{ device: 'rod', point: 'heater.power.target', most: 2800 }],
  rules: [
    {
      name: 'Evening',
      when: [{ kind: 'time', at: '21:30' }],
      do: [{ kind: 'set', device: 'light', point: 'relay.on.1', value: 'on', for: '1 h' }],
    },
    {
      name: 'Reserve',
      while: 'battery.soc < 30 %',
      grace: '1 min',
      do: [{ kind: 'set', device: 'pack', point: 'battery.mode', value: 'hold' }],
    },
  ],
};

function programOf(given: FileAutomation): Program {
  const outcome = compiled(given);
  if ('problems' in outcome) throw new TypeError('assertion: the automation is right');
  return outcome.program;
}

const ends: readonly (CommandEnd | 'lost')[] = ['failed', 'refused', 'lost', 'expired'];

/** A home that lives. */
class Home {
  readonly problems: string[] = [];
  readonly sums = { importWh: 0, exportWh: 0, madeWh: 0 };
  commands = 0;
  switchings = 0;
  evenings = 0;
  cycles = 0;
  readonly #random: Random;
  readonly #stepMs: number;
  readonly #plant: Plant;
  readonly #fails = new Map<string, CommandEnd | 'lost'>();
  readonly #sent = new Map<string, { readonly command: DueCommand; readonly atMs: number }>();
  readonly #boiler: { value: number; sinceMs: number; changes: number[] } = { value: 0, sinceMs: 0, changes: [] };
  #program = programOf(file);
  #state: EngineState = emptyState;
  #holdings: ReadonlyMap<string, Holding> = new Map();
  #soc = 60;
  #cloud = 1;
  #meterUntilMs = 0;
  #heardMs = 0;
  #handMs = Number.NEGATIVE_INFINITY;
  nowMs: number;

  constructor({ random, stepMs }: LiveOptions, startMs: number) {
    this.#random = random;
    this.#stepMs = stepMs;
    this.nowMs = startMs;
    const fails = this.#fails;
    const device = (id: string, points: readonly (readonly [string, number | string])[]) =>
      [
        id,
        {
          kind: 'relay',
          points: new Map(points.map(([name, starts]) => [name as never, { starts }])),
          delayMs: 2000,
          freshMs,
          get fails() {
            return fails.get(id);
          },
        },
      ] as const;
    this.#plant = new Plant({
      zone: 'Europe/Berlin',
      place: { latitude: 52.5, longitude: 13.4 },
      freshMs,
      devices: new Map([
        device('boiler', [['relay.on.1', 0]]),
        device('light', [['relay.on.1', 0]]),
        device('rod', [['heater.power.target', 0]]),
        device('pack', [['battery.mode', 'self-consumption']]),
      ]),
    });
  }

  /** One step of time. */
  step(): void {
    this.#weather();
    this.#faults();
    const image = this.#plant.image(this.nowMs);
    for (const one of image.happened) if (one.kind === 'answered') this.#sent.delete(one.command);
    const cycle = decide(this.#program, this.#state, { image, before: this.#holdings });
    this.#look(cycle);
    this.#state = cycle.state;
    this.#holdings = cycle.holdings;
    for (const command of cycle.commands) {
      this.#plant.send(command, this.nowMs);
      this.#sent.set(command.id, { command, atMs: this.nowMs });
    }
    this.cycles += 1;
    this.nowMs += this.#stepMs;
  }

  /** Everything is deleted: within some minutes all is as it was before the home acted. */
  end(): void {
    this.#program = programOf({});
    this.#fails.clear();
    for (const id of ['boiler', 'light', 'rod', 'pack']) this.#plant.setOnline(id, true);
    for (let passed = 0; passed < 45 * minuteMs; passed += this.#stepMs) this.#quiet();
    const left = Object.values(this.#state.points).filter(({ isMoved, sent }) => isMoved || sent !== undefined);
    if (left.length > 0) this.#problem(`${left.map(({ device }) => device).join(', ')} were not put back`);
    if (this.#plant.shows('pack', 'battery.mode') !== 'self-consumption')
      this.#problem('the battery was left in another mode');
  }

  #quiet(): void {
    const image = this.#plant.image(this.nowMs);
    const cycle = decide(this.#program, this.#state, { image, before: this.#holdings });
    this.#state = cycle.state;
    this.#holdings = cycle.holdings;
    for (const command of cycle.commands) this.#plant.send(command, this.nowMs);
    this.nowMs += this.#stepMs;
  }

  #problem(text: string): void {
    if (this.problems.length < 50) this.problems.push(`${new Date(this.nowMs).toISOString()} ${text}`);
  }

  #takesW(): number {
    return (
      300 +
      Number(this.#plant.shows('boiler', 'relay.on.1')) * 2000 +
      Number(this.#plant.shows('rod', 'heater.power.target'))
    );
  }

  #weather(): void {
    const hour = ((this.nowMs % dayMs) / hourMs + 2) % 24;
    this.#cloud = Math.min(1, Math.max(0.1, this.#cloud + (this.#random() - 0.5) * 0.1));
    const pvW = Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI)) * 6000 * this.#cloud;
    const overW = pvW - this.#takesW();
    const packW =
      overW > 0 ? -Math.min(overW, this.#soc < 100 ? 2500 : 0) : Math.min(-overW, this.#soc > 10 ? 2500 : 0);
    this.#soc = Math.min(100, Math.max(0, this.#soc - (packW * this.#stepMs) / hourMs / 80));
    const gridW = -overW - packW;
    const wh = (gridW * this.#stepMs) / hourMs;
    if (wh > 0) this.sums.importWh += wh;
    else this.sums.exportWh -= wh;
    this.sums.madeWh += (pvW * this.#stepMs) / hourMs;
    if (this.nowMs < this.#meterUntilMs) return;
    this.#heardMs = this.nowMs;
    const values = { 'grid.power': gridW, 'battery.power': packW, 'battery.soc': this.#soc, 'pv.power': pvW } as const;
    for (const [metric, value] of Object.entries(values))
      this.#plant.take('', metric as keyof typeof values, { value, atMs: this.nowMs });
  }

  #faults(): void {
    const chance = (perDay: number): boolean => this.#random() < (perDay * this.#stepMs) / dayMs;
    const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(this.#random() * of.length)];
    if (chance(4)) this.#meterUntilMs = this.nowMs + this.#random() * 20 * minuteMs;
    for (const id of ['boiler', 'light', 'rod', 'pack']) {
      if (chance(2)) this.#plant.setOnline(id, false);
      else if (chance(100)) this.#plant.setOnline(id, true);
      if (chance(3)) this.#fails.set(id, pick(ends) ?? 'lost');
      else if (chance(60)) this.#fails.delete(id);
    }
    if (chance(2)) {
      this.#handMs = this.nowMs;
      this.#plant.turn('boiler', 'relay.on.1', { value: this.#random() < 0.5 ? 0 : 1, atMs: this.nowMs });
    }
    if (chance(3)) {
      this.#state = JSON.parse(JSON.stringify(this.#state)) as EngineState;
      this.#holdings = new Map();
      // What was on its way is lost with the process.
      this.#sent.clear();
    }
  }

  #look({ commands, state, diary }: Cycle): void {
    this.evenings += diary.filter(({ by, why }) => by === 'evening' && why.code === 'act.began').length;
    for (const { command, atMs } of this.#sent.values())
      if (this.nowMs - atMs > patienceMs && Object.values(state.points).some(({ sent }) => sent?.id === command.id))
        this.#problem(`command ${command.id} is waited for without end`);
    for (const command of commands) this.#lookAt(command);
    const value = Number(this.#plant.shows('boiler', 'relay.on.1'));
    if (value === this.#boiler.value) return;
    this.#boiler.changes = [...this.#boiler.changes.filter((atMs) => atMs > this.nowMs - hourMs), this.nowMs];
    this.switchings += 1;
    Object.assign(this.#boiler, { value, sinceMs: this.nowMs });
  }

  #lookAt(command: DueCommand): void {
    const { device, value, holder } = command;
    this.commands += 1;
    const by = holder?.by.kind ?? 'nobody';
    const silentMs = this.nowMs - this.#heardMs;
    if (device === 'rod' && Number(value) > 2800 && by !== 'person') this.#problem(`the rod gets ${value} W of 2800`);
    const shown = device === 'boiler' || device === 'rod' ? this.#plant.shows(device, command.setPoint) : undefined;
    const isMore = shown !== undefined && Number(value) > Number(shown);
    if (isMore && by === 'surplus' && silentMs > freshMs + 2 * this.#stepMs)
      this.#problem(`${device} is given more by a value of ${silentMs / 1000} s before`);
    if (device === 'pack' && value === 'hold' && silentMs > freshMs + graceMs + 2 * this.#stepMs)
      this.#problem('the battery was held by an old value');
    if (device !== 'boiler' || by === 'person') return;
    const stoodMs = this.nowMs - this.#boiler.sinceMs;
    const isOfHand = this.#handMs >= this.#boiler.sinceMs - 2 * this.#stepMs;
    if (!isOfHand && this.#boiler.sinceMs > 0 && stoodMs < (this.#boiler.value === 1 ? minOnMs : minOffMs) - 5000)
      this.#problem(`the boiler is switched after ${stoodMs / 1000} s`);
    if (this.#boiler.changes.filter((atMs) => atMs > this.nowMs - hourMs).length > mostPerHour + 2)
      this.#problem('the boiler is switched too often');
  }
}

/** Lives through days. */
export function live(options: LiveOptions): Lived {
  const { days, stepMs } = options;
  const home = new Home(options, Date.parse('2026-03-27T00:00:00Z'));
  const steps = Math.ceil((days * dayMs) / stepMs);
  for (let step = 0; step < steps; step += 1) home.step();
  home.end();
  const { problems, cycles, commands, switchings, evenings, sums } = home;
  return { problems, cycles, commands, switchings, evenings, ...sums };
}
