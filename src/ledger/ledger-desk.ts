// What people ask of the ledger of a home and change in it. Answers are made of the figures.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { inEnglish } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { budgetState } from '#energy/budget.ts';
import { whyOf } from '#energy/metering/why.ts';
import { moneyOf as moneyFromText } from '#energy/money/decimal.ts';
import { presetNotice } from '#energy/money/presets/preset.ts';
import { presets } from '#energy/money/presets/presets.ts';
import { addedMoney, exactMoney } from '#energy/money/period-money.ts';
import { periodAt, periodsIn } from '#energy/periods.ts';
import { channelsOf, type EnergyRow, reportOf, rowOf } from '#energy/report.ts';
import { addedSums } from '#energy/sums.ts';
import { bucketMs, type Channel, type LedgerEvent, type Rule } from '#energy/types.ts';
import { bucketsOfHours } from './hour-buckets.ts';
import type { DeskParts } from './energy-figures.ts';
import { makeChoiceDesk } from './choice-desk.ts';
import { budgetDocuments, documentsOf, noteDocuments } from './documents.ts';
import { joinedPlan } from './device-timeline.ts';
import { unpackHour } from './packing.ts';
import { makeCorrections } from './corrections.ts';
import type { LedgerDesk } from './desk-types.ts';
import { carbonOfPreset, presetText } from './tariff-store.ts';
import type { Budget, BudgetStates, EnergyEvent, EnergyReport, EnergyWhy, TariffPreset } from '#api/ledger.ts';
import type { EnergyQuestion } from './types.ts';

const mostRows = 5000;
/** How short a period may be, hours. */
const leastHours = { hour: 1, day: 23, week: 160, month: 660, year: 8700 } as const;
const longestWhyMs = 93 * 24 * hourMs;

const ruleText: Readonly<Record<Rule, string>> = {
  counter: 'The difference of the counter between readings.',
  power: 'Power, each reading held until the next, up to the gap limit.',
  'gap-shape': 'The difference of the counter across a gap, laid as the power that was known meanwhile.',
  'gap-even': 'The difference of the counter across a gap, laid evenly.',
  derived: 'What is left of the others: sources less sinks.',
  repair: 'Put right by a person.',
};

/** Typical tariffs to start from. */
export function tariffPresets(): TariffPreset[] {
  return presets.map((preset) => ({
    id: preset.id,
    country: preset.country,
    zone: preset.zone,
    name: preset.tariff.name,
    currency: preset.tariff.currency,
    carbon: carbonOfPreset(preset),
    asOf: preset.asOf,
    notice: presetNotice(preset),
    text: presetText(preset),
  }));
}

/** The desk of a home. */
export function makeLedgerDesk(parts: DeskParts): LedgerDesk {
  const { ledger, shelf } = parts;
  return {
    report: (question) => siteReport(parts, question),
    events: async (span) => (await eventsIn(parts, span)).map((event) => eventView(parts, event)),
    why: (channel, span) => explained(parts, channel, span),
    tariff: () => shelf.view(),
    async changeTariff(change, by) {
      const saved = await shelf.change(change, by.name);
      if (!saved.saved) return saved;
      // Costed beside the live path; who asks meanwhile gets what is priced for them.
      parts.priceLater();
      return saved;
    },
    series: () => shelf.series(),
    async importSeries(text) {
      const imported = await shelf.importSeries(text);
      if (!imported.saved) return imported;
      parts.priceLater();
      return imported;
    },
    budgets: () => budgetsOf(parts),
    saveBudgets: (budgets) => saveBudgets(parts, budgets),
    settled: () => ledger.settlement.settled(),
    ...makeChoiceDesk(parts),
    ...makeCorrections(parts, (span) => dayRows(parts, span)),
  };
}

/** The rows of the days of a stretch: what a repair is held against. */
async function dayRows(
  { figures, ledger, clock, shelf }: DeskParts,
  span: { fromMs: number; toMs: number },
): Promise<EnergyRow[]> {
  const units = await figures.days(span);
  const pricing = await shelf.pricing();
  const frame = { pricing, has: channelsOf(units), nowMs: clock.nowMs(), settledMs: ledger.settlement.settledMs ?? 0 };
  return units.map((unit) => {
    const { label } = periodAt(unit.startMs, { kind: 'day', zone: ledger.timeZone });
    return rowOf({ label, startMs: unit.startMs, endMs: unit.endMs }, [unit], frame);
  });
}

async function siteReport(parts: DeskParts, { fromMs, toMs, by }: EnergyQuestion): Promise<EnergyReport> {
  const { ledger, shelf, figures, clock } = parts;
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
  const pricing = await shelf.pricing();
  const { tariff, revision } = pricing;
  const { work, settledMs } = ledger.settlement;
  return {
    timeZone,
    by,
    ...(tariff === undefined ? {} : { tariff: { name: tariff.name, revision, origin: 'own' } }),
    ...reportOf({ rows: periods, units, pricing, nowMs: clock.nowMs(), settledMs: settledMs ?? 0 }),
    ...(settledMs === undefined ? {} : { settledMs }),
    ...(work === undefined ? {} : { work }),
  };
}

/** Decisions on readings and on time, in order. */
async function eventsIn(
  { site, figures, ledger }: DeskParts,
  span: { fromMs: number; toMs: number },
): Promise<LedgerEvent[]> {
  const own = (await documentsOf(ledger.store, site).all(noteDocuments)).map(({ content }) => content);
  const within = own.filter(({ atMs }) => atMs >= span.fromMs && atMs < span.toMs);
  return [...(await figures.events(span)), ...within].sort((left, right) => left.atMs - right.atMs);
}

/** The device a source is of, as its id begins with. */
const deviceOf = (source: string): string | undefined =>
  source.includes(':') ? source.slice(0, source.indexOf(':')) : undefined;

function named({ deviceName }: DeskParts, source: string): { device?: string; deviceName?: string } {
  const device = deviceOf(source);
  const name = device === undefined ? undefined : deviceName(device);
  return { ...(device === undefined ? {} : { device }), ...(name === undefined ? {} : { deviceName: name }) };
}

function eventView(parts: DeskParts, { energy, ...event }: LedgerEvent): EnergyEvent {
  return { ...event, ...named(parts, event.source), energyWh: energy / 1000, why: inEnglish(event.reason) };
}

async function explained(
  parts: DeskParts,
  channel: Channel,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<EnergyWhy> {
  const { site, ledger } = parts;
  const fromMs = Math.floor(span.fromMs / bucketMs) * bucketMs;
  const toMs = Math.ceil(Math.min(span.toMs, ledger.settlement.settledMs ?? span.toMs) / bucketMs) * bucketMs;
  if (toMs - fromMs > longestWhyMs)
    throw new SolsteadError('input.invalid', { at: 'from', why: because('report.months') });
  if (toMs <= fromMs) return nothingToExplain(channel, fromMs, toMs);
  const whole = { fromMs: Math.floor(fromMs / hourMs) * hourMs, toMs: Math.ceil(toMs / hourMs) * hourMs };
  const stored = [...(await ledger.store.hours(site, whole)), ...(await ledger.store.reaching(site, whole.toMs))];
  const settled = stored.map(unpackHour);
  const repairs = ledger.rules.repairs;
  const buckets = bucketsOfHours({
    span: { fromMs, toMs },
    settled,
    repairs,
    planAt: (at, by) => ledger.rules.planAt(at, by),
  });
  const plan = joinedPlan(
    ledger.rules,
    // An hour that says nothing was settled by the usual.
    settled.map(({ fromMs: at, choices = '' }) => ({ fromMs: at, choices })),
  );
  const inside = settled.filter((hour) => hour.fromMs < toMs && hour.toMs > fromMs);
  const why = whyOf(channel, { plan, buckets, settled: inside }, { fromMs, toMs });
  const metrics = new Map(
    plan.sources.map((source) => [source.id, source.kind === 'power' ? source.metrics.join('+') : source.metric]),
  );
  return {
    channel,
    startMs: fromMs,
    endMs: toMs,
    energyWh: why.energy / 1000,
    from: why.from.map(({ source, rule, energy }) => {
      const metric = metrics.get(source);
      return {
        source,
        ...named(parts, source),
        ...(metric === undefined ? {} : { metric }),
        rule,
        ruleText: ruleText[rule],
        energyWh: energy / 1000,
        share: why.energy === 0 ? 0 : energy / why.energy,
      };
    }),
    measured: clamped(why.measured),
    estimated: clamped(why.estimated),
    missing: clamped(why.missing),
    events: why.events.map((event) => eventView(parts, event)),
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

const clamped = (share: number): number => Math.min(1, Math.max(0, share));

function nothingToExplain(channel: Channel, fromMs: number, toMs: number): EnergyWhy {
  const shares = { measured: 0, estimated: 0, missing: 0 };
  return { channel, startMs: fromMs, endMs: Math.max(fromMs, toMs), energyWh: 0, from: [], ...shares, events: [] };
}

const budgetsId = 'budgets';

async function savedBudgets({ site, ledger }: DeskParts): Promise<readonly Budget[]> {
  const [document] = await documentsOf(ledger.store, site).all(budgetDocuments);
  return document?.content ?? [];
}

/** Thousandths of a watt-hour, or amounts of money: whole numbers both. */
function wholeOf(text: string, what: Budget['what']): bigint {
  const amount = moneyFromText(text) ?? 0n;
  return what === 'cost' ? amount : amount / 10n ** 15n;
}

function textOf(amount: bigint, what: Budget['what']): string {
  return exactMoney(what === 'cost' ? amount : amount * 10n ** 15n);
}

async function budgetsOf(parts: DeskParts): Promise<BudgetStates> {
  const { ledger, figures, clock, shelf } = parts;
  const nowMs = clock.nowMs();
  const { tariff } = await shelf.pricing();
  const states: BudgetStates['budgets'][number][] = [];
  for (const budget of await savedBudgets(parts)) {
    const { startMs, endMs } = periodAt(nowMs, { kind: budget.per, zone: ledger.timeZone });
    const units = await figures.days({ fromMs: startMs, toMs: endMs });
    const money = addedMoney(units.map((unit) => unit.money));
    const { what } = budget;
    const energy = addedSums(units.map((unit) => unit.sums)).channels[what === 'cost' ? 'import' : what]?.[0] ?? 0;
    const used = what === 'cost' ? money.cost - money.earned : BigInt(energy);
    const state = budgetState({ limit: wholeOf(budget.limit, what), used, span: { startMs, endMs }, nowMs });
    states.push({
      ...budget,
      startMs,
      endMs,
      used: textOf(state.used, what),
      left: textOf(state.left, what),
      ...(state.projected === undefined ? {} : { projected: textOf(state.projected, what) }),
      state: state.state,
    });
  }
  return { ...(tariff === undefined ? {} : { currency: tariff.currency }), budgets: states };
}

async function saveBudgets(parts: DeskParts, budgets: readonly Budget[]): Promise<BudgetStates> {
  const { site, ledger, clock, shelf } = parts;
  for (const [index, budget] of budgets.entries()) {
    const twin = budgets.findIndex(({ id }) => id === budget.id);
    if (twin !== index)
      throw new SolsteadError('input.invalid', {
        at: `budgets.${index}.id`,
        why: because('budget.twice', { id: budget.id }),
      });
    if (moneyFromText(budget.limit) === undefined)
      throw new SolsteadError('input.invalid', { at: `budgets.${index}.limit`, why: because('budget.limit') });
    if (budget.what === 'cost' && (await shelf.pricing()).tariff === undefined)
      throw new SolsteadError('input.invalid', { at: `budgets.${index}.what`, why: because('budget.no-tariff') });
  }
  const atMs = clock.nowMs();
  await documentsOf(ledger.store, site).save(budgetDocuments, { id: budgetsId, atMs, content: budgets });
  return budgetsOf(parts);
}
