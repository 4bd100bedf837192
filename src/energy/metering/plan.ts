// The meter plan of a home: which value of which device is booked where, by which rule, and how far it can be trusted.
// Readings are only ever looked at through a plan; the same readings and the same plan give the same energy.
import type { MetricId } from '#core/catalogue.ts';
import type { Booking } from '../types.ts';
import type { SitePlace } from './gap-shape.ts';
import { bestSpeakers, circuitSide, type SideVoice, speakersOf } from './voices.ts';

interface SourceFacts {
  /** Unique in the plan, and stable: events and corrections name it. */
  readonly id: string;
  readonly device: string;
  /** The part of the device it is of, if that measures something of its own. */
  readonly part?: string;
  /** Expected ms between readings. */
  readonly intervalMs: number;
  /** A reading older than this is no longer valid, ms. */
  readonly gapLimitMs: number;
  /** The highest power that can flow here, W; power or steps of a counter beyond it (by a fifth) are not believed at once. */
  readonly plausibleW: number;
}

/** A counter of energy, in watt-hours. */
export interface CounterSource extends SourceFacts {
  readonly kind: 'counter';
  readonly metric: MetricId;
  /** Several counters as one that may run backwards: these added up, less those. `metric` is the first of them. */
  readonly parts?: { readonly plus: readonly MetricId[]; readonly minus: readonly MetricId[] };
  readonly channel: Booking;
  /** `daily` counters restart at the midnight of `timeZone`. */
  readonly span: 'total' | 'daily';
  readonly timeZone: string;
  /** If it may run backwards: the channel a fall is booked under. */
  readonly fallsTo?: Booking;
  /** Smallest step, Wh; learnt if it is not given. */
  readonly resolutionWh?: number;
  /** Where it starts again from 0, Wh; the usual widths are known anyway. */
  readonly wrapWh?: number;
  /** When its device went on under another protocol or other topics: what it shows since may be another counter. Rising, epoch ms. */
  readonly movedMs?: readonly number[];
  /** The power source that shows the shape of what it counts. */
  readonly shape?: string;
}

/** A power, or several that are added up before their sign is looked at. */
export interface PowerSource extends SourceFacts {
  readonly kind: 'power';
  readonly metrics: readonly MetricId[];
  readonly positive: Booking;
  /** Where energy of the negative sign goes; absent: it is not energy. */
  readonly negative?: Booking;
  /** The channels it is booked under; for the others it only shapes and compares. */
  readonly books: readonly Booking[];
  /** Whether its sign is reversed before it is looked at. */
  readonly reversed?: boolean;
  /** Whether another source is booked while it is silent. */
  readonly hasStandIn?: boolean;
}

/** Something that is booked, or shapes what is booked. */
export type Source = CounterSource | PowerSource;

/** Shows whether an inverter's input has a grid: volts of it, or 1 and 0 of its mode. */
export interface PresenceSource extends Pick<SourceFacts, 'id' | 'device' | 'gapLimitMs'> {
  readonly metric: MetricId;
  /** The value from which the grid counts as present. */
  readonly from: number;
}

/** A circuit of the home with the sources that book it. */
export interface PlannedCircuit {
  /** The device that measures it: its id. */
  readonly device: string;
  /** As a person calls it; absent: no name given. */
  readonly name?: string;
  readonly sources: readonly string[];
}

/** What is read from a home, and where it goes. Several sources of one channel add up, unless a side says which one speaks when. */
export interface MeterPlan {
  /** Where the home is; gaps of the sun are shaped by its sky. */
  readonly place?: SitePlace;
  /** Whether sources remember their day for gaps; a late reading then changes the states of the day after it. */
  readonly learnsDays?: boolean;
  readonly sources: readonly Source[];
  /** What is derived from the other channels by conservation; `grid` is import and export. */
  readonly derives?: 'load' | 'import' | 'grid';
  /** Sides of which not all sources are added up. */
  readonly sides?: readonly SideVoice[];
  /** Circuits within the load; absent: none. */
  readonly circuits?: readonly PlannedCircuit[];
  /** Whether what is taken for the grid, at an inverter's input, may be a generator that is metered beside it. */
  readonly isGeneratorAtInput?: boolean;
  /** What shows whether there is a grid to import from, if import is derived. */
  readonly presence?: readonly PresenceSource[];
}

/**
 * A plan with the circuits of another: those it does not have, as far as none of their sources is booked to a side. `apart` is
 * a plan of these circuits alone.
 */
export function addedCircuits(
  plan: MeterPlan,
  other: MeterPlan,
): { readonly whole: MeterPlan; readonly apart: MeterPlan } {
  const { circuits: _none, derives: _derived, presence: _presence, isGeneratorAtInput: _input, ...rest } = other;
  const booked = new Set(plan.sources.map(({ id }) => id));
  const sourcesOf = (device: string): Source[] => {
    const side = other.sides?.find((one) => one.side === circuitSide(device));
    const ids = new Set([
      ...(other.circuits?.find((one) => one.device === device)?.sources ?? []),
      ...(side === undefined ? [] : speakersOf(side.voice).flatMap(({ sources }) => sources)),
    ]);
    return other.sources.filter((source) => ids.has(source.id) || isShapeOf(source, ids, other));
  };
  const added = (other.circuits ?? []).filter(({ device }) => sourcesOf(device).every(({ id }) => !booked.has(id)));
  const sources = added.flatMap(({ device }) => sourcesOf(device));
  const sides = (other.sides ?? []).filter(({ side }) => added.some(({ device }) => circuitSide(device) === side));
  return {
    whole: {
      ...plan,
      sources: [...plan.sources, ...sources],
      ...(sides.length === 0 ? {} : { sides: [...(plan.sides ?? []), ...sides] }),
      ...(added.length === 0 ? {} : { circuits: [...(plan.circuits ?? []), ...added] }),
    },
    apart: { ...rest, sources, sides, circuits: added },
  };
}

/** Whether a power only shows the shape of what one of these counters counts. */
const isShapeOf = ({ id }: Source, ids: ReadonlySet<string>, { sources }: MeterPlan): boolean =>
  sources.some((one) => one.kind === 'counter' && ids.has(one.id) && one.shape === id);

/** Whether a channel is derived from the others. */
export function isDerived({ derives }: Pick<MeterPlan, 'derives'>, channel: Booking): boolean {
  return derives === 'grid' ? channel === 'import' || channel === 'export' : derives === channel;
}

/** Sources that are booked only while another is silent. */
export function standIns({ sides = [] }: Pick<MeterPlan, 'sides'>): ReadonlySet<string> {
  const all = new Set(sides.flatMap(({ voice }) => speakersOf(voice).flatMap(({ sources }) => sources)));
  for (const { voice } of sides)
    for (const { sources } of bestSpeakers(voice)) for (const id of sources) all.delete(id);
  return all;
}

/** How long a reading holds: three intervals, at least a minute, ms. */
export function gapLimitOf(intervalMs: number): number {
  return Math.max(3 * intervalMs, 60_000);
}

/** The metrics a source is read from. */
export function metricsOf(source: Source): readonly MetricId[] {
  if (source.kind === 'power') return source.metrics;
  return source.parts === undefined ? [source.metric] : [...source.parts.plus, ...source.parts.minus];
}

/** Whether a source books under a channel. */
export function doesBook(source: Source, channel: Booking): boolean {
  if (source.kind === 'power') return source.books.includes(channel);
  return source.channel === channel || source.fallsTo === channel;
}

/** The devices that speak for a battery. */
export function batteriesOf({ sources }: Pick<MeterPlan, 'sources'>): string[] {
  const own = sources.filter((source) => doesBook(source, 'charge') || doesBook(source, 'discharge'));
  return [...new Set(own.map(({ device }) => device))];
}
