// Whether what is about to be imported is already in history under the name of another imported device: then it would
// be counted twice. Meters may begin at different figures; what they counted between is compared.
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { HistoryStore } from '#core/history.ts';

/** A point that is about to be written. */
export interface ComparedPoint {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number;
  readonly value: number;
}

/** Another device that covers the same time. */
export interface OtherPast {
  readonly device: string;
  readonly other: string;
  readonly metric: MetricId;
  /** Whether it has the same values. */
  readonly isSame: boolean;
}

/** What is asked of history. */
export interface PastFrame {
  readonly store: Pick<HistoryStore, 'pages' | 'series'>;
  readonly site: string;
  /** A device that is set up takes precedence over an import: then nothing is counted twice. */
  readonly isLive?: (device: string) => boolean;
}

/** Only what the ledger counts matters. */
const counted = /^(pv|grid|battery|load)\.(power(\.l[123])?|energy(\..+)?)$/;
/** This many values at the same moments, or all there are, show whether two pasts are one. */
const enough = 20;
const nearly = 0.9;

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one));

/** Whether values at the same moments are those of one meter or sensor. */
function areSame(pairs: readonly (readonly [own: number, other: number])[], metric: MetricId): boolean {
  const [first] = pairs;
  if (first === undefined || pairs.every(([own]) => own === first[0])) return false;
  const offset = metricOf(metric).kind === 'counter' ? first[1] - first[0] : 0;
  return pairs.filter(([own, other]) => isNear(own + offset, other)).length >= pairs.length * nearly;
}

/** Devices that were imported before and cover the same time as these points. Errors: `store.failed`. */
export async function otherPasts(points: readonly ComparedPoint[], frame: PastFrame): Promise<readonly OtherPast[]> {
  const { store, site, isLive = () => false } = frame;
  const known = (await store.series(site)).filter(({ device, metric }) => counted.test(metric) && !isLive(device));
  const found: OtherPast[] = [];
  for (const [, own] of Map.groupBy(points, ({ device, metric }) => `${device}/${metric}`)) {
    const [first] = own;
    if (first === undefined || isLive(first.device)) continue;
    const { device, metric } = first;
    const values = new Map(own.map(({ atMs, value }) => [atMs, value] as const));
    const fromMs = own.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
    const toMs = own.reduce((most, { atMs }) => Math.max(most, atMs), -Infinity) + 1;
    for (const key of known.filter((one) => one.metric === metric && one.device !== device)) {
      const pairs: (readonly [number, number])[] = [];
      let there = 0;
      for await (const { columns } of store.pages({ series: [key], fromMs, toMs }))
        for (const { atMs, value } of columns) {
          there += atMs.length;
          for (const [row, at] of atMs.entries()) {
            const mine = values.get(at);
            if (mine !== undefined) pairs.push([mine, value[row] ?? Number.NaN]);
          }
        }
      if (there === 0) continue;
      const isTold = pairs.length >= Math.min(enough, own.length, there) && pairs.length > 2;
      found.push({ device, other: key.device, metric, isSame: isTold && areSame(pairs, metric) });
    }
  }
  return found;
}
