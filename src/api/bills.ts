// Bills of the supplier and the plant as a purchase: what a person enters, and what the home's own figures say beside it.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';
import { money } from './tariffs.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day of the calendar of the home' });
/** Watt-hours. */
const wh = Type.Number({ minimum: 0, maximum: 1e12 });
/** An amount of 0 or more, exact. */
const spent = Type.String({ pattern: '^\\d+(\\.\\d+)?$', maxLength: 60, description: 'An exact amount of 0 or more' });
const currency = { currency: Type.Optional(line({ maxLength: 10 })) };
const share = Type.Number({ minimum: 0, maximum: 1, description: 'Share of the time' });

/** Why something is so, as code and parameters, and in English. */
const Told = Type.Object({ reason: Reason, why: Type.String() });

const bill = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  /** The first and the last day that is billed, both included. */
  firstDay: day,
  lastDay: day,
  /** What the supplier says was bought. */
  importWh: wh,
  /** What it says was sold; absent: the bill does not say. */
  exportWh: Type.Optional(wh),
  /** To be paid; below 0 what is paid out. */
  amount: money,
};
const Bill = Type.Object(bill);
export type Bill = Frozen<Static<typeof Bill>>;

/** What cannot be said is absent. */
const counted = Type.Object({
  importWh: Type.Optional(Type.Number()),
  exportWh: Type.Optional(Type.Number()),
  /** By the tariff: what was bought, without fuel, less what was sold where the bill says it. */
  amount: Type.Optional(money),
});
const billState = {
  startMs: atMs,
  endMs: atMs,
  /** What the home counted itself in that time. */
  counted,
  /** The bill less that: above 0 where the supplier says more. */
  difference: counted,
  /** Of the time that is over, for what was bought. */
  estimated: share,
  missing: share,
  /** What the differences are likely to come from, the weightiest first. */
  reasons: Type.Array(Told),
};

/** What an answer says beside what is saved. */
const passed = Type.Optional(Type.Unknown());

/** All bills of a site. What their answer says beside them may be sent back, and is passed over. */
export const Bills = Type.Object({
  ...currency,
  bills: Type.Array(
    Type.Object({
      ...bill,
      startMs: passed,
      endMs: passed,
      counted: passed,
      difference: passed,
      estimated: passed,
      missing: passed,
      reasons: passed,
    }),
    { maxItems: 100 },
  ),
});
export type Bills = Frozen<Static<typeof Bills>>;

/** Bills against what the home counted, the newest first. */
export const BillStates = Type.Object({
  ...currency,
  bills: Type.Array(Type.Object({ ...bill, ...billState })),
});
export type BillStates = Frozen<Static<typeof BillStates>>;

/** What the plant cost. */
export const Plant = Type.Object({
  price: spent,
  /** What was given towards it. */
  subsidies: Type.Optional(spent),
  /** The first day it gave power. */
  since: day,
});
export type Plant = Frozen<Static<typeof Plant>>;

const payback = Type.Object({
  /** Price less subsidies. */
  net: money,
  /** The energy without sun and battery less what was paid, from the day of the plant on. */
  saved: money,
  /** Below 0 when it brought more than it cost. */
  left: money,
  years: Type.Array(Type.Object({ year: Type.String(), startMs: atMs, endMs: atMs, saved: money, missing: share })),
  /** What it saves in a year at the pace of the last; absent with too little history. */
  perYear: Type.Optional(money),
  state: Type.Union([
    Type.Literal('paid-back'),
    Type.Literal('on-the-way'),
    Type.Literal('never'),
    Type.Literal('unknown'),
  ]),
  /** When it was paid back, or will be at that pace. */
  paidBackMs: Type.Optional(atMs),
  /** What has to be known to judge this by. */
  reasons: Type.Array(Told),
});

/** The plant and what it has brought; without a plant there is nothing to say. */
export const PlantState = Type.Object({
  ...currency,
  plant: Type.Optional(Plant),
  payback: Type.Optional(payback),
});
export type PlantState = Frozen<Static<typeof PlantState>>;

/** The plant; absent: it is forgotten. What the answer says beside it may be sent back, and is passed over. */
export const PlantChange = Type.Object({
  ...currency,
  plant: Type.Optional(Plant),
  payback: passed,
});
export type PlantChange = Frozen<Static<typeof PlantChange>>;
