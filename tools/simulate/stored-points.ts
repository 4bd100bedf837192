// What the history was given and what it said it has, to be compared with what it holds in the end.
import type { HistoryReader, SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';

/** Points by device, metric and time. */
export interface PointNotes {
  given(batches: readonly Batch[]): void;
  stored(batches: readonly Batch[]): void;
  /** How many points were acknowledged. */
  readonly count: number;
  /** What is wrong with a history that should hold all that was acknowledged, and nothing that was not given. */
  compare(history: HistoryReader, site: string): Promise<readonly string[]>;
}

/** What is known of one series, by time. */
interface SeriesNotes {
  /** The values given; mostly one, and then without a set around it. */
  readonly given: Map<number, number | Set<number>>;
  readonly stored: Map<number, number>;
}

function addGiven({ given }: SeriesNotes, atMs: number, value: number): void {
  const known = given.get(atMs);
  if (known === undefined) given.set(atMs, value);
  else if (typeof known !== 'number') known.add(value);
  else if (known !== value) given.set(atMs, new Set([known, value]));
}

function wasGiven({ given }: SeriesNotes, atMs: number, value: number): boolean {
  const known = given.get(atMs);
  return typeof known === 'object' ? known.has(value) : known === value;
}

/** Steps that are answered from roll-ups, ms. */
const rolledMs = [5 * minuteMs, hourMs] as const;

/** Where roll-ups count other points than there are; `found`: the moments of each series. */
async function countProblems(
  history: HistoryReader,
  series: readonly SeriesKey[],
  found: ReadonlyMap<string, readonly number[]>,
): Promise<readonly string[]> {
  const moments = [...found.values()].flat();
  const [fromMs, toMs] = moments.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (fromMs > toMs) return [];
  const problems: string[] = [];
  for (const stepMs of rolledMs) {
    const stepOf = (atMs: number): number => Math.floor(atMs / stepMs) * stepMs;
    const span = { fromMs: stepOf(fromMs), toMs: stepOf(toMs) + stepMs };
    for (const { key, atMs, value } of await history.range({ series, ...span, stepMs, aggregate: 'count' })) {
      const name = `${key.device} ${key.metric}`;
      const counts = new Map<number, number>();
      for (const at of found.get(name) ?? []) counts.set(stepOf(at), (counts.get(stepOf(at)) ?? 0) + 1);
      const told = new Map(atMs.map((at, index) => [at, value[index]]));
      for (const at of new Set([...counts.keys(), ...told.keys()]))
        if (told.get(at) !== counts.get(at))
          problems.push(
            `${name} has ${counts.get(at) ?? 0} points in ${stepMs / minuteMs} minutes from ${at}, and its roll-up counts ${told.get(at) ?? 0}`,
          );
    }
  }
  return problems;
}

/** Nothing was given yet. */
export function pointNotes(): PointNotes {
  const devices = new Map<string, Map<string, SeriesNotes>>();
  const notesOf = (device: string, metric: string): SeriesNotes =>
    devices
      .getOrInsertComputed(device, () => new Map<string, SeriesNotes>())
      .getOrInsertComputed(metric, () => ({ given: new Map(), stored: new Map() }));
  const each = (batches: readonly Batch[], note: (notes: SeriesNotes, atMs: number, value: number) => void): void => {
    for (const { device, atMs, metric, value } of batches)
      for (const [index, id] of metric.entries()) {
        const one = value[index];
        // Of texts only the last one is kept.
        if (typeof one === 'number') note(notesOf(device, id), atMs, one);
      }
  };
  let count = 0;
  return {
    given: (batches) => each(batches, addGiven),
    stored: (batches) =>
      each(batches, ({ stored }, atMs, value) => {
        if (!stored.has(atMs)) count += 1;
        stored.set(atMs, value);
      }),
    get count() {
      return count;
    },
    async compare(history, site) {
      const problems: string[] = [];
      const found = new Map<SeriesNotes, Map<number, number>>();
      const series = await history.series(site);
      for await (const { columns } of history.pages({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })) {
        for (const { key, atMs, value } of columns) {
          const notes = notesOf(key.device, key.metric);
          const own = found.getOrInsertComputed(notes, () => new Map<number, number>());
          for (const [index, at] of atMs.entries()) {
            const one = value[index];
            if (own.has(at)) problems.push(`${key.device} ${key.metric} ${at} is there twice`);
            if (one !== undefined) own.set(at, one);
            if (!notes.given.has(at)) problems.push(`${key.device} ${key.metric} ${at} was never given`);
          }
        }
      }
      const moments = new Map<string, readonly number[]>();
      for (const [device, metrics] of devices)
        for (const [metric, notes] of metrics)
          moments.set(`${device} ${metric}`, [...(found.get(notes)?.keys() ?? [])]);
      problems.push(...(await countProblems(history, series, moments)));
      for (const [device, metrics] of devices)
        for (const [metric, notes] of metrics)
          for (const [at, value] of notes.stored) {
            const one = found.get(notes)?.get(at);
            const name = `${device} ${metric} ${at}`;
            if (one === undefined) problems.push(`${name} was acknowledged and is not there`);
            // A value that was given later for the same moment and not acknowledged before the end may stand in its place.
            else if (one !== value && !wasGiven(notes, at, one))
              problems.push(`${name} is ${one} in place of ${value}`);
          }
      return problems;
    },
  };
}
