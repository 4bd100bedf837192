// What the load of a period consists of: circuits, the largest first, and what no circuit accounts for at the end; and what fed each. Pure.
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { t } from '../words.ts';

/** What can feed a part of the load; `unknown`: nothing was known of the home at that time. */
const feeders = ['pv', 'battery', 'generator', 'grid'] as const;

/** What fed a part of the load. */
export interface Feed {
  readonly id: (typeof feeders)[number] | 'unknown';
  /** Above 0. */
  readonly energyWh: number;
  /** Of the part, 0 to 1. */
  readonly part: number;
}

/** A part of the load. */
export interface CircuitPart {
  /** Absent: what no circuit accounts for. */
  readonly device?: string;
  readonly name?: string;
  readonly energyWh: number;
  /** Of the load, 0 to 1; absent if the load is not known, is 0, or the circuits used more. */
  readonly part?: number;
  /** What fed it, in the order of the chart; none if nothing is known of that. */
  readonly feeds: readonly Feed[];
  /** Shares of the time, 0 to 1. */
  readonly estimated?: number;
  readonly missing?: number;
}

/** What a feed is called, as in the chart. */
export const feedName = (id: Feed['id']): string =>
  t(id === 'unknown' ? 'energy.circuits.unknown' : `energy.bars.${id}`);

type Circuit = NonNullable<EnergyRow['circuits']>[number];
type Fed = Readonly<Record<(typeof feeders)[number], number>>;

/** Rests of whole milliwatt-hours, as binary fractions of a watt-hour leave them. */
const nothingWh = 0.0005;

const fedBy = ({ origins }: Circuit): Fed => ({
  pv: origins?.pvWh ?? 0,
  battery: origins?.batteryWh ?? 0,
  generator: origins?.generatorWh ?? 0,
  grid: origins?.gridWh ?? 0,
});

function feedsOf(energyWh: number, fed: Fed): readonly Feed[] {
  const unknown = energyWh - feeders.reduce((sum, id) => sum + fed[id], 0);
  const all = [...feeders.map((id) => ({ id, energyWh: fed[id] })), { id: 'unknown' as const, energyWh: unknown }];
  const isNothing = feeders.every((id) => fed[id] === 0);
  return isNothing
    ? []
    : all.filter((feed) => feed.energyWh > nothingWh).map((feed) => ({ ...feed, part: feed.energyWh / energyWh }));
}

/** What fed the rest: what fed the home less what fed the circuits; none where circuits were fed more than the home. */
function restFeeds(restWh: number, { flows, circuits = [] }: EnergyRow): readonly Feed[] {
  const home: Fed = {
    pv: flows.pvToLoadWh,
    battery: flows.batteryToLoadWh,
    generator: flows.generatorToLoadWh ?? 0,
    grid: flows.gridToLoadWh,
  };
  const left = circuits.map(fedBy).reduce<Fed>(
    (rest, fed) => ({
      pv: rest.pv - fed.pv,
      battery: rest.battery - fed.battery,
      generator: rest.generator - fed.generator,
      grid: rest.grid - fed.grid,
    }),
    home,
  );
  const sum = feeders.reduce((all, id) => all + left[id], 0);
  const isOver = feeders.some((id) => left[id] < -nothingWh) || sum > restWh + nothingWh;
  return isOver ? [] : feedsOf(restWh, left);
}

/** The parts of a period's load; none if there is no circuit. */
export function circuitParts({ total, circuits: names = [] }: Pick<EnergyReport, 'total' | 'circuits'>): CircuitPart[] {
  const { circuits = [], loadWh = 0, everythingElseWh } = total;
  const ofLoad = (energyWh: number) =>
    loadWh > 0 && everythingElseWh !== undefined ? { part: energyWh / loadWh } : {};
  const parts = circuits
    .map((circuit): CircuitPart => {
      const { device, energyWh, estimated, missing } = circuit;
      const name = names.find((one) => one.device === device)?.name ?? device;
      return {
        device,
        name,
        energyWh,
        ...ofLoad(energyWh),
        feeds: feedsOf(energyWh, fedBy(circuit)),
        estimated,
        missing,
      };
    })
    .sort((left, right) => right.energyWh - left.energyWh);
  if (parts.length === 0 || everythingElseWh === undefined) return parts;
  const feeds = restFeeds(everythingElseWh, total);
  return [...parts, { energyWh: everythingElseWh, ...ofLoad(everythingElseWh), feeds }];
}
