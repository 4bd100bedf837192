// `solstead energy`: the ledger over a file of readings, or over the history of a home that is not running.
import { dayMs, hourMs } from '#core/time.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Readable } from 'node:stream';
import { metricOf } from '#core/catalogue.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { doesBook, isDerived } from '#energy/metering/plan.ts';
import { tablePlan, type TablePlan } from '#energy/metering/table-plan.ts';
import { whyOf, type Why } from '#energy/metering/why.ts';
import { neededFrom, type Pricing, type UnpricedEnergy } from '#energy/money/period-money.ts';
import type { Span } from '#energy/periods.ts';
import { channelsOf, type ReportFigures, reportOf, unitSpans } from '#energy/report.ts';
import { bucketMs, channels, type Channel, type LedgerEvent } from '#energy/types.ts';
import { timeText } from '#exchange/time-text.ts';
import { heldUntil, momentFrom, rowSpans, spanOfReadings, wholeSpan } from '../energy/energy-span.ts';
import type { Width } from '../energy/widths.ts';
import { billJson, eventJson, rowJson } from '../energy/energy-json.ts';
import { type CircuitName, circuitsText, eventsText, reportText, whyText } from '../energy/energy-text.ts';
import { carbonOfFlag, type MoneyFlags, moneyRules } from '../energy/money-flags.ts';
import type { DecimalSign } from '#exchange/read-number.ts';
import { type Readings, readingsOfFile } from '../energy/readings-of.ts';
import { type HouseEnergy, houseEnergy } from '../energy/house-energy.ts';
import { choicesOf, type ChoiceFlags, refuseChoices } from '../energy/table-choices.ts';
import { type Figures, noBuckets, passOver } from '../energy/pass-over.ts';
import { settleReadings, type SettledReadings } from '../energy/settle-readings.ts';
import { energyWarnings, sourceRows, sourcesText } from '../energy/energy-sources.ts';
import type { CommandContext } from '../context.ts';
import { progressLine, type ProgressLine, type Terminal } from '../tell-progress.ts';

/** Flags of `solstead energy`. */
export interface EnergyFlags extends MoneyFlags, ChoiceFlags {
  readonly readings?: string;
  readonly data?: string;
  readonly site?: string;
  readonly timezone?: string;
  readonly decimal?: DecimalSign;
  readonly from?: string;
  readonly to?: string;
  readonly by: Width;
  readonly co2?: string;
  readonly json?: boolean;
  readonly events?: boolean;
  readonly why?: Channel;
}

/** Where the command reads and writes. */
export interface Streams {
  readonly stdin: Readable;
  readonly out: { write(text: string): void };
  readonly err: Terminal;
  /** Absent: that of the system. */
  readonly clock?: Clock;
}

/** What opens a home that is not running. */
export type Homes = Pick<CommandContext, 'openOffline' | 'openLedger'>;

const usage = (at: string, why: Reason): SolsteadError => new SolsteadError('input.usage', { at, why });

function zoneOf(text: string | undefined): string | undefined {
  if (text !== undefined && !isTimeZone(text)) throw usage('--timezone', because('site.time-zone', { zone: text }));
  return text;
}

/** One call of the command. */
interface Run {
  readonly line: ProgressLine;
  readonly clock: Clock;
}

/** What was read, how it is metered, and about what time the answer is. */
interface Frame {
  readonly flags: EnergyFlags;
  readonly readings: Readings;
  readonly timeZone: string;
  readonly table: TablePlan;
  readonly has: readonly Channel[];
  readonly span: Span;
  /** From the first reading to where the last hold. */
  readonly read: Span;
  /** What a home has settled; a file is settled now. */
  readonly ledger?: Figures;
  /** Of a home: hours before this are settled. */
  readonly settledMs?: number;
  readonly pricing?: Pricing;
  /** Of a home: why the channel that was asked for is what it is. */
  readonly why?: Why;
}

function askedSpan(found: Span, flags: EnergyFlags, timeZone: string): Span {
  const { from, to, by } = flags;
  const whole = wholeSpan(found, { by, timeZone });
  const startMs = from === undefined ? whole.startMs : momentFrom(from, { flag: '--from', timeZone });
  const endMs = to === undefined ? whole.endMs : momentFrom(to, { flag: '--to', timeZone });
  if (endMs <= startMs) throw usage('--to', because('flag.to'));
  if (startMs % bucketMs !== 0 || endMs % bucketMs !== 0)
    throw usage(startMs % bucketMs === 0 ? '--to' : '--from', because('flag.step'));
  // Counted before they are made: there may be more than fit anywhere.
  if (endMs - startMs > longestAskedMs) throw usage('--to', because('flag.long'));
  if ((endMs - startMs) / leastWidthMs[by] > mostRows) throw usage('--by', because('flag.rows', { most: mostRows }));
  return { startMs, endMs };
}

const longestAskedMs = 200 * 366 * dayMs;
/** Rows that are printed at most: two and a half years of 5 minutes, or thirty of hours. */
const mostRows = 270_000;
/** How short a row may be, ms. */
const leastWidthMs: Readonly<Record<Width, number>> = {
  '5min': bucketMs,
  '15min': 3 * bucketMs,
  hour: 12 * bucketMs,
  day: 23 * 12 * bucketMs,
  week: 6 * dayMs,
  month: 27 * dayMs,
  year: 364 * dayMs,
};

/** Time without readings that is settled at most before the first and after the last one: rows beyond it are empty anyway. */
const emptyMs = 400 * dayMs;

const longestMs = 15 * 366 * dayMs;

/** First and last reading; `readings.invalid` if there are none, or they are too far apart to be of one home. */
function checkedSpan(readings: Readings, isAnyMetered: boolean): Span {
  const { name, keys, series, rejected } = readings;
  const found = spanOfReadings(keys, series);
  const [first] = rejected.first;
  if (found === undefined || !isAnyMetered)
    throw new SolsteadError('readings.invalid', {
      at: name,
      why:
        first === undefined
          ? because('readings.none')
          : because('readings.rejected', {
              count: rejected.count,
              place: `${first.line}:${first.column}`,
              reason: first.why,
            }),
    });
  if (found.endMs - found.startMs <= longestMs) return found;
  const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
  const why = because('readings.too-long', { from: dayOf(found.startMs), to: dayOf(found.endMs) });
  throw new SolsteadError('readings.invalid', { at: name, why });
}

function frameOf(flags: EnergyFlags, readings: Readings, timeZone: string): Frame {
  const table = tablePlan(readings.keys, readings.series, choicesOf(flags, readings, timeZone));
  const { plan } = table;
  const has = channels.filter(
    (channel) => isDerived(plan, channel) || plan.sources.some((one) => doesBook(one, channel)),
  );
  const found = checkedSpan(readings, has.length > 0 || plan.circuits !== undefined);
  const heldMs = Math.max(heldUntil(table, { series: readings.series, timeZone }), found.endMs);
  // A reading in the middle of a row fills it; one that closes the row before it begins none.
  const lastMs = heldMs > found.endMs ? found.endMs + 1 : found.endMs;
  const endMs = Math.max(lastMs, Math.floor(heldMs / bucketMs) * bucketMs);
  const span = askedSpan({ startMs: found.startMs, endMs }, flags, timeZone);
  const lastsMs = Math.max(...plan.sources.map(({ gapLimitMs }) => gapLimitMs));
  const askedMs = flags.to === undefined ? 0 : Math.min(span.endMs, found.endMs + lastsMs + emptyMs);
  const untilMs = Math.max(heldMs, found.endMs + 1, askedMs);
  return { flags, readings, timeZone, table, has, span, read: { startMs: found.startMs, endMs: untilMs } };
}

/** A home's ledger is settled and stored: it is only read. */
async function houseFrame(flags: EnergyFlags, context: Homes, { line, clock }: Run): Promise<Frame> {
  const { data: folder = '', why } = flags;
  if (flags.readings !== undefined) throw usage('--data', because('flag.either'));
  refuseChoices(flags);
  const { site } = flags;
  const given = zoneOf(flags.timezone);
  const onProgress = (text: string): void => line.show(text);
  const spanOf = (found: Span, timeZone: string): Span => askedSpan(found, flags, given ?? timeZone);
  const { timeZone, ...house }: HouseEnergy = await houseEnergy({
    folder,
    site,
    clock,
    why,
    spanOf,
    async bucketsFrom(span, pricing) {
      const rules = await moneyRules(flags, { span, zone: pricing.zone });
      return neededFrom(rules?.money ?? pricing, span.startMs);
    },
    onProgress,
    context,
  });
  return { flags, timeZone: given ?? timeZone, ...house };
}

async function fileFrame(flags: EnergyFlags, stdin: Readable, line: ProgressLine): Promise<Frame> {
  if (flags.readings === undefined) throw usage('energy', because('flag.readings'));
  const timeZone = zoneOf(flags.timezone);
  const onProgress = (rows: number): void => line.show(`reading: ${rows} rows`);
  const readings = await readingsOfFile(flags.readings, {
    timeZone,
    decimal: flags.decimal,
    stdin,
    onProgress,
  });
  return frameOf(flags, readings, timeZone ?? 'UTC');
}

interface Answer {
  readonly frame: Frame;
  readonly events: readonly LedgerEvent[];
  readonly why?: Why;
  readonly report: ReportFigures;
  readonly has: readonly Channel[];
  readonly warnings: readonly string[];
}

/** What money and emissions are computed with: what the flags name, else what the home itself uses. */
async function pricingOf({ flags, span, timeZone, pricing }: Frame): Promise<[Pricing, readonly string[]]> {
  const rules = await moneyRules(flags, { span, zone: timeZone });
  const carbon = flags.co2 === undefined ? pricing?.carbon : await carbonOfFlag(flags.co2);
  const money: Pricing = rules?.money ?? pricing ?? { zone: timeZone };
  return [{ ...money, ...(carbon === undefined ? {} : { carbon }) }, rules?.notices ?? []];
}

function settledOf(frame: Frame, pricing: Pricing, line: ProgressLine): SettledReadings {
  const { readings, table, read, span } = frame;
  const neededMs = Math.max(read.startMs, neededFrom(pricing, span.startMs));
  return settleReadings({
    plan: table.plan,
    keys: readings.keys,
    series: readings.series,
    fromMs: Math.max(Math.min(read.startMs, span.startMs), Math.floor((read.startMs - emptyMs) / hourMs) * hourMs),
    toMs: read.endMs,
    bucketsFromMs: Math.max(Math.min(span.startMs, neededMs), Math.floor((read.startMs - emptyMs) / hourMs) * hourMs),
    bucketsToMs: Math.min(span.endMs, Math.ceil((read.endMs + emptyMs) / hourMs) * hourMs),
    onProgress: (share) => line.show(`settling: ${Math.round(share * 100)} %`),
  });
}

async function answerOf(frame: Frame, { line, clock }: Run): Promise<Answer> {
  const { flags, timeZone, span } = frame;
  const [pricing, notices] = await pricingOf(frame);
  const settled = frame.ledger === undefined ? settledOf(frame, pricing, line) : undefined;
  const ledger = frame.ledger ?? settled ?? { buckets: noBuckets, events: [] };
  const rows = rowSpans(span, { by: flags.by, timeZone });
  const isWide = !['5min', '15min', 'hour'].includes(flags.by);
  const spans = unitSpans(rows, { zone: timeZone, isWide }).filter((unit) => ledger.buckets.hasIn(unit));
  line.show('adding up');
  const passed = passOver(spans, {
    ledger,
    pricing,
    read: frame.read,
    ...(settled === undefined ? {} : { judgedIn: timeZone }),
  });
  const { units, events } = passed;
  // A file has no "now": time without readings up to the end of a row counts as missing.
  const report = reportOf({
    rows,
    units,
    pricing,
    ...(settled === undefined ? {} : { has: frame.has }),
    nowMs: settled === undefined ? clock.nowMs() : Number.POSITIVE_INFINITY,
    settledMs: frame.settledMs ?? frame.read.endMs,
  });
  const zone =
    flags.timezone === undefined && flags.data === undefined
      ? ['Days are those of UTC; name another zone with --timezone.']
      : [];
  const energyOf = ({ side, name, energyWh }: UnpricedEnergy): string =>
    `${energyWh} ${wattHour} of ${side}${name === '' ? '' : ` (${name})`}`;
  const unpriced = (report.unpriced ?? []).map(
    (one) => `No price for ${energyOf(one)}: ${one.why}; they are not part of any amount.`,
  );
  const assumed = (report.assumed ?? []).map((one) => `${energyOf(one)}: ${one.why}.`);
  const warnings = [
    ...zone,
    ...notices,
    ...unpriced,
    ...assumed,
    ...energyWarnings(frame, { events, missing: passed.missing(frame.has) }),
  ];
  const why = flags.why === undefined ? undefined : whyIn(frame, settled, flags.why);
  return {
    frame,
    events,
    report,
    has: channelsOf(units, frame.has),
    warnings,
    ...(why === undefined ? {} : { why }),
  };
}

const { unit: wattHour } = metricOf('pv.energy');

function whyIn({ table, span, has, why }: Frame, settled: SettledReadings | undefined, channel: Channel): Why {
  if (!has.includes(channel)) throw usage('--why', because('flag.channel', { channel, known: has }));
  const time = { fromMs: span.startMs, toMs: span.endMs };
  return why ?? whyOf(channel, { plan: table.plan, buckets: [], settled: [], ...settled }, time);
}

/** Energies of an explanation in watt-hours, as everywhere in the answer. */
function whyJson(why: Why) {
  const { from, integrated } = why;
  return {
    ...why,
    energy: why.energy / 1000,
    from: from.map((part) => ({ ...part, energy: part.energy / 1000 })),
    events: why.events.map(eventJson),
    ...(integrated === undefined
      ? {}
      : { integrated: { energy: integrated.energy / 1000, difference: integrated.difference / 1000 } }),
  };
}

/** The circuits of an answer as the home calls them. */
function circuitNames({ table }: Frame, { total }: ReportFigures): CircuitName[] {
  return (total.circuits ?? []).map(({ device }) => {
    const name = table.plan.circuits?.find((one) => one.device === device)?.name;
    return { device, name: name ?? device };
  });
}

function jsonOf({ frame, events, report, why, warnings }: Answer): string {
  const { flags, timeZone, table, span } = frame;
  const { currency } = report;
  const bill = billJson(report);
  const row = { events, timeText: timeText(timeZone) };
  const circuits = circuitNames(frame, report);
  return JSON.stringify(
    {
      timeZone,
      by: flags.by,
      units: { energy: wattHour, share: 'of 1', selfSufficiency: 'percent', co2: 'kilograms' },
      ...(currency === undefined ? {} : { currency }),
      rows: report.rows.map((one) => rowJson(one, row)),
      total: rowJson(report.total, row),
      ...(circuits.length === 0 ? {} : { circuits }),
      ...(bill === undefined ? {} : { bill }),
      sources: sourceRows(frame),
      ...(table.plan.derives === undefined ? {} : { derived: table.plan.derives }),
      ...(why === undefined ? {} : { why: whyJson(why) }),
      readings: { rows: frame.readings.rows, rejected: frame.readings.rejected },
      span: { start: timeText(timeZone)(span.startMs), end: timeText(timeZone)(span.endMs) },
      warnings,
    },
    undefined,
    2,
  );
}

function textOf({ frame, events, report, has, why }: Answer): string {
  const { flags, timeZone, span } = frame;
  const { bill, currency } = report;
  const time = timeText(timeZone);
  const circuits = circuitsText(report, circuitNames(frame, report));
  const parts = [
    reportText(report, { has, currency, hasCarbon: flags.co2 !== undefined }),
    ...(circuits === undefined ? [] : ['', circuits]),
    '',
    sourcesText(frame),
  ];
  if (bill !== undefined) parts.push('', ...bill.map(({ why }) => why));
  if (flags.why !== undefined && why !== undefined) parts.push('', whyText(flags.why, why, time));
  if (flags.events === true) {
    const inside = events.filter(({ atMs }) => atMs >= span.startMs && atMs < span.endMs);
    parts.push('', eventsText(inside, time));
  }
  return parts.join('\n');
}

/**
 * Prints what a home used, made, bought and sold, by rows. Errors: `input.usage`, `readings.invalid`, `tariff.invalid`,
 * `series.invalid`, `site.unknown`, `folder.locked`, `store.*`.
 */
export async function energy(
  flags: EnergyFlags,
  { stdin, out, err, clock = systemClock }: Streams,
  homes: Homes,
): Promise<void> {
  const line = progressLine(clock, err);
  const run = { line, clock };
  const frame = flags.data === undefined ? await fileFrame(flags, stdin, line) : await houseFrame(flags, homes, run);
  const answer = await answerOf(frame, run);
  line.clear();
  out.write(`${flags.json === true ? jsonOf(answer) : textOf(answer)}\n`);
  for (const warning of answer.warnings) err.write(`${warning}\n`);
}
