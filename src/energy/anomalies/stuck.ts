// Stuck: a value that should move stays the same for longer than it ever does in this home.
import { because } from '#core/reason.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { type Family, familyOf } from './families.ts';
import { type Episode, makeEpisode, shown } from './finding.ts';
import { ordered, pointsOf } from './track.ts';
import type { Anomaly, Track } from './types.ts';

/** When a value counts as stuck. */
export interface StuckRule {
  /** Days whose longest standstills are taken as usual. */
  readonly learnDays: number;
  /** A standstill of more than this many times the longest usual one counts as stuck. */
  readonly times: number;
  /** Until this many days have been seen, the family's bound is multiplied by three. */
  readonly sureAfterDays: number;
  /** Silence longer than this is not counted as standing still, ms. */
  readonly gapMs: number;
}

/** The rule for roll-ups of 5 minutes. */
const stuckRule: StuckRule = { learnDays: 42, times: 2.5, sureAfterDays: 10, gapMs: 15 * 60_000 };

interface Run {
  readonly value: number;
  readonly fromMs: number;
  lastMs: number;
  standsMs: number;
  samples: number;
}

/** What was seen on a day. */
interface Day {
  readonly day: number;
  longestMs: number;
  low: number;
  high: number;
}

class Stands {
  readonly #rule: StuckRule;
  readonly #family: Family;
  readonly #days: Day[] = [];
  #firstDay: number | undefined;

  constructor(rule: StuckRule, family: Family) {
    this.#rule = rule;
    this.#family = family;
  }

  see(atMs: number, value: number): void {
    const day = Math.floor(atMs / dayMs);
    this.#firstDay ??= day;
    const last = this.#days.at(-1);
    if (last?.day === day) {
      last.low = Math.min(last.low, value);
      last.high = Math.max(last.high, value);
      return;
    }
    this.#days.push({ day, longestMs: 0, low: value, high: value });
    while ((this.#days[0]?.day ?? day) < day - this.#rule.learnDays) this.#days.shift();
  }

  learn(run: Run): void {
    const last = this.#days.at(-1);
    if (last !== undefined) last.longestMs = Math.max(last.longestMs, run.standsMs);
  }

  limitMs(atMs: number): number {
    const { standsHours = Infinity } = this.#family;
    const known = Math.floor(atMs / dayMs) - (this.#firstDay ?? 0);
    const floor = standsHours * hourMs * (known < this.#rule.sureAfterDays ? 3 : 1);
    return Math.max(floor, this.#rule.times * Math.max(0, ...this.#days.map(({ longestMs }) => longestMs)));
  }

  isRest(value: number): boolean {
    const { rest } = this.#family;
    if (rest === 'zero') return value === 0;
    if (rest !== 'ends') return false;
    return this.#days.every(({ low }) => value <= low + 0.5) || this.#days.every(({ high }) => value >= high - 0.5);
  }
}

function tell(episode: Episode, { key }: Track, { run, limitMs }: { run: Run; limitMs: number }): void {
  const { device, metric } = key;
  const hours = Math.round(run.standsMs / hourMs);
  episode.open({
    kind: 'stuck',
    device,
    metric,
    fromMs: run.fromMs,
    noticedMs: run.lastMs,
    severity: 'warning',
    evidence: {
      observed: run.standsMs / hourMs,
      expected: limitMs / hourMs,
      measure: 'hours',
      windowMs: run.lastMs - run.fromMs,
      samples: run.samples,
    },
    reason: because('anomaly.stuck', { metric: { metric }, value: shown(metric, run.value), hours }),
    advice: because('advice.sensor'),
  });
}

/** Stuck stretches of a track of 5-minute values; metrics about which nothing is known give none. */
export function findStuck(input: Track, rule: StuckRule = stuckRule): readonly Anomaly[] {
  const family = familyOf(input.key.metric);
  if (family?.standsHours === undefined) return [];
  const track = ordered(input);
  const stands = new Stands(rule, family);
  const episode = makeEpisode();
  let run: Run | undefined;
  for (const [atMs, value] of pointsOf(track)) {
    if (run?.value === value) {
      const silentMs = atMs - run.lastMs;
      if (silentMs <= rule.gapMs) run.standsMs += silentMs;
      run.lastMs = atMs;
      run.samples += 1;
    } else {
      // A stuck stretch is not an example of what is usual.
      if (run !== undefined && !episode.isOpen && !stands.isRest(run.value)) stands.learn(run);
      episode.close(atMs);
      run = { value, fromMs: atMs, lastMs: atMs, standsMs: 0, samples: 1 };
    }
    stands.see(atMs, value);
    if (run.standsMs < (family.standsHours ?? 0) * hourMs || episode.isOpen || stands.isRest(value)) continue;
    const limitMs = stands.limitMs(atMs);
    if (run.standsMs > limitMs) tell(episode, track, { run, limitMs });
  }
  return episode.found();
}
