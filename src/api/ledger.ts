// The contract of the ledger: energy in Wh with three decimals, money in decimal texts, exact: sums of rows are the total.
import { PhaseRule } from './meter-roles.ts';
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';
import { money } from './tariffs.ts';
import { Turn } from './turn.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const wattHours = Type.Number({ description: 'Energy in Wh, a whole number of milliwatt-hours' });
const share = Type.Number({ minimum: 0, maximum: 1, description: 'Share of the time, 0 to 1' });
const percent = Type.Number({ description: 'Percent, 0 to 100' });
const moment = (text: string) => Type.Optional(line({ maxLength: 60, description: text }));

/** What a home's energy is booked under. */
export const EnergyChannel = Type.Union([
  Type.Literal('pv'),
  Type.Literal('import'),
  Type.Literal('export'),
  Type.Literal('charge'),
  Type.Literal('discharge'),
  Type.Literal('generator'),
  Type.Literal('load'),
]);
export type EnergyChannel = Frozen<Static<typeof EnergyChannel>>;

/** Widths of rows. */
export const EnergyPeriod = Type.Union([
  Type.Literal('hour'),
  Type.Literal('day'),
  Type.Literal('week'),
  Type.Literal('month'),
  Type.Literal('year'),
]);
export type EnergyPeriod = Frozen<Static<typeof EnergyPeriod>>;

/**
 * Periods that touch [from, to), whole; at most 5000. Default: this month by day; by hour
 * today, by month or year this year. Money needs a tariff that was saved.
 */
export const EnergyQuery = Type.Object({
  from: moment('A date (2026-03-01) or time in the zone of the site, a time with its offset, or epoch ms'),
  to: moment('Like from, exclusive; default: the end of the day (hour), month (day, week) or year of from'),
  by: Type.Optional(EnergyPeriod),
});
export type EnergyQuery = Frozen<Static<typeof EnergyQuery>>;

/** Energy from where to where in the home. */
const EnergyFlows = Type.Object({
  pvToLoadWh: wattHours,
  pvToBatteryWh: wattHours,
  pvToGridWh: wattHours,
  batteryToLoadWh: wattHours,
  batteryToGridWh: wattHours,
  gridToLoadWh: wattHours,
  gridToBatteryWh: wattHours,
  generatorToLoadWh: Type.Optional(wattHours),
  generatorToBatteryWh: Type.Optional(wattHours),
  generatorToGridWh: Type.Optional(wattHours),
});

/** What a circuit inside the home used. */
const CircuitEnergy = Type.Object({
  /** The device that measures it; `circuits` of the report names it. */
  device: Type.String(),
  energyWh: wattHours,
  /** What fed it: in each 5 minutes as the home was fed. What is missing to its energy has no known origin. */
  origins: Type.Optional(
    Type.Object({
      pvWh: wattHours,
      batteryWh: wattHours,
      gridWh: wattHours,
      /** Only if there is a generator. */
      generatorWh: Type.Optional(wattHours),
    }),
  ),
  measured: share,
  estimated: share,
  missing: share,
});

/** A period. What the home does not have, and what cannot be said (0 of 0, no tariff, nothing known), is absent. */
export const EnergyRow = Type.Object({
  /** `2026-10-25T02:00+01:00`, `2026-10-25`, `2026-W43`, `2026-10`, `2026`; `total` of the total. */
  label: Type.String(),
  startMs: atMs,
  endMs: atMs,
  /** Whether the period is over and settled: it changes no more by itself. */
  complete: Type.Boolean(),
  pvWh: Type.Optional(wattHours),
  loadWh: Type.Optional(wattHours),
  importWh: Type.Optional(wattHours),
  exportWh: Type.Optional(wattHours),
  chargeWh: Type.Optional(wattHours),
  dischargeWh: Type.Optional(wattHours),
  generatorWh: Type.Optional(wattHours),
  flows: EnergyFlows,
  /** What circuits used of the load; absent where nothing is known of any. */
  circuits: Type.Optional(Type.Array(CircuitEnergy)),
  /** The load less the circuits; absent without either, and where circuits used more. */
  everythingElseWh: Type.Optional(wattHours),
  /** What circuits used more than the whole load: they disagree. */
  circuitsOverWh: Type.Optional(wattHours),
  /** Sources less sinks: what the meters disagree by, signed. */
  /** What the meters disagree by, summed without a sign; absent where nothing can balance. */
  meteringErrorWh: Type.Optional(wattHours),
  selfSufficiency: Type.Optional(percent),
  selfConsumption: Type.Optional(percent),
  /** What was taken and the charges beside it, taxes included. */
  cost: Type.Optional(money),
  /** What was given to the grid brought; cost − earned is the bill. */
  earned: Type.Optional(money),
  /** `pv`: by the sun alone, against the same time without sun and battery; `battery`: by the battery beside the sun. */
  savings: Type.Optional(Type.Object({ pv: Type.Optional(money), battery: Type.Optional(money) })),
  /** Emitted for what was taken from the grid. */
  co2Kg: Type.Optional(Type.Number()),
  /** Avoided by the sun. */
  co2SavedKg: Type.Optional(Type.Number()),
  /** Of the time that is over, mean of the channels; the three are 1, or all 0 where the period has not begun. */
  measured: share,
  estimated: share,
  missing: share,
  /** How many decisions were taken in it: see the events. */
  events: Type.Integer(),
});
export type EnergyRow = Frozen<Static<typeof EnergyRow>>;

/** A line of the bill of the whole stretch; earnings are below 0. */
const BillLine = Type.Object({
  kind: Type.Union([
    Type.Literal('import'),
    Type.Literal('export'),
    Type.Literal('standing'),
    Type.Literal('demand'),
    Type.Literal('steps'),
    Type.Literal('tax'),
    Type.Literal('limit'),
    Type.Literal('generator'),
    Type.Literal('credit-limit'),
  ]),
  /** Which version of the tariff, from 1. */
  edition: Type.Integer(),
  name: Type.String(),
  window: Type.String(),
  net: money,
  vat: money,
  amount: money,
  /** How it came about, as code and parameters, and in English. */
  reason: Reason,
  why: Type.String(),
});

/** Energy no price was found for, or only a fallback one, and why. */
const UnpricedEnergy = Type.Object({
  side: Type.Union([Type.Literal('import'), Type.Literal('export'), Type.Literal('generator')]),
  name: Type.String(),
  energyWh: wattHours,
  reason: Reason,
  why: Type.String(),
});

/** The answer: rows in order and their exact sum. */
export const EnergyReport = Type.Object({
  timeZone: Type.String(),
  by: EnergyPeriod,
  /** ISO 4217; absent without a tariff. */
  currency: Type.Optional(Type.String()),
  /** Which tariff the money is of. */
  tariff: Type.Optional(
    Type.Object({
      name: Type.String(),
      revision: Type.Integer(),
      origin: Type.Union([Type.Literal('own'), Type.Literal('preset')]),
    }),
  ),
  rows: Type.Array(EnergyRow),
  total: EnergyRow,
  /** The circuits of the rows, by their devices; absent where there is none. */
  circuits: Type.Optional(Type.Array(Type.Object({ device: Type.String(), name: Type.String() }))),
  bill: Type.Optional(Type.Array(BillLine)),
  /** Energy no price was found for: it is in no sum of money. */
  unpriced: Type.Optional(Type.Array(UnpricedEnergy)),
  /** Energy the market had no price for: the fallback price of the tariff was used. */
  assumed: Type.Optional(Type.Array(UnpricedEnergy)),
  /** Hours before this are settled. */
  settledMs: Type.Optional(atMs),
  /** Hours that are being settled now, for a progress bar; absent when all is done. */
  work: Type.Optional(Type.Object({ done: Type.Integer(), total: Type.Integer() })),
});
export type EnergyReport = Frozen<Static<typeof EnergyReport>>;

/** A decision on readings, for a person to see and to overrule (repair `overrule` with its id). */
export const EnergyEvent = Type.Object({
  id: Type.String(),
  atMs,
  source: Type.String(),
  /** Of the device; absent for `clock` and `home`. */
  device: Type.Optional(Type.String()),
  deviceName: Type.Optional(Type.String()),
  kind: Type.Union([
    Type.Literal('reset'),
    Type.Literal('rollover'),
    Type.Literal('glitch'),
    Type.Literal('held'),
    Type.Literal('suspect'),
    Type.Literal('trusted'),
    Type.Literal('disagreement'),
    Type.Literal('rejected'),
    Type.Literal('gap'),
    Type.Literal('day-start'),
    Type.Literal('replaced'),
    Type.Literal('clock'),
    Type.Literal('stand-in'),
    Type.Literal('role'),
    Type.Literal('repair'),
  ]),
  /** What was booked because of it. */
  energyWh: wattHours,
  /** What was seen and what was done, as code and parameters, and in English. */
  reason: Reason,
  why: Type.String(),
  /** `count`: how many readings it stands for. */
  count: Type.Integer(),
  turn: Turn,
});
export type EnergyEvent = Frozen<Static<typeof EnergyEvent>>;

/** Decisions in [from, to), in order of time. Default: this month. */
export const EventsQuery = Type.Object({ from: moment('As in energy'), to: moment('As in energy') });
export type EventsQuery = Frozen<Static<typeof EventsQuery>>;
export const EnergyEvents = Type.Object({ events: Type.Array(EnergyEvent) });
export type EnergyEvents = Frozen<Static<typeof EnergyEvents>>;

/** Where a channel's energy of [from, to) comes from; whole buckets of 5 minutes. */
export const WhyQuery = Type.Object({
  channel: EnergyChannel,
  from: moment('As in energy'),
  to: moment('As in energy'),
});
export type WhyQuery = Frozen<Static<typeof WhyQuery>>;
export const EnergyWhy = Type.Object({
  channel: EnergyChannel,
  startMs: atMs,
  endMs: atMs,
  energyWh: wattHours,
  /** Most energy first. */
  from: Type.Array(
    Type.Object({
      source: Type.String(),
      device: Type.Optional(Type.String()),
      deviceName: Type.Optional(Type.String()),
      metric: Type.Optional(Type.String()),
      rule: Type.Union([
        Type.Literal('counter'),
        Type.Literal('power'),
        Type.Literal('gap-shape'),
        Type.Literal('gap-even'),
        Type.Literal('derived'),
        Type.Literal('repair'),
      ]),
      /** The rule in a sentence, as code and parameters, and in English. */
      ruleReason: Reason,
      ruleText: Type.String(),
      energyWh: wattHours,
      /** Of the energy, 0 to 1. */
      share: Type.Number(),
    }),
  ),
  measured: share,
  estimated: share,
  missing: share,
  events: Type.Array(EnergyEvent),
  /** What integration of power says beside the counters; difference = counters − integration. */
  integrated: Type.Optional(Type.Object({ energyWh: wattHours, differenceWh: wattHours })),
});
export type EnergyWhy = Frozen<Static<typeof EnergyWhy>>;

/** A counter of a device. */
const CounterName = Type.Object({
  device: line({ minLength: 1, maxLength: 100 }),
  metric: line({ minLength: 1, maxLength: 100, description: 'As in the catalogue: grid.energy.import' }),
});

const countingOptions = {
  /**
   * `net`: phases are added up at every moment, as most meters bill; `net-minute` and `net-quarter`: what goes both ways within a
   * minute or a quarter of an hour is set off, too; `each`: one by one.
   */
  phases: PhaseRule,
  /** `derived`: the home's use is what is left of the others; `own`: what its own meter says. */
  load: Type.Union([Type.Literal('own'), Type.Literal('derived')]),
  /** Counters that start again each midnight of the site. */
  daily: Type.Array(CounterName, { maxItems: 200 }),
  plausibleW: Type.Optional(
    Type.Number({ minimum: 500, maximum: 10_000_000, description: 'Most power that can flow, W; default 50000' }),
  ),
};
const optionsBeside = {
  counters: Type.Array(Type.Object({ ...CounterName.properties, deviceName: Type.Optional(line({ maxLength: 200 })) })),
  /** Absent while nobody chose. */
  changed: Type.Optional(Type.Object({ by: line({ maxLength: 200 }), atMs })),
};
/**
 * How energy is counted, for all time. All hours whose readings are still there are settled again in the background (`work` of
 * energy); the others stay as they are.
 */
const CountingOptions = Type.Object(countingOptions);
export type CountingOptions = Frozen<Static<typeof CountingOptions>>;

/** How energy is counted, with the counters that were ever read, and who chose last. */
export const CountingOptionsView = Type.Object({ ...countingOptions, ...optionsBeside });

/** How energy is to be counted. What the view says beside it may be sent back, and is passed over. */
export const CountingOptionsChange = Type.Object({
  ...countingOptions,
  ...Type.Partial(Type.Object(optionsBeside)).properties,
});
export type CountingOptionsView = Frozen<Static<typeof CountingOptionsView>>;
