// From settled hours to the buckets everything else reads: allocations laid in, the derived channel made, flows minute by minute.
import { hourMs, hourOf, minuteMs, type TimeRange } from '#core/time.ts';
import { bucketMs, channels, type Channel, type ChannelEnergy, type EnergyBucket, type Rule } from '../types.ts';
import { addFlows, meteringError, noFlows, type ChannelSums } from './flows.ts';
import { doesBook, isDerived, type MeterPlan, type Source } from './plan.ts';
import type { Correction, SetEnergy } from './correction.ts';
import { chargeErrors } from './charge-errors.ts';
import type { MinuteEnergy } from './minute-accumulator.ts';
import { netted } from './netting.ts';
import type { ChargeSeen, Settled } from './settle.ts';
import { eachMinute, type Coverage, type Allocation } from './allocation.ts';
import { bestSpeakers, knownOf, type SideVoice, type Speaker, speakersOf, spokenBy } from './voices.ts';

/** What buckets read of a settled stretch; its minutes may be kept as any columns of numbers. */
export interface SettledMinutes extends Pick<Settled, 'firstMs' | 'toMs' | 'allocations' | 'coverage' | 'soc'> {
  readonly energies: readonly (Omit<MinuteEnergy, 'energy'> & { readonly energy: ArrayLike<number> })[];
  readonly known: readonly {
    readonly source: string;
    readonly measuredMs: ArrayLike<number>;
    readonly estimatedMs: ArrayLike<number>;
  }[];
  readonly awayMs?: ArrayLike<number>;
}

/** What buckets are made of besides the plan: everything settled that lies in or reaches into the stretch. */
export interface BucketInput {
  readonly plan: MeterPlan;
  /** Their minutes count inside the stretch, their allocations and coverage wherever they reach. */
  readonly settled: readonly SettledMinutes[];
  readonly corrections?: readonly Correction[];
}

interface Line {
  readonly source: string;
  readonly channel: Channel;
  readonly rule: Rule;
  readonly energy: number[];
}

interface Knowing {
  readonly measuredMs: number[];
  readonly estimatedMs: number[];
}

const minutesAnHour = hourMs / minuteMs;
const minutesABucket = bucketMs / minuteMs;
/** Who the derived channel is booked by. */
const home = 'home';

/** Minutes of an hour. Plain numbers: typed ones lie outside the heap, and are dear to make by the thousand. */
const emptyMinutes = (): number[] => Array.from({ length: minutesAnHour }, () => 0);

const emptyKnowing = (): Knowing => ({
  measuredMs: emptyMinutes(),
  estimatedMs: emptyMinutes(),
});

/** One hour, put together from all that was settled for it. */
class HourSheet {
  readonly fromMs: number;
  readonly lines = new Map<string, Line>();
  readonly known = new Map<string, Knowing>();
  /** How well a channel is known, where it is not as its least known source. */
  readonly channels = new Map<Channel, Knowing>();
  /** ms of each minute without a grid to import from. */
  readonly awayMs = emptyMinutes();
  /** What batteries told of their charge. */
  readonly charge: ChargeSeen[] = [];
  /** What their power and their charge disagree by, mWh a minute. */
  chargeErrors = emptyMinutes();
  readonly #stretch: TimeRange;

  constructor(fromMs: number) {
    this.fromMs = fromMs;
    this.#stretch = { fromMs, toMs: fromMs + hourMs };
  }

  line({ source, channel, rule }: Omit<Line, 'energy'>): Line {
    const key = `${source} ${channel} ${rule}`;
    let found = this.lines.get(key);
    if (found === undefined) {
      found = { source, channel, rule, energy: emptyMinutes() };
      this.lines.set(key, found);
    }
    return found;
  }

  knowing(source: string): Knowing {
    let found = this.known.get(source);
    if (found === undefined) {
      found = emptyKnowing();
      this.known.set(source, found);
    }
    return found;
  }

  /** The open time ends here, epoch ms; absent in an hour that is whole. */
  openMs: number | undefined;

  #add(into: number[], from: ArrayLike<number>, firstMs: number): void {
    const offset = (firstMs - this.fromMs) / minuteMs;
    for (let index = 0; index < from.length; index += 1) {
      const at = offset + index;
      if (at >= 0 && at < minutesAnHour) into[at] = (into[at] ?? 0) + (from[index] ?? 0);
    }
  }

  take({ firstMs, energies, known, awayMs = [], soc = [] }: SettledMinutes): void {
    this.#add(this.awayMs, awayMs, firstMs);
    this.charge.push(...soc);
    for (const one of energies) this.#add(this.line(one).energy, one.energy, firstMs);
    for (const one of known) {
      const own = this.knowing(one.source);
      this.#add(own.measuredMs, one.measuredMs, firstMs);
      this.#add(own.estimatedMs, one.estimatedMs, firstMs);
    }
  }

  allocate(allocation: Allocation): void {
    const { energy } = this.line(allocation);
    for (const part of allocation.parts) {
      eachMinute(part, this.#stretch, (minute, own) => {
        const at = (minute - this.fromMs) / minuteMs;
        energy[at] = (energy[at] ?? 0) + own;
      });
    }
  }

  covered({ source, fromMs, toMs, isMeasured }: Coverage): void {
    const own = this.knowing(source);
    const column = isMeasured ? own.measuredMs : own.estimatedMs;
    let at = Math.max(fromMs, this.fromMs);
    const until = Math.min(toMs, this.#stretch.toMs);
    while (at < until) {
      const index = Math.floor((at - this.fromMs) / minuteMs);
      const edge = Math.min(this.fromMs + (index + 1) * minuteMs, until);
      column[index] = (column[index] ?? 0) + edge - at;
      at = edge;
    }
  }

  /** Puts a person's energy in the place of what was metered. */
  repair(repair: SetEnergy): void {
    const line = this.line({ source: home, channel: repair.channel, rule: 'repair' });
    const isIn = (minute: number): boolean => {
      const at = this.fromMs + minute * minuteMs;
      return at >= repair.fromMs && at < repair.toMs;
    };
    for (const other of this.lines.values()) {
      if (other.channel !== repair.channel) continue;
      for (let minute = 0; minute < minutesAnHour; minute += 1) if (isIn(minute)) other.energy[minute] = 0;
    }
    this.allocate({ ...line, parts: [repair] });
  }

  sums(channel: Channel): number[] {
    const total = emptyMinutes();
    for (const line of this.lines.values()) {
      if (line.channel !== channel) continue;
      for (let at = 0; at < minutesAnHour; at += 1) total[at] = (total[at] ?? 0) + (line.energy[at] ?? 0);
    }
    return total;
  }
}

/**
 * Leaves what the best speaker alive says of each minute; what others say of it is not booked. In the last minutes of the open
 * time a counter that will be read again soon is not silent yet.
 */
function leaveBest(
  sheet: HourSheet,
  plan: MeterPlan,
  { voice, channels: booked, netMs, refused }: SideVoice & { readonly refused: ReadonlySet<string> },
): void {
  const sources = new Set(speakersOf(voice).flatMap((speaker) => speaker.sources));
  const lines = [...sheet.lines.values()].filter((line) => sources.has(line.source) && booked.includes(line.channel));
  for (const channel of booked) {
    const own = plan.sources.filter((source) => sources.has(source.id) && doesBook(source, channel));
    const knowing = emptyKnowing();
    for (let at = 0; at < minutesAnHour; at += 1)
      leaveBestOf(sheet, { voice, own, knowing, channel, lines, refused }, at);
    sheet.channels.set(channel, knowing);
  }
  for (const speaker of speakersOf(voice))
    if (speaker.isNetted === true)
      for (let at = 0; at < minutesAnHour; at += 1) netted(linesOf(lines, speaker), at, at + 1);
  const width = netMs === undefined ? 0 : netMs / minuteMs;
  if (width > 0) for (let at = 0; at < minutesAnHour; at += width) netted(lines, at, at + width);
}

interface ChannelVoice extends Pick<SideVoice, 'voice'> {
  readonly own: readonly Source[];
  readonly knowing: Knowing;
  readonly channel: Channel;
  readonly lines: readonly Line[];
  /** Sources in whose place a person wants nobody booked. */
  readonly refused: ReadonlySet<string>;
}

/** One channel in one minute: each line keeps what its speaker is taken for. */
function leaveBestOf(
  sheet: HourSheet,
  { voice, own, knowing, channel, lines, refused }: ChannelVoice,
  at: number,
): void {
  const of = ({ sources }: Speaker): Source[] => own.filter(({ id }) => sources.includes(id));
  const known = (speaker: Speaker): number => leastOf(of(speaker).map((source) => coveredIn(sheet, source, at)));
  const all = spokenBy(voice, known);
  const isRefused = bestSpeakers(voice).some(({ sources }) => sources.some((id) => refused.has(id)));
  const spoken = isRefused ? all.filter(({ isStandIn }) => !isStandIn) : all;
  for (const line of lines) {
    if (line.channel !== channel) continue;
    const share = spoken.find(({ speaker }) => speaker.sources.includes(line.source))?.share ?? 0;
    line.energy[at] = Math.floor((line.energy[at] ?? 0) * share);
  }
  const whole = isRefused ? leastOf(spoken.map(({ speaker }) => known(speaker))) : knownOf(voice, known);
  const covered = Math.min(minuteMs, whole);
  const best = spoken.filter(({ isStandIn }) => !isStandIn).flatMap(({ speaker }) => of(speaker));
  const isPart = spoken.every(({ isStandIn }) => isStandIn);
  const measured = isPart ? 0 : leastOf(best.map(({ id }) => sheet.known.get(id)?.measuredMs[at] ?? 0));
  knowing.measuredMs[at] = Math.min(measured, covered);
  knowing.estimatedMs[at] = covered - (knowing.measuredMs[at] ?? 0);
}

const leastOf = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(minuteMs, ...values));

const linesOf = (lines: readonly Line[], { sources }: Speaker): Line[] =>
  lines.filter(({ source }) => sources.includes(source));

/** ms of a minute that a source knows. */
function coveredIn(sheet: HourSheet, { id, kind, gapLimitMs }: Source, minute: number): number {
  const own = sheet.known.get(id);
  const known = Math.min(minuteMs, (own?.measuredMs[minute] ?? 0) + (own?.estimatedMs[minute] ?? 0));
  const startMs = sheet.fromMs + minute * minuteMs;
  if (kind === 'power' || sheet.openMs === undefined || known === minuteMs || startMs >= sheet.openMs) return known;
  const endMs = startMs + minuteMs;
  if (endMs <= sheet.openMs - gapLimitMs) return known;
  const before = own === undefined ? 0 : lastKnown(own, minute);
  return sheet.fromMs + before * minuteMs > sheet.openMs - gapLimitMs - minuteMs
    ? Math.min(minuteMs, sheet.openMs - startMs)
    : known;
}

/** The last minute up to one that is known at all; -1 where there is none. */
function lastKnown({ measuredMs, estimatedMs }: Knowing, minute: number): number {
  let at = minute;
  while (at >= 0 && (measuredMs[at] ?? 0) + (estimatedMs[at] ?? 0) === 0) at -= 1;
  return at;
}

/** How well a channel is known: as its least known source, or as who spoke for it. */
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
    // Carry what the end still owes back from there.
    whole[order === 1 ? whole.length - 1 : 0] = order === 1 ? owed : 0;
  }
  return whole;
}

/** What all given channels know together, ms a minute. */
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
 * What nobody measured of the grid is an estimate at best: nothing in minutes in which a battery was silent, for what it gave
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
  const together = (isWanted: (channel: Channel) => boolean): Knowing =>
    knownTogether(sheet, plan, new Set([...given].filter(isWanted)));
  // Homes of before presence was looked at stay as they were booked.
  if (derives === 'grid' || plan.presence !== undefined)
    asEstimate(sheet, { wanted, known, battery: together(isOfBattery), others: together((one) => !isOfBattery(one)) });
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

interface ChannelSheet {
  readonly channel: Channel;
  readonly sums: readonly number[];
  readonly known: Knowing;
  readonly lines: readonly Line[];
}

function energyOf({ sums, known, lines }: ChannelSheet, from: number): ChannelEnergy {
  const parts = lines.map(({ source, rule, energy }) => ({ source, rule, energy: total(energy, from) }));
  return {
    energy: total(sums, from),
    measuredMs: total(known.measuredMs, from),
    estimatedMs: total(known.estimatedMs, from),
    from: parts.filter(({ energy }) => energy > 0).sort((left, right) => right.energy - left.energy),
  };
}

const noSums = (): ChannelSums => ({ pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 });

function bucketAt(sheet: HourSheet, all: readonly ChannelSheet[], from: number): EnergyBucket {
  const flows = noFlows();
  const totals = noSums();
  for (let at = from; at < from + minutesABucket; at += 1) {
    const sums = noSums();
    for (const one of all) {
      sums[one.channel] = one.sums[at] ?? 0;
      totals[one.channel] += one.sums[at] ?? 0;
    }
    addFlows(sums, flows);
  }
  const energies: Partial<Record<Channel, ChannelEnergy>> = {};
  for (const one of all) energies[one.channel] = energyOf(one, from);
  const disagreement = Math.round(total(sheet.chargeErrors, from));
  return {
    startMs: sheet.fromMs + from * minuteMs,
    channels: energies,
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

/** Sources in whose place nobody is to be booked in an hour, as a person said. */
function refusedIn(corrections: readonly Correction[], hour: number): Set<string> {
  const ends = `/${hour}`;
  return new Set(
    corrections.flatMap((one) => {
      if (one.kind !== 'overrule' || one.isBooked || !one.event.endsWith(ends)) return [];
      const [source, place] = one.event.split('/stand-in');
      return source === undefined || place !== ends ? [] : [source];
    }),
  );
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
  return Array.from({ length: minutesAnHour / minutesABucket }, (_none, index) =>
    bucketAt(sheet, all, index * minutesABucket),
  );
}

/** The hours in [fromMs, toMs) that [startMs, endMs) touches. */
function* hoursWithin({ fromMs, toMs }: TimeRange, startMs: number, endMs = startMs + 1): Generator<number> {
  for (let at = Math.max(hourOf(startMs), fromMs); at < Math.min(endMs, toMs); at += hourMs) yield at;
}

/** What is laid on each hour of a stretch, in the order it was settled. */
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
 * The buckets of the full hours in [fromMs, toMs), which are full hours themselves; hours nothing is known of included. Each is made
 * as it is asked for: those of years are not in memory at once.
 */
export function* eachBucket(
  { plan, settled, corrections = [] }: BucketInput,
  { fromMs, toMs }: TimeRange,
): Generator<EnergyBucket, void> {
  const stretch = { fromMs: hourOf(fromMs), toMs };
  const layers = layersOf(settled, stretch);
  const last = settled.reduce((most, one) => Math.max(most, one.toMs), 0);
  // An hour at a time: the minutes of years would not fit.
  for (let at = stretch.fromMs; at < toMs; at += hourMs) {
    const sheet = new HourSheet(at);
    for (const layer of layers.get(at) ?? []) layer(sheet);
    if (last % hourMs !== 0 && at === hourOf(last)) sheet.openMs = last;
    yield* hourBuckets(sheet, plan, corrections);
  }
}

/** The same, all of them. */
export const buckets = (input: BucketInput, span: TimeRange): EnergyBucket[] => [...eachBucket(input, span)];
