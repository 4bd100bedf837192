// Where the energy of a period came from and where it went, as nodes and links: the ledger's flows, and what is left of a channel
// that no flow accounts for, so that each node is as large as its figure in the table. Pure.
import type { EnergyChannel, EnergyReport } from '#api/ledger.ts';
import { t } from '../words.ts';
import { circuitParts, feedName, type CircuitPart, type Feed } from './circuit-parts.ts';

/** Sources, what they feed, and what the home consists of. */
export type SankeyColumn = 0 | 1 | 2;

/** A bar of the picture. */
export interface SankeyNode {
  readonly id: string;
  readonly label: string;
  /** Name of its colour. */
  readonly tone: string;
  /** What leaves the home or is stored: hatched. */
  readonly leaves: boolean;
  readonly column: SankeyColumn;
  readonly energyWh: number;
  /** Whose Why explains it; absent: it has none. */
  readonly channel?: EnergyChannel;
}

/** A band between two bars. */
export interface SankeyLink {
  readonly from: string;
  readonly to: string;
  readonly tone: string;
  readonly energyWh: number;
  /** What feeds it, where its bar does not say so: within the home, sun, battery or grid. */
  readonly feed?: Feed['id'];
}

/** The picture of a period. */
export interface Sankey {
  readonly nodes: readonly SankeyNode[];
  readonly links: readonly SankeyLink[];
}

const sources = [
  { id: 'pv', channel: 'pv', label: 'energy.bars.pv', tone: 'pv' },
  { id: 'battery', channel: 'discharge', label: 'energy.bars.battery', tone: 'battery' },
  { id: 'generator', channel: 'generator', label: 'energy.bars.generator', tone: 'generator' },
  { id: 'grid', channel: 'import', label: 'energy.bars.grid', tone: 'grid' },
] as const;

const uses = [
  { id: 'load', channel: 'load', label: 'energy.channel.load', tone: 'load', leaves: false },
  { id: 'charge', channel: 'charge', label: 'energy.bars.stored', tone: 'battery', leaves: true },
  { id: 'export', channel: 'export', label: 'energy.bars.sold', tone: 'grid', leaves: true },
] as const;

const paths = [
  ['pv', 'load', 'pvToLoadWh'],
  ['pv', 'charge', 'pvToBatteryWh'],
  ['pv', 'export', 'pvToGridWh'],
  ['battery', 'load', 'batteryToLoadWh'],
  ['battery', 'export', 'batteryToGridWh'],
  ['generator', 'load', 'generatorToLoadWh'],
  ['generator', 'charge', 'generatorToBatteryWh'],
  ['generator', 'export', 'generatorToGridWh'],
  ['grid', 'load', 'gridToLoadWh'],
  ['grid', 'charge', 'gridToBatteryWh'],
] as const;

/** Less than this is the rest of a rounding; it is drawn and told nowhere, Wh. */
const leastWh = 0.5;
/** What no flow accounts for is drawn from this share of the largest node on. */
const leastPart = 0.001;
/** More circuits than these are one bar. */
const mostCircuits = 8;

type Total = EnergyReport['total'];

/** Sources and uses of which the home has any energy, with the flows between them. */
function channelsPart(total: Total): Sankey {
  const nodes: SankeyNode[] = [
    ...sources.map(({ id, channel, label, tone }) => ({
      id,
      channel,
      tone,
      label: t(label),
      leaves: false,
      column: 0 as const,
    })),
    ...uses.map(({ id, channel, label, tone, leaves }) => ({
      id,
      channel,
      tone,
      label: t(label),
      leaves,
      column: 1 as const,
    })),
  ]
    .map((node) => ({ ...node, energyWh: total[`${node.channel}Wh`] ?? 0 }))
    .filter(({ energyWh }) => energyWh >= leastWh);
  const has = (id: string): boolean => nodes.some((node) => node.id === id);
  const links = paths
    .map(([from, to, flow]) => ({ from, to, tone: from, energyWh: total.flows[flow] ?? 0 }))
    .filter(({ from, to, energyWh }) => energyWh >= leastWh && has(from) && has(to));
  return { nodes, links };
}

/** What no flow accounts for: of a source it is gone, of a use its origin is not known. */
function leftovers({ nodes, links }: Sankey): Sankey {
  const largest = Math.max(0, ...nodes.map(({ energyWh }) => energyWh));
  const isWorth = ({ energyWh }: SankeyLink): boolean => energyWh >= Math.max(leastWh, largest * leastPart);
  const sum = (some: readonly SankeyLink[]): number => some.reduce((all, { energyWh }) => all + energyWh, 0);
  const left = nodes
    .map(
      ({ id, column, energyWh }): SankeyLink =>
        column === 0
          ? { from: id, to: 'lost', tone: 'unknown', energyWh: energyWh - sum(links.filter(({ from }) => from === id)) }
          : { from: 'unknown', to: id, tone: 'unknown', energyWh: energyWh - sum(links.filter(({ to }) => to === id)) },
    )
    .filter(isWorth);
  const ends = [
    {
      id: 'unknown',
      column: 0,
      label: t('energy.circuits.unknown'),
      all: left.filter(({ from }) => from === 'unknown'),
    },
    { id: 'lost', column: 1, label: t('energy.sankey.lost'), all: left.filter(({ to }) => to === 'lost') },
  ] as const;
  return {
    nodes: ends
      .filter(({ all }) => all.length > 0)
      .map(({ id, column, label, all }) => ({ id, column, label, tone: 'unknown', leaves: false, energyWh: sum(all) })),
    links: left,
  };
}

/** The circuits that have a bar, the smallest of too many as one. */
function shownParts(parts: readonly CircuitPart[]): readonly CircuitPart[] {
  const circuits = parts.filter(({ device }) => device !== undefined);
  if (circuits.length <= mostCircuits) return parts;
  const [few, many] = [circuits.slice(0, mostCircuits - 1), circuits.slice(mostCircuits - 1)];
  const energyWh = many.reduce((all, one) => all + one.energyWh, 0);
  const name = t('energy.sankey.more', { count: many.length });
  return [...few, { device: 'more', name, energyWh, feeds: [] }, ...parts.filter(({ device }) => device === undefined)];
}

/** What the home consists of. Where circuits used more than the home, it cannot be divided into them. */
function circuitsPart(report: Pick<EnergyReport, 'total' | 'circuits'>): Sankey {
  if (report.total.everythingElseWh === undefined) return { nodes: [], links: [] };
  const parts = shownParts(circuitParts(report)).filter(({ energyWh }) => energyWh >= leastWh);
  const idOf = ({ device }: CircuitPart): string => (device === undefined ? 'rest' : `circuit ${device}`);
  return {
    nodes: parts.map((part) => ({
      id: idOf(part),
      label: part.name ?? t('energy.circuits.rest'),
      tone: 'load',
      leaves: false,
      column: 2,
      energyWh: part.energyWh,
    })),
    links: parts.flatMap((part) => {
      const band = { from: 'load', to: idOf(part) };
      return part.feeds.length === 0
        ? [{ ...band, tone: 'load', energyWh: part.energyWh }]
        : part.feeds.map(({ id, energyWh }) => ({ ...band, tone: id, feed: id, energyWh }));
    }),
  };
}

/** The picture of a period; empty if nothing flowed. With `circuits`, the home is divided into them. */
export function sankeyOf(
  report: Pick<EnergyReport, 'total' | 'circuits'>,
  options: { readonly circuits: boolean },
): Sankey {
  const main = channelsPart(report.total);
  if (main.nodes.length === 0) return { nodes: [], links: [] };
  const parts = [main, leftovers(main), ...(options.circuits ? [circuitsPart(report)] : [])];
  return { nodes: parts.flatMap(({ nodes }) => nodes), links: parts.flatMap(({ links }) => links) };
}

/** A band in words: what it joins, and which part of each it is. */
export interface LinkWords {
  readonly from: string;
  readonly to: string;
  /** Of its two bars, 0 to 1; of the first absent where it is the home, of which this is but one feed. */
  readonly ofFrom?: number;
  readonly ofTo: number;
}

/** What a band of a picture is. */
export function linkWords({ from, to, energyWh, feed }: SankeyLink, { nodes }: Sankey): LinkWords {
  const [source, use] = [nodes.find(({ id }) => id === from), nodes.find(({ id }) => id === to)];
  const ofTo = energyWh / (use?.energyWh ?? energyWh);
  const name = use?.label ?? '';
  if (feed !== undefined) return { from: feedName(feed), to: name, ofTo };
  return { from: source?.label ?? '', to: name, ofFrom: energyWh / (source?.energyWh ?? energyWh), ofTo };
}
