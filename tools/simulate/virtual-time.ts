// Time that passes as fast as the work in it: a queue of what is due. The world (sun, devices, cables) lives on true time; each
// life of the product has a clock of its own whose wall time may be wrong, and all that waits on it ends with the life.
import type { Clock } from '#core/clock.ts';

/** The clock of one life of the product. */
export interface LifeClock {
  readonly clock: Clock;
  /** Nothing that waits on it goes on. */
  end(): void;
}

/** Time of a simulation. */
export interface VirtualTime {
  /** True time, epoch ms. */
  nowMs(): number;
  /** The clock of the world: always right. */
  readonly world: Clock;
  /** Ends the world; whoever slept in it is forgotten. */
  end(): void;
  /** `wrongMs` says by how much its wall clock is ahead at present. */
  life(wrongMs: () => number): LifeClock;
  /** Runs what is due until a moment, or until `isOver` says so; promises settle between two of them. */
  runTo(untilMs: number, isOver: () => boolean): Promise<void>;
}

interface Job {
  dueMs: number;
  order: number;
  readonly everyMs: number | undefined;
  readonly run: () => void;
  isDropped: boolean;
}

const isSooner = (one: Job, other: Job): boolean =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);

/** A heap of jobs, the next one first. */
function makeJobs() {
  const jobs: Job[] = [];
  const at = (place: number): Job => {
    const job = jobs[place];
    if (job === undefined) throw new TypeError('assertion: no such job');
    return job;
  };
  const swap = (one: number, other: number): void => {
    [jobs[one], jobs[other]] = [at(other), at(one)];
  };
  const rise = (from: number): void => {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!isSooner(at(place), at(parent))) return;
      swap(place, parent);
      place = parent;
    }
  };
  const sink = (): void => {
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < jobs.length && isSooner(at(left), at(least))) least = left;
      if (right < jobs.length && isSooner(at(right), at(least))) least = right;
      if (least === place) return;
      swap(place, least);
      place = least;
    }
  };
  return {
    add(job: Job): void {
      jobs.push(job);
      rise(jobs.length - 1);
    },
    /** Takes the next one that is due. */
    take(untilMs: number): Job | undefined {
      const [first] = jobs;
      if (first === undefined || first.dueMs > untilMs) return undefined;
      const last = jobs.pop();
      if (jobs.length > 0 && last !== undefined) {
        jobs[0] = last;
        sink();
      }
      return first;
    },
  };
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');

/** Two rounds of the event loop: what a step has begun goes on as far as it can without time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1)
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
}

/** Present time and what is to come. */
interface Stage {
  nowMs: number;
  order: number;
  readonly startMs: number;
  readonly jobs: ReturnType<typeof makeJobs>;
  /** Node keeps a joined signal for ever that is listened to, and with it all of who sleeps: what ends that. */
  readonly asleep: Set<() => void>;
}

/** A clock on the stage, whose wall time may be wrong and which may end. */
function clockOn(stage: Stage, wrongMs: () => number): LifeClock {
  let isEnded = false;
  const { asleep } = stage;
  const add = (ms: number, run: () => void, everyMs?: number): (() => void) => {
    stage.order += 1;
    const job: Job = {
      dueMs: stage.nowMs + Math.max(0, ms),
      order: stage.order,
      everyMs,
      run: () => isEnded || run(),
      isDropped: false,
    };
    stage.jobs.add(job);
    return () => {
      job.isDropped = true;
    };
  };
  const clock: Clock = {
    nowMs: () => Math.round(stage.nowMs + wrongMs()),
    monotonicMs: () => stage.nowMs - stage.startMs,
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(reasonOf(signal));
          return;
        }
        const forget = (): void => {
          signal?.removeEventListener('abort', onAbort);
          asleep.delete(forget);
        };
        const cancel = add(ms, () => {
          forget();
          resolve();
        });
        const onAbort = (): void => {
          forget();
          cancel();
          if (signal !== undefined) reject(reasonOf(signal));
        };
        signal?.addEventListener('abort', onAbort);
        asleep.add(forget);
      }),
    after: (ms, run) => add(ms, run),
    every: (ms, run) => add(ms, run, Math.max(1, ms)),
  };
  return {
    clock,
    end() {
      isEnded = true;
    },
  };
}

/** Time that stands at `startMs`, epoch. */
export function virtualTime(startMs: number): VirtualTime {
  const stage: Stage = { nowMs: startMs, order: 0, startMs, jobs: makeJobs(), asleep: new Set() };
  const world = clockOn(stage, () => 0);
  return {
    nowMs: () => stage.nowMs,
    world: world.clock,
    life: (wrongMs) => clockOn(stage, wrongMs),
    end() {
      world.end();
      for (const forget of stage.asleep) forget();
    },
    async runTo(untilMs, isOver) {
      await settle();
      while (!isOver()) {
        const job = stage.jobs.take(untilMs);
        if (job === undefined) {
          stage.nowMs = Math.max(stage.nowMs, untilMs);
          return;
        }
        if (job.isDropped) continue;
        stage.nowMs = Math.max(stage.nowMs, job.dueMs);
        if (job.everyMs !== undefined) {
          stage.order += 1;
          stage.jobs.add(Object.assign(job, { dueMs: stage.nowMs + job.everyMs, order: stage.order }));
        }
        job.run();
        await settle();
      }
    },
  };
}
