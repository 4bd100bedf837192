// What people ask of a home's energy: rows of periods, events, and where a figure comes from.
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { doesBook, metricsOf } from '#energy/metering/plan.ts';
import { silencesOf } from '#energy/metering/silences.ts';
import { whyOf } from '#energy/metering/why.ts';
import { periodAt, periodsIn } from '#energy/periods.ts';
import { channelsOf, type EnergyRow, reportOf, rowOf } from '#energy/report.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import { bucketMs, channels, type Channel, type LedgerEvent, type Rule } from '#energy/types.ts';
import { bucketsOfHours } from './hour-buckets.ts';
import type { EnergyParts } from './energy-figures.ts';
import { documentsOf, noteDocuments } from './documents.ts';
import { joinedPlan } from './device-timeline.ts';
import { unpackHour } from './packing.ts';
import { wholeHours } from './whole-hours.ts';
import type { EnergyEvent, EnergyReport, EnergyWhy } from '#api/ledger.ts';
import { type TurnableEvent, turnOf } from './turns.ts';
import type { EnergyQuestion } from './types.ts';

const mostRows = 5000;
/** How short a period may be, hours. */
const leastHours = { hour: 1, day: 23, week: 160, month: 660, year: 8700 } as const;
const longestWhyMs = 93 * 24 * hourMs;

/** The rows of the days of a range: what a correction is compared with. */
export async function dayRows(
  { figures, ledger, clock, tariffs }: Pick<EnergyParts, 'figures' | 'ledger' | 'clock' | 'tariffs'>,
  span: TimeRange,
): Promise<EnergyRow[]> {
  const units = await figures.days(span);
  const pricing = await tariffs.pricing();
  const frame = { pricing, has: channelsOf(units), nowMs: clock.nowMs(), settledMs: ledger.settlement.settledMs ?? 0 };
  return units.map((unit) => {
    const { label } = periodAt(unit.startMs, { kind: 'day', zone: ledger.timeZone });
    return rowOf({ label, startMs: unit.startMs, endMs: unit.endMs }, [unit], frame);
  });
}

/** Periods that touch the range, whole. Errors: `input.invalid`. */
export async function reportIn(parts: EnergyParts, { fromMs, toMs, by }: EnergyQuestion): Promise<EnergyReport> {
  const { ledger, tariffs, figures, clock } = parts;
  const { timeZone } = ledger;
  const rule = { kind: by, zone: timeZone };
  // Counted before they are made: a year of hours is many.
  if ((toMs - fromMs) / leastHours[by] / hourMs > mostRows)
    throw new SolsteadError('input.invalid', {
      at: 'from',
      why: because('report.rows', { most: mostRows }),
    });
  const periods = periodsIn({ startMs: fromMs, endMs: toMs }, rule);
  const whole = { fromMs: periods[0]?.startMs ?? fromMs, toMs: periods.at(-1)?.endMs ?? toMs };
  const units = by === 'hour' ? await figures.hours(whole) : await figures.days(whole);
  const pricing = await tariffs.pricing();
  const { tariff, revision } = pricing;
  const { work, settledMs } = ledger.settlement;
  const report = reportOf({ rows: periods, units, pricing, nowMs: clock.nowMs(), settledMs: settledMs ?? 0 });
  const circuits = circuitNames(parts, report.total);
  return {
    timeZone,
    by,
    ...(tariff === undefined ? {} : { tariff: { name: tariff.name, revision, origin: 'own' } }),
    ...report,
    ...(circuits.length === 0 ? {} : { circuits }),
    ...(settledMs === undefined ? {} : { settledMs }),
    ...(work === undefined ? {} : { work }),
  };
}

/** Circuits as a person called them, else as their devices are called; those that are gone, too. */
function circuitNames(
  { ledger, deviceName }: EnergyParts,
  { circuits = [] }: EnergyRow,
): NonNullable<EnergyReport['circuits']> {
  const roles = ledger.countingOptions.saved?.choices.roles ?? [];
  return circuits.map(({ device }) => {
    const named = roles.findLast((one) => one.device === device && one.role.kind === 'circuit')?.role;
    const name = named?.kind === 'circuit' ? named.name : undefined;
    return { device, name: name ?? deviceName(device) ?? device };
  });
}

/** Decisions on readings, on devices and on time, in order, each with the act that turns it round. */
export async function decisionsIn(
  { site, figures, ledger }: Pick<EnergyParts, 'site' | 'figures' | 'ledger'>,
  span: TimeRange,
): Promise<TurnableEvent[]> {
  const own = (await documentsOf(ledger.store, site).all(noteDocuments)).map(({ content }) => content);
  const within = own.filter(({ atMs }) => atMs >= span.fromMs && atMs < span.toMs);
  return [...(await figures.events(span)), ...within, ...(await silencesIn({ site, ledger }, span))]
    .sort((left, right) => left.atMs - right.atMs)
    .map((event) => ({ ...event, turn: turnOf(event, ledger.rules.savedCorrections) }));
}

/** Sides that nobody measures now, if the time asked for reaches that far. */
async function silencesIn(
  { site, ledger }: Pick<EnergyParts, 'site' | 'ledger'>,
  { fromMs, toMs }: TimeRange,
): Promise<LedgerEvent[]> {
  const last = await ledger.store.lastHour(site);
  if (last === undefined) return [];
  const { after } = unpackHour(last);
  if (after.atMs <= fromMs) return [];
  const plan = ledger.rules.planAt(hourOf(after.atMs));
  const open = ledger.days.openBuckets();
  const isBack = ({ source: id }: LedgerEvent): boolean =>
    channels.some(
      (channel) =>
        plan.sources.some((source) => source.id === id && doesBook(source, channel)) &&
        open.some(({ channels: { [channel]: own } }) => own !== undefined && own.measuredMs + own.estimatedMs > 0),
    );
  return silencesOf(plan, after)
    .filter((event) => event.atMs < toMs && !isBack(event))
    .map((event) => ({ ...event, atMs: Math.max(event.atMs, fromMs) }));
}

/** The device a source is of, as its id begins with. */
const deviceOf = (source: string): string | undefined =>
  source.includes(':') ? source.slice(0, source.indexOf(':')) : undefined;

function named({ deviceName }: EnergyParts, source: string): { device?: string; deviceName?: string } {
  const device = deviceOf(source);
  const name = device === undefined ? undefined : deviceName(device);
  return { ...(device === undefined ? {} : { device }), ...(name === undefined ? {} : { deviceName: name }) };
}

/** The events of a range, as they are reported. */
export async function eventsIn(parts: EnergyParts, span: TimeRange): Promise<readonly EnergyEvent[]> {
  return (await decisionsIn(parts, span)).map((event) => eventView(parts, event));
}

function eventView(parts: EnergyParts, { energy, ...event }: TurnableEvent): EnergyEvent {
  return { ...event, ...named(parts, event.source), energyWh: energy / 1000, why: inEnglish(event.reason) };
}

/** What was found, in Wh, with the names of its sources. */
function whyView(
  parts: EnergyParts,
  plan: ReturnType<typeof joinedPlan>,
  why: ReturnType<typeof whyOf>,
): Omit<EnergyWhy, 'channel' | 'startMs' | 'endMs'> {
  const metrics = new Map(plan.sources.map((source) => [source.id, metricsOf(source).join('+')]));
  return {
    energyWh: why.energy / 1000,
    from: why.from.map(({ source, rule, energy }) => {
      const metric = metrics.get(source);
      return {
        source,
        ...named(parts, source),
        ...(metric === undefined ? {} : { metric }),
        rule,
        ...ruleWords(rule),
        energyWh: energy / 1000,
        share: why.energy === 0 ? 0 : energy / why.energy,
      };
    }),
    measured: clamped(why.measured),
    estimated: clamped(why.estimated),
    missing: clamped(why.missing),
    events: why.events.map((event) =>
      eventView(parts, { ...event, turn: turnOf(event, parts.ledger.rules.savedCorrections) }),
    ),
    ...(why.integrated === undefined
      ? {}
      : {
          integrated: {
            energyWh: why.integrated.energy / 1000,
            differenceWh: why.integrated.difference / 1000,
          },
        }),
  };
}

/** Where the energy of a channel comes from. Errors: `input.invalid` if the range is too long. */
export async function whyIn(parts: EnergyParts, channel: Channel, span: TimeRange): Promise<EnergyWhy> {
  const { site, ledger } = parts;
  const fromMs = Math.floor(span.fromMs / bucketMs) * bucketMs;
  // A query about today goes up to now, as the figure does.
  const toMs = Math.ceil(Math.min(span.toMs, parts.clock.nowMs()) / bucketMs) * bucketMs;
  if (toMs - fromMs > longestWhyMs)
    throw new SolsteadError('input.invalid', { at: 'from', why: because('report.months') });
  if (toMs <= fromMs) return nothingToExplain(channel, fromMs, toMs);
  const whole = { fromMs: hourOf(fromMs), toMs: Math.ceil(toMs / hourMs) * hourMs };
  const later = (await ledger.store.affecting(site, whole.toMs)).map(unpackHour);
  const settled = [...(await wholeHours(ledger.store, site, whole)), ...later];
  const corrections = ledger.rules.corrections;
  const closed = bucketsOfHours({
    span: { fromMs, toMs },
    settled,
    corrections,
    planAt: (at, by) => ledger.rules.planAt(at, by),
  });
  const open = bucketsIn(ledger.days.openBuckets(), { startMs: fromMs, endMs: toMs });
  const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
  const buckets = [...closed.filter(({ startMs }) => startMs < openMs), ...open];
  const plan = joinedPlan(ledger.rules, [
    // An hour without a key was settled with the defaults.
    ...settled.map(({ fromMs: at, options = '' }) => ({ fromMs: at, options })),
    ...(open.length === 0 ? [] : [{ fromMs: hourOf(openMs), options: ledger.rules.options }]),
  ]);
  const inside = settled.filter((hour) => hour.fromMs < toMs && hour.toMs > fromMs);
  const why = whyOf(channel, { plan, buckets, settled: inside }, { fromMs, toMs });
  return { channel, startMs: fromMs, endMs: toMs, ...whyView(parts, plan, why) };
}

/** A rule in a sentence. */
function ruleWords(rule: Rule): { readonly ruleReason: Reason; readonly ruleText: string } {
  const ruleReason = because(`rule.${rule}`);
  return { ruleReason, ruleText: inEnglish(ruleReason) };
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share));

function nothingToExplain(channel: Channel, fromMs: number, toMs: number): EnergyWhy {
  const shares = { measured: 0, estimated: 0, missing: 0 };
  return { channel, startMs: fromMs, endMs: Math.max(fromMs, toMs), energyWh: 0, from: [], ...shares, events: [] };
}
