// A stretch of a home's life from a seed: devices, cables, disk, clock and kills; and what must be true at its end.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import { seededRandom } from '#core/random.ts';
import { hourMs, hourOf, minuteMs } from '#core/time.ts';
import { person } from '#core/testing/principals.ts';
import { builtIn } from '#devices/on-demand.ts';
import { makeTimeWitness } from '#hub/time-witness.ts';
import type { HealthIssue } from '#hub/health-issue.ts';
import type { Life } from './life.ts';
import { openLife } from './life.ts';
import { crashDisk } from './crash-disk.ts';
import { deviceLog } from './device-log.ts';
import { compareEnergy, compareTold, type EnergyFigures, energyOf, keptHours, ledgerAgain } from './energy-checks.ts';
import { keptTime } from './kept-time.ts';
import { watchMemory } from './memory-watch.ts';
import { makeOrders } from './orders.ts';
import { type Delivery, type Ending, type Plan, planOf } from './plan.ts';
import { pointNotes } from './stored-points.ts';
import { virtualTime } from './virtual-time.ts';
import { watchWall } from './wall-watch.ts';
import { makeWorld, type Truth } from './world.ts';

/** Options of {@link runSeed}. */
export interface SeedOptions {
  /** How much time is lived through. */
  readonly hours: number;
  /** Tells each thing that happens. */
  readonly tell?: (line: string) => void;
}

/** What came of a seed. */
export interface SeedOutcome {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly points: number;
  readonly orders: number;
  readonly lives: number;
  readonly energy: EnergyFigures;
}

const owner = person('Anna');
/** What a real disk keeps over a power cut is modelled: the files may as well be in memory. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** An hour that ended has this long to be settled. */
const graceMs = 2 * minuteMs;

/** The home of the simulation, and its devices. */
const home = { id: 'home', name: 'Home', timeZone: 'Europe/Berlin', latitude: 52.5, longitude: 13.4 };

/** The log of the history holds the running hour and little more, whatever went wrong; what it keeps for reuse included. */
const mostLogBytes = 8 * 2 ** 20;

function logProblems(folder: string): readonly string[] {
  const logs = readdirSync(folder).filter((name) => name.startsWith('history.db-'));
  const bytes = logs.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return bytes <= mostLogBytes ? [] : [`the logs of the history take ${Math.round(bytes / 2 ** 20)} MB`];
}

class Run {
  readonly #plan: Plan;
  readonly #tell: (line: string) => void;
  readonly #time;
  readonly #world;
  readonly #random;
  readonly #disk = crashDisk();
  readonly #notes = pointNotes();
  readonly #memory = watchMemory();
  readonly #orders;
  readonly #kept;
  readonly #log;
  readonly #wall;
  readonly #folders: string[] = [];
  readonly #leftovers: Life[] = [];
  readonly problems: string[] = [];
  #wrongMs = 0;
  #truth: Truth | undefined;
  #life: Life | undefined;
  #isAlive = false;
  #ending: Ending | undefined;
  lives = 0;

  constructor(plan: Plan, random: () => number, tell: (line: string) => void) {
    this.#plan = plan;
    this.#tell = tell;
    this.#random = random;
    this.#time = virtualTime(plan.startMs);
    this.#world = makeWorld({ plan, world: this.#time.world, random });
    this.#wall = watchWall(() => this.#time.nowMs());
    this.#kept = keptTime(() => this.#time.world.monotonicMs());
    this.#log = deviceLog({
      world: this.#time.world,
      site: home.id,
      device: 'inverter',
      watts: () => this.#world.sunW(),
    });
    this.#orders = makeOrders({ world: this.#world, note: (problem) => this.problems.push(problem) });
  }

  get points(): number {
    return this.#notes.count;
  }

  get orders(): number {
    return this.#orders.count;
  }

  /** Lives through the whole plan. */
  async live(): Promise<EnergyFigures> {
    const { episodes, endings, orders, deliveries, endMs, settleMs } = this.#plan;
    const { world } = this.#time;
    // Files are read in real time, which would be minutes in here.
    for (const { protocol } of this.#world.devices) await builtIn.definitionOf(protocol);
    const at = (momentMs: number, run: () => void): void => void world.after(momentMs - this.#time.nowMs(), run);
    for (const one of episodes) {
      at(one.fromMs, () => this.#begin(one));
      at(one.toMs, () => this.#over(one));
    }
    for (const order of orders)
      at(order.atMs, () => {
        const door = this.#isAlive ? this.#life?.hub.as(owner).site(home.id).devices : undefined;
        if (door !== undefined) void this.#orders.give(order, door, () => this.#isAlive);
      });
    for (const one of deliveries) at(one.atMs, () => this.#deliver(one));
    world.every(10 * minuteMs, () => this.#memory.look());
    let folder = this.#newFolder();
    await this.#start(folder);
    for (const ending of endings) {
      if (ending.atMs <= this.#time.nowMs()) continue;
      folder = await this.#endAt(ending, folder);
      await this.#time.runTo(Math.min(endMs, this.#time.nowMs() + ending.awayMs), () => false);
      await this.#start(folder);
    }
    await this.#time.runTo(settleMs, () => false);
    this.#truth = this.#world.truth();
    await this.#time.runTo(settleMs + graceMs, () => false);
    return this.#finish(folder);
  }

  /** Lets go of all that is open, and removes the folders. */
  async end(): Promise<void> {
    if (this.#life !== undefined && this.#isAlive) this.#leftovers.push(this.#life);
    for (const life of this.#leftovers) await life.letGo().catch(() => undefined);
    this.#time.end();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  #newFolder(): string {
    const folder = mkdtempSync(join(place, 'solstead-simulation-'));
    this.#folders.push(folder);
    return folder;
  }

  #say(line: string): void {
    this.#tell(`${new Date(this.#time.nowMs()).toISOString()} ${line}`);
  }

  #begin({ where, fault, aheadMs = 0 }: Plan['episodes'][number]): void {
    this.#say(`${where}: ${fault}${aheadMs === 0 ? '' : ` by ${aheadMs} ms`}`);
    if (fault === 'full') this.#disk.isFull = true;
    else if (fault === 'wrong-clock') this.#setWall(aheadMs);
    else this.#world.setFault(where, fault);
  }

  #over({ where, fault }: Plan['episodes'][number]): void {
    this.#say(`${where}: no longer ${fault}`);
    if (fault === 'full') this.#disk.isFull = false;
    else if (fault === 'wrong-clock') this.#setWall(0);
    else this.#world.setFault(where, undefined);
  }

  #setWall(aheadMs: number): void {
    this.#wrongMs = aheadMs;
    this.#wall.set(aheadMs);
  }

  /** As soon as somebody is there to take it. */
  #deliver(delivery: Delivery): void {
    if (!this.#isAlive || this.#life === undefined || this.#wrongMs !== 0)
      return void this.#time.world.after(1000, () => this.#deliver(delivery));
    const batches = this.#log.of(delivery);
    this.#say(`the inverter hands over ${batches.length} readings of ${new Date(delivery.fromMs).toISOString()} on`);
    for (const batch of batches) this.#life.hub.ingest(batch);
  }

  /** Promises of a life that waits for time go on only while time does: both are driven here. */
  async #driven<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    await this.#time.runTo(this.#time.nowMs() + 5 * minuteMs, () => isDone);
    if (!isDone) throw new TypeError('assertion: what was begun did not end within five minutes');
    return done;
  }

  async #start(folder: string): Promise<void> {
    this.lives += 1;
    this.#wall.starts();
    const clock = this.#time.life(() => this.#wrongMs);
    let isAlive = true;
    this.#isAlive = true;
    const witness = makeTimeWitness(clock.clock);
    const tellTime = (): void => {
      for (const peer of ['one', 'another']) witness.hears(peer, this.#time.nowMs());
    };
    if (this.#plan.hasWitness) {
      tellTime();
      clock.clock.every(minuteMs / 2, tellTime);
    }
    const life = await this.#driven(
      openLife({
        folder,
        clock: clock.clock,
        random: this.#random,
        disk: this.#disk,
        cables: this.#world.cables,
        broker: this.#world.broker,
        witness,
        kept: this.#kept,
        fillFrom: this.#plan.fillFrom,
        isAlive: () => isAlive,
        onGiven: (batches) => this.#notes.given(batches),
        onStored: (batches) => {
          this.#notes.stored(batches);
          this.#log.read(batches);
        },
        onLog: (line) => this.#say(`log: ${line}`),
        onStep: (step) => {
          if (isAlive && this.#ending?.step === step && this.#time.nowMs() >= this.#ending.atMs) this.#stop();
        },
      }),
    );
    this.#stop = () => {
      if (!isAlive) return;
      isAlive = false;
      this.#isAlive = false;
      clock.end();
      this.#orders.cutOff();
      const ending = this.#ending;
      if (ending?.kind === 'power-cut') this.#kept.rebooted();
      this.#next = this.#newFolder();
      this.#disk.copyAfterEnd(folder, this.#next, ending?.kind === 'power-cut' ? this.#random : undefined);
    };
    this.#life = life;
    const { hub } = life;
    if (hub.as(owner).sites().length > 0) return;
    await this.#driven(hub.addSite(home));
    for (const device of this.#world.devices) await this.#driven(hub.as(owner).site(home.id).devices.add(device));
  }

  #stop: () => void = () => undefined;
  #next = '';

  /** Ends a life; answers the folder the next one finds. */
  async #endAt(ending: Ending, folder: string): Promise<string> {
    this.#ending = ending;
    const isOver = (): boolean => !this.#isAlive;
    await this.#time.runTo(ending.atMs, isOver);
    const life = this.#life;
    if (life === undefined) throw new TypeError('assertion: nothing lives');
    if (ending.kind === 'restart') {
      this.#say('restart');
      await this.#driven(life.close());
      this.#isAlive = false;
      this.#ending = undefined;
      return folder;
    }
    // The step may be rare: after an hour it ends anyhow.
    if (ending.step !== undefined)
      await this.#time.runTo(Math.min(this.#plan.endMs, ending.atMs + 60 * minuteMs), isOver);
    this.#stop();
    this.#say(`${ending.kind} ${ending.step ?? ''}`);
    this.#leftovers.push(life);
    this.#ending = undefined;
    return this.#next;
  }

  /**
   * Whether the history was begun while the clock was behind: then it takes the right one for a jump, deletes nothing, and says so until another
   * clock has confirmed it for a day.
   */
  #isWhatBegan({ reason: { code, params } }: HealthIssue): boolean {
    const { episodes } = this.#plan;
    return (
      code === 'clock.ahead' && episodes.some(({ aheadMs = 0 }) => Math.round(-aheadMs / hourMs) === params['hours'])
    );
  }

  async #finish(folder: string): Promise<EnergyFigures> {
    const { startMs, settleMs, hasWitness } = this.#plan;
    const life = this.#life;
    if (life === undefined) throw new TypeError('assertion: nothing lives');
    const site = life.hub.as(owner).site(home.id);
    await this.#driven(life.hub.flush());
    const energy = site.energy();
    await this.#driven(energy.settled());
    const told = await this.#driven(energyOf(energy, this.#plan));
    const { figures } = told;
    this.problems.push(...this.#memory.problems(), ...logProblems(folder));
    this.problems.push(...(await this.#notes.compare(life.history, home.id)));
    // Where no other clock tells the time, only a person knows whether a clock that was believed was set rightly.
    if (!hasWitness && this.#wall.believed()) await this.#driven(life.hub.as(owner).sayClock(true));
    this.problems.push(
      ...(await this.#driven(life.hub.healthIssues()))
        .filter((issue) => !this.#isWhatBegan(issue))
        .map((issue) => `not well in the end: ${JSON.stringify(issue)}`),
    );
    const hours = (settleMs - hourOf(startMs)) / hourMs;
    const before = (startMs - hourOf(startMs)) / hourMs / hours;
    if (this.#truth !== undefined) this.problems.push(...compareEnergy(figures, this.#truth, { hours, before }));
    await this.#driven(life.close());
    this.#isAlive = false;
    this.problems.push(...this.#orders.unanswered());
    const again = await ledgerAgain({
      folder,
      copy: this.#newFolder(),
      plan: this.#plan,
      world: this.#world,
      time: this.#time,
      driven: (work) => this.#driven(work),
    });
    this.problems.push(...compareTold({ ...told, kept: keptHours(folder) }, again));
    return figures;
  }
}

/** Lives through a seed; what it finds stands in `problems`. */
export async function runSeed(seed: number, { hours, tell = () => undefined }: SeedOptions): Promise<SeedOutcome> {
  const random = seededRandom(seed);
  const run = new Run(planOf(seed, random, hours), random, tell);
  const strays: string[] = [];
  const onStray = (thrown: unknown): void => {
    strays.push(`unhandled: ${isSolsteadError(thrown) ? thrown.code : ''} ${messageOf(thrown)}`);
  };
  process.on('unhandledRejection', onStray);
  try {
    const energy = await run.live();
    return {
      seed,
      problems: [...run.problems, ...strays],
      points: run.points,
      orders: run.orders,
      lives: run.lives,
      energy,
    };
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return {
      seed,
      problems: [...run.problems, ...strays, `it ended with ${why}`],
      points: run.points,
      orders: run.orders,
      lives: run.lives,
      energy: {},
    };
  } finally {
    await run.end();
    process.off('unhandledRejection', onStray);
  }
}
