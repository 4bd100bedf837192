// Tariffs, price series and budgets: what is saved and shown of them.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
/** An amount, exact. */
export const money = Type.String({
  pattern: '^-?\\d+(\\.\\d+)?$',
  maxLength: 60,
  description: 'An exact amount in the currency',
});
const dryRun = Type.Optional(Type.Boolean({ description: 'true: says what would be, saves nothing' }));

/** Something wrong with the text of a tariff; line and column count from 1. */
export const TariffProblem = Type.Object({
  line: Type.Integer(),
  column: Type.Integer(),
  /** What is wrong, as code and parameters, and in English. */
  reason: Reason,
  why: Type.String(),
});
export type TariffProblem = Frozen<Static<typeof TariffProblem>>;

/** Emission factor and what a tree takes up. */
export const CarbonFactors = Type.Object({
  kgPerKwh: Type.Number({ minimum: 0, maximum: 5 }),
  kgPerTree: Type.Number({ minimum: 1, maximum: 1000 }),
  /** A series of emission factors that goes before the fixed one. */
  series: Type.Optional(line({ maxLength: 80 })),
});
export type CarbonFactors = Frozen<Static<typeof CarbonFactors>>;

/**
 * The tariff in force, and all that were saved, newest first. `preset`: none was saved; what is
 * shown is typical for the zone, to start from, and no money is computed by it.
 */
export const SiteTariff = Type.Object({
  origin: Type.Union([Type.Literal('own'), Type.Literal('preset')]),
  /** Counts what was saved; 0 of a preset. */
  revision: Type.Integer(),
  name: Type.String(),
  currency: Type.String(),
  /** YAML or JSON as it was written. */
  text: Type.String(),
  /** What to know of a preset before it is believed. */
  notice: Type.Optional(Type.String()),
  /** There is no typical tariff for the zone: the text is without prices, which a person has to put in. */
  neutral: Type.Optional(Type.Literal(true)),
  versions: Type.Array(
    Type.Object({
      edition: Type.Integer(),
      from: Type.String(),
      note: Type.Optional(Type.String()),
      /** Absent where a later edition begins at the same moment and has taken its place. */
      startMs: Type.Optional(atMs),
      endMs: Type.Optional(atMs),
    }),
  ),
  carbon: CarbonFactors,
  revisions: Type.Array(Type.Object({ revision: Type.Integer(), atMs, by: Type.String(), text: Type.String() })),
});
export type SiteTariff = Frozen<Static<typeof SiteTariff>>;

/**
 * A whole tariff, or one more version (`from: …`) of the one in force. With problems nothing is saved. The past is costed
 * anew; the old text is kept.
 */
export const TariffChange = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 500_000, description: 'YAML or JSON: docs/tariffs.md' }),
  carbon: Type.Optional(CarbonFactors),
  dryRun,
});
export type TariffChange = Frozen<Static<typeof TariffChange>>;
export const TariffSaved = Type.Object({
  saved: Type.Boolean(),
  problems: Type.Array(TariffProblem),
  /** As it is now, or with dryRun would be; absent with problems. */
  tariff: Type.Optional(SiteTariff),
});
export type TariffSaved = Frozen<Static<typeof TariffSaved>>;

/** A typical tariff of a country, to start from. */
export const TariffPreset = Type.Object({
  id: Type.String(),
  /** ISO 3166 */
  country: Type.String(),
  zone: Type.String(),
  name: Type.String(),
  currency: Type.String(),
  carbon: CarbonFactors,
  asOf: Type.String(),
  notice: Type.String(),
  /** YAML, to be changed and saved as a tariff of one's own. */
  text: Type.String(),
});
export type TariffPreset = Frozen<Static<typeof TariffPreset>>;
export const TariffPresets = Type.Array(TariffPreset);
export type TariffPresets = Frozen<Static<typeof TariffPresets>>;

/** Formats of prices and emission factors. */
export const SeriesFormat = Type.Union([
  Type.Literal('csv'),
  Type.Literal('entsoe'),
  Type.Literal('awattar'),
  Type.Literal('nordpool'),
  Type.Literal('energy-charts'),
  Type.Literal('smard'),
  Type.Literal('octopus'),
  Type.Literal('tibber'),
  Type.Literal('energinet'),
  Type.Literal('elering'),
  Type.Literal('carbonintensity'),
]);
export type SeriesFormat = Frozen<Static<typeof SeriesFormat>>;

/** Slots of a series out of a file or an answer; those of the same start are replaced. */
export const SeriesImport = Type.Object({
  /** The name tariffs know it by. */
  series: line({ minLength: 1, maxLength: 80 }),
  kind: Type.Union([Type.Literal('price'), Type.Literal('carbon')]),
  format: SeriesFormat,
  text: Type.String({ minLength: 1, maxLength: 1_000_000 }),
  /** CSV and energinet: ISO 4217. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  /** CSV: what a price is of; default `kilowatt-hour`. `hundredth`: cents or pence a kilowatt-hour. */
  per: Type.Optional(
    Type.Union([Type.Literal('kilowatt-hour'), Type.Literal('megawatt-hour'), Type.Literal('hundredth')]),
  ),
  /** Nord Pool, energinet: bidding zone; Elering: country. */
  area: Type.Optional(line({ maxLength: 20 })),
  dryRun,
});
export type SeriesImport = Frozen<Static<typeof SeriesImport>>;

/** A series a site has. */
export const SeriesSummary = Type.Object({
  series: Type.String(),
  kind: Type.Union([Type.Literal('price'), Type.Literal('carbon')]),
  currency: Type.Optional(Type.String()),
  slots: Type.Integer(),
  fromMs: Type.Optional(atMs),
  toMs: Type.Optional(atMs),
});
export type SeriesSummary = Frozen<Static<typeof SeriesSummary>>;

const KnownPrice = Type.Object({ fromMs: atMs, toMs: atMs, price: Type.Number() });

/** What a kWh costs and earns, with tax; stretches of which nothing is known are left out. Without a tariff there is no currency. */
export const KnownPrices = Type.Object({
  currency: Type.Optional(Type.String()),
  import: Type.Array(KnownPrice),
  export: Type.Array(KnownPrice),
});
export type KnownPrices = Frozen<Static<typeof KnownPrices>>;

/** The series of a site. */
export const SeriesList = Type.Object({ series: Type.Array(SeriesSummary) });
export type SeriesList = Frozen<Static<typeof SeriesList>>;

/** What an import brought, or with dryRun would bring; at most 100 notes. */
export const SeriesImported = Type.Object({
  saved: Type.Boolean(),
  series: SeriesSummary,
  notes: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('gap'), Type.Literal('overlap'), Type.Literal('duplicate')]),
      startMs: atMs,
      endMs: atMs,
    }),
  ),
});
export type SeriesImported = Frozen<Static<typeof SeriesImported>>;

/** A limit of a month or a year; `limit` in Wh (import, load) or in the currency (cost: cost − earned). */
const budget = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  what: Type.Union([Type.Literal('import'), Type.Literal('load'), Type.Literal('cost')]),
  per: Type.Union([Type.Literal('month'), Type.Literal('year')]),
  limit: money,
};
const Budget = Type.Object(budget);
export type Budget = Frozen<Static<typeof Budget>>;

const budgetState = {
  startMs: atMs,
  endMs: atMs,
  used: money,
  /** Below 0 when exceeded. */
  left: money,
  /** What the end will be if it goes on so; absent in the first twentieth. */
  projected: Type.Optional(money),
  state: Type.Union([Type.Literal('within'), Type.Literal('heading-over'), Type.Literal('over')]),
};
const budgetsHead = { currency: Type.Optional(line({ maxLength: 10 })) };

/** All budgets of a site. What their answer says beside them may be sent back, and is passed over. */
export const Budgets = Type.Object({
  ...budgetsHead,
  budgets: Type.Array(Type.Object({ ...budget, ...Type.Partial(Type.Object(budgetState)).properties }), {
    maxItems: 50,
  }),
});
export type Budgets = Frozen<Static<typeof Budgets>>;

/** How they stand in the present month or year. */
export const BudgetStates = Type.Object({
  ...budgetsHead,
  budgets: Type.Array(Type.Object({ ...budget, ...budgetState })),
});
export type BudgetStates = Frozen<Static<typeof BudgetStates>>;
