// `solstead energy`: the ledger over a file of readings, or over the history of a home that is not running.
import type { Readable } from 'node:stream';
import { metricOf } from '#core/catalogue.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { doesBook } from '#energy/metering/plan.ts';
import { tablePlan, type TablePlan } from '#energy/metering/table-plan.ts';
import { whyOf, type Why } from '#energy/metering/why.ts';
import type { Span } from '#energy/periods.ts';
import { bucketMs, channels, type Channel, type LedgerEvent } from '#energy/types.ts';
import { timeText } from '#exchange/time-text.ts';
import { heldUntil, momentFrom, rowSpans, spanOfReadings, wholeSpan } from '../energy/energy-span.ts';
import type { Pricing } from '#ledger/tariff-shelf.ts';
import type { Width } from '../energy/widths.ts';
import { billOf, type EnergyReport, reportOf, wattHours } from '../energy/energy-report.ts';
import { eventsText, reportText, whyText } from '../energy/energy-text.ts';
import { carbonOfFlag, type MoneyFlags, moneyRules, type MoneyRules } from '../energy/money-flags.ts';
import { type Readings, readingsOfFile } from '../energy/readings-of.ts';
import { type HouseEnergy, houseEnergy } from '../energy/house-energy.ts';
import { choicesOf, type ChoiceFlags, refuseChoices } from '../energy/table-choices.ts';
import { settleReadings, type SettledReadings } from '../energy/settle-readings.ts';
import { energyWarnings, sourceRows, sourcesText } from '../energy/energy-sources.ts';
import type { CommandContext } from '../context.ts';
import { progressLine, type ProgressLine } from '../tell-progress.ts';

/** Flags of `solstead energy`. */
export interface EnergyFlags extends MoneyFlags, ChoiceFlags {
  readonly readings?: string;
  readonly data?: string;
  readonly site?: string;
  readonly timezone?: string;
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
  readonly err: NodeJS.WriteStream | { write(text: string): void };
}

/** What opens a home that is not running. */
export type Homes = Pick<CommandContext, 'openOffline' | 'openLedger'>;

const usage = (at: string, why: string): SolsteadError => new SolsteadError('input.usage', { at, why });

function zoneOf(text: string | undefined): string | undefined {
  if (text !== undefined && !isTimeZone(text))
    throw usage('--timezone', `${text} is no time zone such as Europe/Berlin`);
  return text;
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
  readonly ledger?: SettledReadings;
  readonly pricing?: Pricing;
}

function askedSpan(found: Span, flags: EnergyFlags, timeZone: string): Span {
  const { from, to, by } = flags;
  const whole = wholeSpan(found, { by, timeZone });
  const startMs = from === undefined ? whole.startMs : momentFrom(from, { flag: '--from', timeZone });
  const endMs = to === undefined ? whole.endMs : momentFrom(to, { flag: '--to', timeZone });
  if (endMs <= startMs) throw usage('--to', 'it must lie after --from, and there must be readings between them');
  if (startMs % bucketMs !== 0 || endMs % bucketMs !== 0)
    throw usage(startMs % bucketMs === 0 ? '--to' : '--from', 'the ledger keeps 5 minutes: give a time such as 12:05');
  return { startMs, endMs };
}

const longestMs = 15 * 366 * 86_400_000;

/** First and last reading; `readings.invalid` where there are none, or too far apart to be of one home. */
function checkedSpan(readings: Readings, has: readonly Channel[]): Span {
  const { name, keys, series, rejected } = readings;
  const found = spanOfReadings(keys, series);
  const [first] = rejected.first;
  const rejects =
    first === undefined ? '' : `; ${rejected.count} rejected, first at ${first.line}:${first.column}: ${first.why}`;
  if (found === undefined || has.length === 0)
    throw new SolsteadError('readings.invalid', {
      at: name,
      why: `there is no reading of energy or power in it${rejects}`,
    });
  if (found.endMs - found.startMs <= longestMs) return found;
  const [from, to] = [found.startMs, found.endMs].map((atMs) => new Date(atMs).toISOString().slice(0, 10));
  const why = `the readings reach from ${from} to ${to}, more than 15 years: is each time right?`;
  throw new SolsteadError('readings.invalid', { at: name, why });
}

function frameOf(flags: EnergyFlags, readings: Readings, timeZone: string): Frame {
  const table = tablePlan(readings.keys, readings.series, choicesOf(flags, readings, timeZone));
  const { plan } = table;
  const has = channels.filter(
    (channel) => channel === plan.derives || plan.sources.some((one) => doesBook(one, channel)),
  );
  const found = checkedSpan(readings, has);
  const heldMs = Math.max(heldUntil(table, { series: readings.series, timeZone }), found.endMs);
  // A reading in the middle of a row fills it; one that closes the row before it begins none.
  const lastMs = heldMs > found.endMs ? found.endMs + 1 : found.endMs;
  const endMs = Math.max(lastMs, Math.floor(heldMs / bucketMs) * bucketMs);
  const span = askedSpan({ startMs: found.startMs, endMs }, flags, timeZone);
  const untilMs = Math.max(heldMs, found.endMs + 1, flags.to === undefined ? 0 : span.endMs);
  return { flags, readings, timeZone, table, has, span, read: { startMs: found.startMs, endMs: untilMs } };
}

/** A home's ledger is settled and stored: it is only read. */
async function houseFrame(flags: EnergyFlags, context: Homes, line: ProgressLine): Promise<Frame> {
  const { data: folder = '' } = flags;
  if (flags.readings !== undefined) throw usage('--data', 'either --readings or --data');
  refuseChoices(flags);
  const { site } = flags;
  const given = zoneOf(flags.timezone);
  const onProgress = (text: string): void => line.show(text);
  const spanOf = (found: Span, timeZone: string): Span => askedSpan(found, flags, given ?? timeZone);
  const { timeZone, ...house }: HouseEnergy = await houseEnergy({ folder, site, spanOf, onProgress, context });
  return { flags, timeZone: given ?? timeZone, ...house };
}

async function fileFrame(flags: EnergyFlags, stdin: Readable, line: ProgressLine): Promise<Frame> {
  if (flags.readings === undefined)
    throw usage('energy', 'name a file with --readings, or the folder of a home with --data');
  const timeZone = zoneOf(flags.timezone);
  const onProgress = (rows: number): void => line.show(`reading: ${rows} rows`);
  const readings = await readingsOfFile(flags.readings, { timeZone, stdin, onProgress });
  return frameOf(flags, readings, timeZone ?? 'UTC');
}

interface Answer {
  readonly frame: Frame;
  readonly ledger: SettledReadings;
  readonly report: EnergyReport;
  readonly currency: string | undefined;
  readonly warnings: readonly string[];
}

/** The tariff of a home, where none is named and it has one. */
function ownRules({ pricing }: Frame): MoneyRules | undefined {
  if (pricing?.tariff === undefined) return undefined;
  const { tariff, zone, holidays, series } = pricing;
  return { money: { tariff, zone, holidays, series }, notices: [] };
}

async function answerOf(frame: Frame, line: ProgressLine): Promise<Answer> {
  const { flags, readings, timeZone, table, has, span } = frame;
  const rules = (await moneyRules(flags, { span, zone: timeZone })) ?? ownRules(frame);
  const carbon = flags.co2 === undefined ? frame.pricing?.carbon : await carbonOfFlag(flags.co2);
  const ledger =
    frame.ledger ??
    settleReadings({
      plan: table.plan,
      keys: readings.keys,
      series: readings.series,
      fromMs: Math.min(frame.read.startMs, span.startMs),
      toMs: frame.read.endMs,
      bucketsFromMs: span.startMs,
      bucketsToMs: span.endMs,
      onProgress: (share) => line.show(`settling: ${Math.round(share * 100)} %`),
    });
  const report = reportOf({
    ...ledger,
    has,
    span,
    rows: rowSpans(span, { by: flags.by, timeZone }),
    timeText: timeText(timeZone),
    onProgress: (share) => line.show(`adding up: ${Math.round(share * 100)} %`),
    ...(rules === undefined ? {} : { money: rules.money }),
    ...(carbon === undefined ? {} : { carbon }),
  });
  const zone =
    flags.timezone === undefined && flags.data === undefined
      ? ['Days are those of UTC; name another zone with --timezone.']
      : [];
  const unpriced = (report.cost?.unpriced ?? []).map(
    ({ side, name, energy: own, why }) =>
      `No price for ${wattHours(own)} ${wattHour} of ${side}${name === '' ? '' : ` (${name})`}: ${why}; they are in no sum of money.`,
  );
  const warnings = [...zone, ...(rules?.notices ?? []), ...unpriced, ...energyWarnings(frame, ledger)];
  return { frame, ledger, report, currency: rules?.money.tariff.currency, warnings };
}

const { unit: wattHour } = metricOf('pv.energy');

function whyIn({ frame, ledger }: Pick<Answer, 'frame' | 'ledger'>, channel: Channel): Why {
  const { table, span, has } = frame;
  if (!has.includes(channel)) throw usage('--why', `nothing tells of ${channel}; there is ${has.join(', ')}`);
  return whyOf(channel, { plan: table.plan, ...ledger }, { fromMs: span.startMs, toMs: span.endMs });
}

/** Energies of an explanation in watt-hours, as everywhere in the answer. */
function whyJson(why: Why) {
  const { from, integrated } = why;
  return {
    ...why,
    energy: wattHours(why.energy),
    from: from.map((part) => ({ ...part, energy: wattHours(part.energy) })),
    events: why.events.map(eventJson),
    ...(integrated === undefined
      ? {}
      : { integrated: { energy: wattHours(integrated.energy), difference: wattHours(integrated.difference) } }),
  };
}

const eventJson = (event: LedgerEvent) => ({
  ...event,
  at: new Date(event.atMs).toISOString(),
  energy: wattHours(event.energy),
});

function jsonOf({ frame, ledger, report, currency, warnings }: Answer): string {
  const { flags, timeZone, table, span } = frame;
  const why = flags.why === undefined ? undefined : whyIn({ frame, ledger }, flags.why);
  return JSON.stringify(
    {
      timeZone,
      by: flags.by,
      units: { energy: wattHour, share: 'of 1', autarky: 'percent', co2: 'kilograms' },
      ...(currency === undefined ? {} : { currency }),
      rows: report.rows.map((row) => ({ ...row, events: row.events.map(eventJson) })),
      total: { ...report.total, events: report.total.events.map(eventJson) },
      ...(report.cost === undefined ? {} : { bill: billOf(report.cost) }),
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

function textOf({ frame, ledger, report, currency }: Answer): string {
  const { flags, timeZone, has, span } = frame;
  const time = timeText(timeZone);
  const parts = [reportText(report, { has, currency, hasCarbon: flags.co2 !== undefined }), '', sourcesText(frame)];
  if (report.cost !== undefined) parts.push('', ...report.cost.lines.map(({ why }) => why));
  if (flags.why !== undefined) parts.push('', whyText(flags.why, whyIn({ frame, ledger }, flags.why), time));
  if (flags.events === true) {
    const inside = ledger.events.filter(({ atMs }) => atMs >= span.startMs && atMs < span.endMs);
    parts.push('', eventsText(inside, time));
  }
  return parts.join('\n');
}

/**
 * Prints what a home used, made, bought and sold, by rows. Errors: `input.usage`, `readings.invalid`, `tariff.invalid`,
 * `series.invalid`, `site.unknown`, `folder.locked`, `store.*`.
 */
export async function energy(flags: EnergyFlags, { stdin, out, err }: Streams, homes: Homes): Promise<void> {
  const line = 'isTTY' in err ? progressLine(clock, err) : { show: () => undefined, clear: () => undefined };
  const frame = flags.data === undefined ? await fileFrame(flags, stdin, line) : await houseFrame(flags, homes, line);
  const answer = await answerOf(frame, line);
  line.clear();
  out.write(`${flags.json === true ? jsonOf(answer) : textOf(answer)}\n`);
  for (const warning of answer.warnings) err.write(`${warning}\n`);
}
