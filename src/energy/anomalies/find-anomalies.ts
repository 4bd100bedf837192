// All detectors over the tracks of a home: which track goes where.
import type { MetricId } from '#core/catalogue.ts';
import { type Arms, findBalanceDrift } from './balance.ts';
import { findCells } from './cells.ts';
import { familyOf } from './families.ts';
import { findUnderProduction, productionRule } from './production.ts';
import { findSteps } from './steps.ts';
import { findStringBehind } from './strings.ts';
import { findStuck } from './stuck.ts';
import type { Anomaly, Place, Track } from './types.ts';
import { findUnusual } from './unusual.ts';

/** What is looked at: 5-minute means of a home, any order; site facts as far as they are known. */
export interface AnomalyInput {
  readonly tracks: readonly Track[];
  readonly place: Place;
  /** Power of all panels at 1000 W/m², if known. */
  readonly peakW?: number;
}

/** One piece of the search; a background job runs them one by one. */
export type Search = () => readonly Anomaly[];

const cellMetric = /^battery\.cell\.voltage\.\d+$/;
const stringMetric = /^pv\.power\.s\d+$/;

/** Whether any detector reads a metric. */
export function isWatched(metric: MetricId): boolean {
  return familyOf(metric) !== undefined;
}

/** The sides of a home that has each of them exactly once; with more it would be a guess which one counts. */
function armsOf(tracks: readonly Track[]): Arms | undefined {
  const only = (metric: MetricId): Track | undefined => {
    const found = tracks.filter(({ key }) => key.metric === metric);
    return found.length === 1 ? found[0] : undefined;
  };
  const [pv, grid, battery, load] = [only('pv.power'), only('grid.power'), only('battery.power'), only('load.power')];
  if (pv === undefined || grid === undefined || battery === undefined || load === undefined) return undefined;
  // What one device reports for all four is computed from three of them and always agrees.
  const devices = new Set([pv, grid, battery, load].map(({ key }) => key.device));
  return devices.size < 2 ? undefined : { pv, grid, battery, load };
}

function deviceSearches(tracks: readonly Track[]): readonly Search[] {
  const of = (pattern: RegExp): readonly Track[] => tracks.filter(({ key }) => pattern.test(key.metric));
  const soc = tracks.find(({ key }) => key.metric === 'battery.soc');
  const pack = { cells: of(cellMetric), ...(soc === undefined ? {} : { soc }) };
  return [() => findStringBehind(of(stringMetric)), () => findCells(pack)];
}

/** The searches of a home. */
export function searchesOf({ tracks, place, peakW }: AnomalyInput): readonly Search[] {
  const arms = armsOf(tracks);
  const production = { ...productionRule, ...(peakW === undefined ? {} : { peakW }) };
  return [
    ...tracks.flatMap((track): readonly Search[] => [
      () => findStuck(track),
      () => findSteps(track),
      () => findUnusual(track, place),
      ...(track.key.metric === 'pv.power' ? [() => findUnderProduction(track, place, production)] : []),
    ]),
    ...[...Map.groupBy(tracks, ({ key }) => key.device).values()].flatMap(deviceSearches),
    ...(arms === undefined ? [] : [() => findBalanceDrift(arms)]),
  ];
}

/** Anomalies in the order in which they began. */
export function inOrder(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  return anomalies.toSorted((a, b) => a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1));
}

/** Everything that is not as usual in a home, in the order in which it began. */
export function findAnomalies(input: AnomalyInput): readonly Anomaly[] {
  return inOrder(searchesOf(input).flatMap((search) => search()));
}
