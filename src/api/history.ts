// The contract of the history as a thing: how much there is, how long what is kept, what is being done to it.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const days = (what: string) =>
  Type.Optional(
    Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }), Type.Null()], {
      description: `Days to keep ${what}; null: for ever; absent: the standard`,
    }),
  );

/** How long some series are kept; the first rule that fits decides. Standard: raw 90 days, 5 minutes 365, hours for ever. */
const Retention = Type.Object(
  {
    site: Type.Optional(line({ maxLength: 63 })),
    /** A metric, or the beginning of one with a `*` behind. */
    metric: Type.Optional(Type.String({ pattern: '^[a-z0-9_.]+\\*?$', maxLength: 80 })),
    rawDays: days('points as they came'),
    fiveMinuteDays: days('roll-ups of 5 minutes'),
    hourDays: days('roll-ups of an hour'),
  },
  { additionalProperties: false },
);

/** All rules, in order. */
export const RetentionChange = Type.Object({ rules: Type.Array(Retention, { maxItems: 100 }) });
export type RetentionChange = Frozen<Static<typeof RetentionChange>>;

const Tier = Type.Object({ rows: Type.Integer(), bytes: Type.Integer(), fromMs: Type.Optional(atMs) });

/** The history as a thing. */
export const HistoryState = Type.Object({
  points: Type.Integer(),
  series: Type.Integer(),
  /** On disk. */
  bytes: Type.Integer(),
  /** Why the last write failed, where it did. */
  failure: Type.Optional(Type.Object({ reason: Reason, why: Type.String() })),
  work: Type.Optional(Type.Object({ kind: Type.String(), done: Type.Integer(), total: Type.Integer(), sinceMs: atMs })),
  tiers: Type.Optional(Type.Object({ raw: Tier, fiveMinutes: Tier, hours: Tier, days: Tier })),
  /** Absent where the history is in an engine that keeps lengths of its own. */
  retention: Type.Optional(Type.Array(Retention)),
  damage: Type.Optional(
    Type.Array(Type.Object({ at: Type.String(), reason: Reason, why: Type.String(), fromMs: atMs, toMs: atMs })),
  ),
  reachedMs: Type.Optional(
    Type.Number({ description: 'Nothing is deleted as if it were later, epoch ms: time that was seen to pass' }),
  ),
  aheadMs: Type.Optional(
    Type.Number({
      description: 'How far the clock is ahead of that, ms; deleted for it only when it was confirmed for a day',
    }),
  ),
});
export type HistoryState = Frozen<Static<typeof HistoryState>>;
