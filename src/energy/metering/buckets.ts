// From settled hours to the buckets everything else reads: allocations put in, the derived channel computed, flows minute by minute.
import { hourMs, hourOf, minuteMs, type TimeRange } from '#core/time.ts';
import { bucketMs, channels, type Channel, type ChannelEnergy, type EnergyBucket } from '../types.ts';
import { addFlows, meteringError, noFlows, type ChannelSums } from './flows.ts';
import { doesBook, isDerived, type MeterPlan, type PlannedCircuit } from './plan.ts';
import { circuitSide } from './voices.ts';
import type { Correction, SetEnergy } from './correction.ts';
import { chargeErrors } from './charge-errors.ts';
import {
  emptyKnowing,
  emptyMinutes,
  home,
  HourSheet,
  type Knowing,
  type Line,
  minutesAnHour,
  type SettledMinutes,
} from './hour-sheet.ts';
import { leaveBest, refusedIn } from './leave-best.ts';

/** What buckets are made from besides the plan: everything settled that lies in or reaches into the stretch. */
export interface BucketInput {
  readonly plan: MeterPlan;
  /** Their minutes count inside the stretch, their allocations and coverage wherever they reach. */
  readonly settled: readonly SettledMinutes[];
  readonly corrections?: readonly Correction[];
}

const minutesABucket = bucketMs / minuteMs;

/** How well a channel is known: as well as its least known source, or as the source that spoke for it. */
function channelKnown(sheet: HourSheet, plan: MeterPlan, channel: Channel): Knowing {
  const spoken = sheet.channels.get(channel);
  if (spoken !== undefined) return spoken;
  return leastKnown(
    sheet,
    plan.sources.filter((source) => doesBook(source, channel)).map(({ id }) => id),
  );
}

function leastKnown(sheet: HourSheet, sources: readonly string[]): Knowing {
  const known = emptyKnowing();
  for (let at = 0; at < minutesAnHour; at += 1) {
    let [measured, covered] = [minuteMs, minuteMs];
    for (const source of sources) {
      const own = sheet.known.get(source);
      const ownMeasured = Math.min(minuteMs, own?.measuredMs[at] ?? 0);
      measured = Math.min(measured, ownMeasured);
      covered = Math.min(covered, ownMeasured + (own?.estimatedMs[at] ?? 0));
    }
    known.measuredMs[at] = measured;
    known.estimatedMs[at] = covered - measured;
  }
  return known;
}

/** What falls short in a minute is taken from its neighbours of the same hour, later ones first; the rest is error. */
function madeUp(wanted: readonly number[]): number[] {
  const whole = [...wanted];
  for (const order of [1, -1] as const) {
    let owed = 0;
    for (let step = 0; step < whole.length; step += 1) {
      const at = order === 1 ? step : whole.length - 1 - step;
      const left = (whole[at] ?? 0) + owed;
      owed = Math.min(0, left);
      whole[at] = Math.max(0, left);
    }
    if (owed === 0) break;
    // Carry back what is still owed at the end.
    whole[order === 1 ? whole.length - 1 : 0] = order === 1 ? owed : 0;
  }
  return whole;
}

/** For how long all given channels are known together, ms a minute. */
function knownTogether(sheet: HourSheet, plan: MeterPlan, given: ReadonlySet<Channel>): Knowing {
  const all = [...given].map((channel) => channelKnown(sheet, plan, channel));
  const known = emptyKnowing();
  for (let at = 0; at < minutesAnHour; at += 1) {
    const measured = Math.min(minuteMs, ...all.map((one) => one.measuredMs[at] ?? 0));
    const covered = Math.min(minuteMs, ...all.map((one) => (one.measuredMs[at] ?? 0) + (one.estimatedMs[at] ?? 0)));
    known.measuredMs[at] = Math.min(measured, covered);
    known.estimatedMs[at] = covered - (known.measuredMs[at] ?? 0);
  }
  return known;
}

/**
 * Grid energy that no meter measured is an estimate at best: absent in minutes in which a battery was silent, for what it gave
 * would be taken for bought; and no import while there is no grid.
 */
function asEstimate(
  sheet: HourSheet,
  { wanted, known, ...of }: Record<'known' | 'battery' | 'others', Knowing> & { readonly wanted: number[] },
): void {
  for (let at = 0; at < minutesAnHour; at += 1) {
    const isSilent = coveredAt(of.battery, at) < coveredAt(of.others, at) - jitterMs;
    const isAway = (sheet.awayMs[at] ?? 0) > minuteMs / 2;
    if (isSilent || isAway) wanted[at] = 0;
    const covered = isSilent ? 0 : coveredAt(known, at);
    known.measuredMs[at] = 0;
    known.estimatedMs[at] = covered;
  }
}

/** How much less of a minute may be known of the battery than of the others, ms. */
const jitterMs = 2000;

const coveredAt = ({ measuredMs, estimatedMs }: Knowing, at: number): number =>
  (measuredMs[at] ?? 0) + (estimatedMs[at] ?? 0);

const signs: ChannelSums = { pv: 1, import: 1, discharge: 1, generator: 1, load: -1, charge: -1, export: -1 };

function put({ energy }: Line, wanted: readonly number[]): void {
  for (const [at, one] of wanted.entries()) energy[at] = one;
}

function derive(sheet: HourSheet, plan: MeterPlan, given: ReadonlySet<Channel>): void {
  const { derives } = plan;
  if (derives === undefined) return;
  const wanted = emptyMinutes();
  for (const channel of given) {
    const own = sheet.sums(channel);
    const way = derives === 'load' ? signs[channel] : -signs[channel];
    for (let at = 0; at < minutesAnHour; at += 1) wanted[at] = (wanted[at] ?? 0) + way * (own[at] ?? 0);
  }
  const known = knownTogether(sheet, plan, given);
  sheet.known.set(home, known);
  const isOfBattery = (channel: Channel): boolean => channel === 'charge' || channel === 'discharge';
  const isOfGrid = (channel: Channel): boolean => channel === 'import' || channel === 'export';
  const together = (isWanted: (channel: Channel) => boolean): Knowing =>
    knownTogether(sheet, plan, new Set([...given].filter(isWanted)));
  // Homes recorded before presence was looked at stay as they were booked.
  if (derives === 'grid' || plan.presence !== undefined)
    asEstimate(sheet, { wanted, known, battery: together(isOfBattery), others: together((one) => !isOfBattery(one)) });
  if (derives === 'load') {
    withoutGrid(sheet, { wanted, known, grid: together(isOfGrid), others: together((one) => !isOfGrid(one)) });
    if (!given.has('pv') && !given.has('discharge') && !given.has('generator')) asHidden(sheet, known);
  }
  if (derives !== 'grid') {
    put(sheet.line({ source: home, channel: derives, rule: 'derived' }), madeUp(wanted));
    return;
  }
  put(
    sheet.line({ source: home, channel: 'import', rule: 'derived' }),
    wanted.map((one) => Math.max(0, one)),
  );
  put(
    sheet.line({ source: home, channel: 'export', rule: 'derived' }),
    wanted.map((one) => Math.max(0, -one)),
  );
}

/**
 * While nothing measures the grid, what the home used is not known: the sun alone is not its use. Only the grid: inverters
 * fall silent at night because there is no sun.
 */
function withoutGrid(
  sheet: HourSheet,
  { wanted, known, ...of }: Record<'known' | 'grid' | 'others', Knowing> & { readonly wanted: number[] },
): void {
  for (let at = 0; at < minutesAnHour; at += 1) {
    const gridMs = coveredAt(of.grid, at);
    if (gridMs >= coveredAt(of.others, at) - jitterMs || sheet.givenGrid.has(at)) continue;
    // Half a minute of the grid tells something, but no minute owes another what it does not know.
    const isSilent = gridMs < minuteMs / 2;
    wanted[at] = isSilent ? 0 : Math.max(0, wanted[at] ?? 0);
    if (isSilent) known.measuredMs[at] = known.estimatedMs[at] = 0;
    sheet.unbalanced.add(at);
  }
}

/** If energy is sold from an unmeasured source, what the home used of it is not known: an estimate at best. */
function asHidden(sheet: HourSheet, known: Knowing): void {
  if (!sheet.sums('export').some((energy) => energy > 0)) return;
  for (let at = 0; at < minutesAnHour; at += 1) {
    known.estimatedMs[at] = coveredAt(known, at);
    known.measuredMs[at] = 0;
  }
}

/** A generator at the input of an inverter is not the grid: what it gave was not bought. */
function withoutGenerator(sheet: HourSheet): void {
  const given = sheet.sums('generator');
  for (const { channel, energy } of sheet.lines.values()) {
    if (channel !== 'import') continue;
    for (let at = 0; at < minutesAnHour; at += 1) {
      const own = Math.min(given[at] ?? 0, energy[at] ?? 0);
      energy[at] = (energy[at] ?? 0) - own;
      given[at] = (given[at] ?? 0) - own;
    }
  }
}

const total = (column: readonly number[], from: number): number => {
  let sum = 0;
  for (let at = from; at < from + minutesABucket; at += 1) sum += column[at] ?? 0;
  return sum;
};

interface Booked {
  readonly sums: readonly number[];
  readonly known: Knowing;
  readonly lines: readonly Line[];
}

interface ChannelSheet extends Booked {
  readonly channel: Channel;
}

interface CircuitSheet extends Booked {
  readonly device: string;
}

function energyOf({ sums, known, lines }: Booked, from: number): ChannelEnergy {
  const parts = lines.map(({ source, rule, energy }) => ({ source, rule, energy: total(energy, from) }));
  return {
    energy: total(sums, from),
    measuredMs: total(known.measuredMs, from),
    estimatedMs: total(known.estimatedMs, from),
    from: parts.filter(({ energy }) => energy > 0).sort((left, right) => right.energy - left.energy),
  };
}

const noSums = (): ChannelSums => ({ pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 });

/** Circuits of a bucket; one about which nothing is known is not a circuit that used nothing. */
function circuitsAt(circuits: readonly CircuitSheet[], from: number): Pick<EnergyBucket, 'circuits'> {
  const known = circuits
    .map((circuit) => [circuit.device, energyOf(circuit, from)] as const)
    .filter(([, { energy, measuredMs, estimatedMs }]) => energy !== 0 || measuredMs + estimatedMs > 0);
  return known.length === 0 ? {} : { circuits: Object.fromEntries(known) };
}

interface Sheets {
  readonly all: readonly ChannelSheet[];
  readonly circuits: readonly CircuitSheet[];
}

function bucketAt(sheet: HourSheet, { all, circuits }: Sheets, from: number): EnergyBucket {
  const flows = noFlows();
  const totals = noSums();
  for (let at = from; at < from + minutesABucket; at += 1) {
    const sums = noSums();
    for (const one of all) {
      sums[one.channel] = one.sums[at] ?? 0;
      // A minute of which a side is not known cannot disagree.
      if (!sheet.unbalanced.has(at)) totals[one.channel] += one.sums[at] ?? 0;
    }
    addFlows(sums, flows);
  }
  const energies: Partial<Record<Channel, ChannelEnergy>> = {};
  for (const one of all) energies[one.channel] = energyOf(one, from);
  const disagreement = Math.round(total(sheet.chargeErrors, from));
  return {
    startMs: sheet.fromMs + from * minuteMs,
    channels: energies,
    ...circuitsAt(circuits, from),
    flows,
    meteringError: meteringError(totals),
    ...(disagreement > 0 ? { disagreement } : {}),
  };
}

function channelSheet(sheet: HourSheet, plan: MeterPlan, channel: Channel): ChannelSheet {
  const lines = [...sheet.lines.values()].filter((line) => line.channel === channel);
  const known = isDerived(plan, channel) ? leastKnown(sheet, [home]) : channelKnown(sheet, plan, channel);
  return { channel, sums: sheet.sums(channel), known, lines };
}

function circuitSheet(sheet: HourSheet, { device, sources }: PlannedCircuit): CircuitSheet {
  const lines = [...sheet.lines.values()].filter(
    ({ channel, source }) => channel === 'circuit' && sources.includes(source),
  );
  const sums = emptyMinutes().map((_none, at) => lines.reduce((sum, { energy }) => sum + (energy[at] ?? 0), 0));
  return { device, sums, known: sheet.circuits.get(circuitSide(device)) ?? leastKnown(sheet, sources), lines };
}

function hourBuckets(sheet: HourSheet, plan: MeterPlan, corrections: readonly Correction[]): EnergyBucket[] {
  const given = new Set(
    channels.filter((channel) => plan.sources.some((source) => doesBook(source, channel)) && !isDerived(plan, channel)),
  );
  const refused = refusedIn(corrections, sheet.fromMs);
  for (const side of plan.sides ?? []) leaveBest(sheet, plan, { ...side, refused });
  if (plan.isGeneratorAtInput === true) withoutGenerator(sheet);
  const { fromMs } = sheet;
  sheet.chargeErrors = chargeErrors(sheet, plan);
  const touching = corrections
    .filter((repair): repair is SetEnergy => repair.kind === 'energy')
    .filter((repair) => repair.fromMs < fromMs + hourMs && repair.toMs > fromMs);
  for (const repair of touching) if (!isDerived(plan, repair.channel)) sheet.repair(repair);
  derive(sheet, plan, given);
  for (const repair of touching) if (isDerived(plan, repair.channel)) sheet.repair(repair);
  const all = channels
    .filter((channel) => given.has(channel) || isDerived(plan, channel))
    .map((channel) => channelSheet(sheet, plan, channel));
  const circuits = (plan.circuits ?? []).map((circuit) => circuitSheet(sheet, circuit));
  return Array.from({ length: minutesAnHour / minutesABucket }, (_none, index) =>
    bucketAt(sheet, { all, circuits }, index * minutesABucket),
  );
}

/** The hours in [fromMs, toMs) that [startMs, endMs) touches. */
function* hoursWithin({ fromMs, toMs }: TimeRange, startMs: number, endMs = startMs + 1): Generator<number> {
  for (let at = Math.max(hourOf(startMs), fromMs); at < Math.min(endMs, toMs); at += hourMs) yield at;
}

/** What is allocated to each hour of a stretch, in the order it was settled. */
function layersOf(settled: readonly SettledMinutes[], stretch: TimeRange): Map<number, ((sheet: HourSheet) => void)[]> {
  const layers = new Map<number, ((sheet: HourSheet) => void)[]>();
  const lay = (hour: number, layer: (sheet: HourSheet) => void): void => {
    layers.getOrInsertComputed(hour, () => []).push(layer);
  };
  for (const one of settled) {
    lay(hourOf(one.firstMs), (sheet) => sheet.take(one));
    for (const allocation of one.allocations) {
      const startMs = allocation.parts[0]?.fromMs ?? 0;
      const endMs = allocation.parts.at(-1)?.toMs ?? 0;
      for (const hour of hoursWithin(stretch, startMs, endMs)) lay(hour, (sheet) => sheet.allocate(allocation));
    }
    for (const coverage of one.coverage) {
      for (const hour of hoursWithin(stretch, coverage.fromMs, coverage.toMs))
        lay(hour, (sheet) => sheet.covered(coverage));
    }
  }
  return layers;
}

/**
 * The buckets of the full hours in [fromMs, toMs), which are full hours themselves, including hours about which nothing is
 * known. Each is made on demand: those of years are not in memory at once.
 */
export function* eachBucket(
  { plan, settled, corrections = [] }: BucketInput,
  { fromMs, toMs }: TimeRange,
): Generator<EnergyBucket, void> {
  const stretch = { fromMs: hourOf(fromMs), toMs };
  const layers = layersOf(settled, stretch);
  const last = settled.reduce<SettledMinutes | undefined>(
    (most, one) => (one.toMs > (most?.toMs ?? 0) ? one : most),
    undefined,
  );
  const atMs = last?.toMs ?? 0;
  const readMs = (source: string): number | undefined => last?.after?.counters[source]?.good?.atMs;
  // An hour at a time: the minutes of years would not fit.
  for (let at = stretch.fromMs; at < toMs; at += hourMs) {
    const sheet = new HourSheet(at);
    for (const layer of layers.get(at) ?? []) layer(sheet);
    if (atMs % hourMs !== 0 && at === hourOf(atMs)) sheet.open = { atMs, readMs };
    yield* hourBuckets(sheet, plan, corrections);
  }
}

/** The same, all of them. */
export const buckets = (input: BucketInput, span: TimeRange): EnergyBucket[] => [...eachBucket(input, span)];
