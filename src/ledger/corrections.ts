// Corrections: what a person corrects is an input of settling. A preview settles with and without it and keeps nothing; applying
// marks the hours it touches; undoing removes it, and the figures are what they were.
import type { Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { because, type Reason } from '#core/reason.ts';
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { localDay } from '#energy/local-day.ts';
import { disagreementsOf, withoutOverruled } from '#energy/metering/balance.ts';
import { doesBook, isDerived } from '#energy/metering/plan.ts';
import type { Correction } from '#energy/metering/correction.ts';
import { moneyRun, neededFrom } from '#energy/money/period-money.ts';
import type { Span } from '#energy/periods.ts';
import { channelsOf, type EnergyRow, rowOf, type ReportUnit } from '#energy/report.ts';
import { sumsOf } from '#energy/sums.ts';
import { bucketMs, type EnergyBucket } from '#energy/types.ts';
import { bucketsOfHours, eventsOfHours } from './hour-buckets.ts';
import type { EnergyParts } from './energy-figures.ts';
import { dayRows } from './energy-queries.ts';
import { type KeptHour, unpackHour } from './packing.ts';
import { documentsOf, correctionDocuments } from './documents.ts';
import type { SavedCorrection } from './records.ts';
import { assertOverrulable } from './turns.ts';
import { wholeHours } from './whole-hours.ts';
import type { EnergyCorrection, CorrectionOutcome, SavedCorrection as CorrectionView } from '#api/corrections.ts';

/** The corrections people made. */
export interface Corrections {
  /** Newest first. */
  corrections(): readonly CorrectionView[];
  /** Before and after, nothing is kept. Errors: `input.invalid`. */
  previewCorrection(repair: EnergyCorrection): Promise<CorrectionOutcome>;
  /** Errors: `input.invalid`. */
  applyCorrection(
    repair: EnergyCorrection,
    given: { readonly why: string; readonly by: Principal },
  ): Promise<CorrectionOutcome>;
  /** Errors: `input.invalid` for an unknown one. */
  undoCorrection(id: string): Promise<CorrectionOutcome>;
}

/** What an undone correction affects: a reversed decision is no longer in any hour, so its hours were stored with it. */
async function undoneBy(
  parts: EnergyParts,
  { repair, hours }: SavedCorrection,
  after: readonly Correction[],
): Promise<Touched> {
  const isOfHours = repair.kind === 'overrule' && ofDisagreement(repair.event) === undefined;
  return isOfHours ? { hours, after } : { ...(await touchedBy(parts, repair, after)), hours };
}

/** The moment of an event that reports that meters disagree; undefined for another. */
function ofDisagreement(event: string): number | undefined {
  const at = /\/disagreement\/(\d+)$/.exec(event)?.[1];
  return at === undefined ? undefined : Number(at);
}

/** A decision is made at most this long after what it concerns. */
const longestDecisionMs = 31 * dayMs;
/** Longest stretch of one correction. */
const longestMs = 400 * dayMs;

const invalid = (at: string, why: Reason): never => {
  throw new SolsteadError('input.invalid', { at: `repair.${at}`, why });
};

/** The corrections of a home. */
export function makeCorrections(parts: EnergyParts): Corrections {
  const { site, ledger, clock } = parts;
  const documents = documentsOf(ledger.store, site);
  const current = (): readonly Correction[] => ledger.rules.corrections;
  // Each is settled over those before it, and named beside them.
  const inTurn = makeTurns();

  /** Runs a change and says which days it changed. */
  const changed = async (touched: Touched, change: () => Promise<void>): Promise<Omit<CorrectionOutcome, 'saved'>> => {
    await ledger.settlement.settled();
    const tried = await ledger.settlement.trySettling(touched.hours, touched.after);
    const span = spanOf(parts, { touched, tried });
    const before = await dayRows(parts, span);
    await change();
    await ledger.rules.loadCorrections();
    await ledger.settlement.touch(touched.hours);
    if (touched.span !== undefined) await ledger.days.touch(touched.span);
    await ledger.settlement.settled();
    return differing(before, await dayRows(parts, span));
  };

  return {
    corrections: () => ledger.rules.savedCorrections.map(viewOf).toReversed(),
    async previewCorrection(given) {
      await ledger.settlement.settled();
      const repair = checked(parts, given);
      const touched = await touchedBy(parts, repair, [...current(), repair]);
      const tried = await ledger.settlement.trySettling(touched.hours, touched.after);
      const span = spanOf(parts, { touched, tried });
      const before = await dayRows(parts, span);
      const after = await triedRows(parts, { tried, touched, before });
      return { saved: false, ...differing(before, after) };
    },
    applyCorrection: (given, { why, by }) =>
      inTurn(async () => {
        const repair = checked(parts, given);
        const touched = await touchedBy(parts, repair, [...current(), repair]);
        const atMs = clock.nowMs();
        const known = new Set(ledger.rules.savedCorrections.map(({ id }) => id));
        let id = `repair-${atMs}`;
        for (let count = 2; known.has(id); count += 1) id = `repair-${atMs}-${count}`;
        const saved: SavedCorrection = { id, repair, why, by: by.name, atMs, hours: touched.hours };
        const rows = await changed(touched, () => documents.save(correctionDocuments, { id, atMs, content: saved }));
        return { saved: true, repair: viewOf(saved), ...rows };
      }),
    undoCorrection: (id) =>
      inTurn(async () => {
        const found = ledger.rules.savedCorrections.find((one) => one.id === id);
        if (found === undefined)
          throw new SolsteadError('input.invalid', { at: 'id', why: because('repair.unknown', { id }) });
        const after = ledger.rules.savedCorrections.filter((one) => one !== found).map(({ repair }) => repair);
        const touched = await undoneBy(parts, found, after);
        const rows = await changed(touched, () => documents.remove(correctionDocuments, id));
        return { saved: true, repair: viewOf(found), ...rows };
      }),
  };
}

function viewOf({ id, repair, why, by, atMs }: SavedCorrection): CorrectionView {
  if (repair.kind !== 'energy') return { id, repair, why, by, atMs };
  const { energy, ...rest } = repair;
  return { id, repair: { ...rest, energyWh: energy / 1000 }, why, by, atMs };
}

function checkSpan({ fromMs, toMs }: TimeRange): void {
  if (toMs <= fromMs) invalid('toMs', because('span.ends-first'));
  if (toMs - fromMs > longestMs) invalid('toMs', because('repair.too-long'));
}

/** Checks a correction against the home. */
function checked({ ledger }: EnergyParts, given: EnergyCorrection): Correction {
  const at =
    given.kind === 'overrule' ? (ledger.settlement.settledMs ?? 0) : 'atMs' in given ? given.atMs : given.fromMs;
  const plan = ledger.rules.planAt(hourOf(at));
  const needsSource = (source: string): void => {
    if (!plan.sources.some(({ id }) => id === source)) invalid('source', because('repair.source', { source }));
  };
  switch (given.kind) {
    case 'exclude':
      checkSpan(given);
      needsSource(given.source);
      return given;
    case 'replacement':
      needsSource(given.source);
      return given;
    case 'overrule':
      return given;
    case 'energy': {
      checkSpan(given);
      const { energyWh, channel, fromMs, toMs } = given;
      for (const edge of ['fromMs', 'toMs'] as const)
        if (given[edge] % bucketMs !== 0) invalid(edge, because('span.steps'));
      if (!isDerived(plan, channel) && !plan.sources.some((source) => doesBook(source, channel)))
        invalid('channel', because('repair.channel', { channel }));
      return { kind: 'energy', channel, fromMs, toMs, energy: Math.round(energyWh * 1000) };
    }
  }
}

/** What a correction affects. */
interface Touched {
  /** Hours to be settled again. */
  readonly hours: readonly number[];
  /** Days to be added up again in addition to those of the hours. */
  readonly span?: TimeRange;
  /** All corrections as they will be. */
  readonly after: readonly Correction[];
}

function hoursOf({ fromMs, toMs }: TimeRange): number[] {
  const hours: number[] = [];
  for (let at = hourOf(fromMs); at < toMs; at += hourMs) hours.push(at);
  return hours;
}

async function touchedBy(parts: EnergyParts, repair: Correction, after: readonly Correction[]): Promise<Touched> {
  switch (repair.kind) {
    case 'exclude':
      return { hours: hoursOf(repair), after };
    case 'replacement':
      return { hours: [hourOf(repair.atMs)], after };
    case 'energy':
      return { hours: [], span: repair, after };
    case 'overrule':
      return ofDisagreement(repair.event) === undefined
        ? { hours: await decidingHours(parts, repair.event), after }
        : { hours: [], span: await disagreementDay(parts, repair.event), after };
  }
}

/** The day whose meters are reported to disagree. */
async function disagreementDay({ ledger, figures }: EnergyParts, event: string): Promise<TimeRange> {
  const { startMs: fromMs, endMs: toMs } = localDay(ofDisagreement(event) ?? 0, ledger.timeZone);
  const isOverruled = ledger.rules.corrections.some((one) => one.kind === 'overrule' && one.event === event);
  const events = isOverruled ? [] : await figures.events({ fromMs, toMs });
  if (!isOverruled && !events.some(({ id }) => id === event)) invalid('event', because('repair.decision', { event }));
  return { fromMs, toMs };
}

/** The hour in which the decision was made, and the hour it concerns. */
async function decidingHours({ site, ledger }: EnergyParts, event: string): Promise<number[]> {
  assertOverrulable(event, ledger.rules.savedCorrections);
  const atMs = Number(/\/(\d+)$/.exec(event)?.[1] ?? Number.NaN);
  if (Number.isNaN(atMs)) return invalid('event', because('repair.no-decision', { event }));
  const first = hourOf(atMs);
  for (let fromMs = first; fromMs < first + longestDecisionMs; fromMs += dayMs) {
    const stored = await ledger.store.hours(site, { fromMs, toMs: fromMs + dayMs });
    const found = stored.find((hour) => unpackHour(hour).events.some(({ id }) => id === event));
    if (found !== undefined) return [...new Set([first, found.hourMs])];
  }
  return invalid('event', because('repair.decision', { event }));
}

/** The days that may differ: those of the hours that differ, and of what those hours allocate to earlier time. */
function spanOf(
  { ledger }: EnergyParts,
  { touched, tried }: { readonly touched: Touched; readonly tried: ReadonlyMap<number, KeptHour> },
): TimeRange {
  const starts = [...tried.values()].flatMap(({ fromMs, allocations, coverage }) => [
    fromMs,
    ...allocations.flatMap(({ parts }) => parts.map((part) => part.fromMs)),
    ...coverage.map((coverage) => coverage.fromMs),
  ]);
  const ends = [...tried.values()].map(({ toMs }) => toMs);
  const span = touched.span;
  // What was spread before the correction may have begun a day earlier.
  const fromMs = Math.min(...starts.map((at) => at - dayMs), ...touched.hours, span?.fromMs ?? Infinity);
  const toMs = Math.max(...ends, ...touched.hours.map((at) => at + hourMs), span?.toMs ?? 0);
  if (fromMs === Infinity) return { fromMs: 0, toMs: 0 };
  // Whole days, so that the unsettled part of today is in both sides of the comparison.
  return { fromMs: localDay(fromMs, ledger.timeZone).startMs, toMs: localDay(toMs - 1, ledger.timeZone).endMs };
}

/** The days that differ between the two. */
export function differing(
  before: readonly EnergyRow[],
  after: readonly EnergyRow[],
): Pick<CorrectionOutcome, 'before' | 'after'> {
  const then = new Map(after.map((row) => [row.startMs, JSON.stringify(row)]));
  const isOther = (row: EnergyRow): boolean => then.get(row.startMs) !== JSON.stringify(row);
  const changed = new Set(before.filter(isOther).map(({ startMs }) => startMs));
  return {
    before: before.filter(({ startMs }) => changed.has(startMs)),
    after: after.filter(({ startMs }) => changed.has(startMs)),
  };
}

/** The buckets of a day with the trial hours, and how many decisions they made. */
async function triedDay(
  { site, ledger }: EnergyParts,
  { startMs, endMs }: Span,
  { tried, touched }: Tried,
): Promise<{ readonly buckets: readonly EnergyBucket[]; readonly events: number }> {
  const hours = { fromMs: hourOf(startMs), toMs: Math.ceil(endMs / hourMs) * hourMs };
  const stored = await wholeHours(ledger.store, site, hours);
  const later = [...tried.values()].filter((one) => one.fromMs >= hours.toMs);
  const affecting = (await ledger.store.affecting(site, hours.toMs)).filter(({ hourMs: at }) => !tried.has(at));
  const own = stored.map((hour) => tried.get(hour.fromMs) ?? hour);
  const settled = [...own, ...affecting.map(unpackHour), ...later];
  const time = { fromMs: startMs, toMs: endMs };
  const made = bucketsOfHours({
    span: time,
    settled,
    corrections: touched.after,
    planAt: (at, by) => ledger.rules.planAt(at, by),
  });
  const open = ledger.days.openBuckets().filter((bucket) => bucket.startMs >= startMs && bucket.startMs < endMs);
  const told = withoutOverruled(disagreementsOf(made), touched.after);
  return { buckets: [...made, ...open], events: eventsOfHours(settled, time).length + told.length };
}

interface Tried {
  readonly tried: ReadonlyMap<number, KeptHour>;
  readonly touched: Touched;
}

/** The rows of days with the trial hours. */
async function triedRows(
  parts: EnergyParts,
  of: Tried & { readonly before: readonly EnergyRow[] },
): Promise<EnergyRow[]> {
  const { ledger, clock, tariffs, figures } = parts;
  const pricing = await tariffs.pricing();
  const spans = of.before.map(({ startMs, endMs }) => ({ startMs, endMs }));
  const firstMs = spans[0]?.startMs ?? 0;
  const run = moneyRun(pricing, spans);
  if (pricing.countsFromBefore)
    for await (const bucket of figures.bucketsOf({ fromMs: neededFrom(pricing, firstMs), toMs: firstMs }))
      run.add(bucket);
  const days: Pick<ReportUnit, 'startMs' | 'endMs' | 'sums'>[] = [];
  for (const span of spans) {
    const { buckets, events } = await triedDay(parts, span, of);
    for (const bucket of buckets) run.add(bucket);
    days.push({ ...span, sums: sumsOf(buckets, events) });
  }
  const moneys = run.finish();
  const units = days.flatMap((day, index): ReportUnit[] => {
    const money = moneys[index];
    return money === undefined ? [] : [{ ...day, money }];
  });
  const frame = { pricing, has: channelsOf(units), nowMs: clock.nowMs(), settledMs: ledger.settlement.settledMs ?? 0 };
  return of.before.flatMap((row, index) => {
    const unit = units[index];
    return unit === undefined ? [] : [rowOf(row, [unit], frame)];
  });
}
