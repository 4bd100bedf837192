// The contract of what a person puts right in the energy of a home; as in ledger.ts, energy is in Wh.
import Type, { type Static } from 'typebox';
import { lastMs } from '#core/instant.ts';
import type { Frozen } from './frozen.ts';
import { EnergyChannel, EnergyRow } from './ledger.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

/** A moment of a request: of the years that can be reckoned with. */
const givenMs = Type.Number({ minimum: 0, maximum: lastMs, description: 'Epoch milliseconds, UTC' });

/** Something a person puts right. `source` as in events and why. */
export const EnergyCorrection = Type.Union([
  /** Leaves out the readings of a source in [fromMs, toMs). */
  Type.Object({
    kind: Type.Literal('exclude'),
    source: line({ minLength: 1, maxLength: 200 }),
    fromMs: givenMs,
    toMs: givenMs,
  }),
  /** A meter was exchanged at a moment. */
  Type.Object({
    kind: Type.Literal('replacement'),
    source: line({ minLength: 1, maxLength: 200 }),
    atMs: givenMs,
    oldEndWh: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
    newStartWh: Type.Number({ minimum: 0, maximum: 1e12 }),
  }),
  /** The energy of a channel in [fromMs, toMs), whole 5 minutes, is this and no other. */
  Type.Object({
    kind: Type.Literal('energy'),
    channel: EnergyChannel,
    fromMs: givenMs,
    toMs: givenMs,
    energyWh: Type.Number({ minimum: 0, maximum: 1e9 }),
  }),
  /** Turns a decision: what the event is about is booked, or is not. */
  Type.Object({
    kind: Type.Literal('overrule'),
    event: line({ minLength: 1, maxLength: 200 }),
    isBooked: Type.Boolean(),
  }),
]);
export type EnergyCorrection = Frozen<Static<typeof EnergyCorrection>>;

/** A repair to be looked at or saved. */
export const NewCorrection = Type.Object({
  repair: EnergyCorrection,
  why: Type.String({ minLength: 1, maxLength: 500, description: 'Why it is put right' }),
  /** true: before and after, nothing is saved. */
  preview: Type.Optional(Type.Boolean()),
});
export type NewCorrection = Frozen<Static<typeof NewCorrection>>;

/** A repair that was saved: who, when, why. */
export const SavedCorrection = Type.Object({
  id: Type.String(),
  repair: EnergyCorrection,
  why: Type.String(),
  by: Type.String(),
  atMs,
});
export type SavedCorrection = Frozen<Static<typeof SavedCorrection>>;

/** Those in force, newest first; what was undone stands in the audit log. */
export const Repairs = Type.Object({ repairs: Type.Array(SavedCorrection) });
export type Repairs = Frozen<Static<typeof Repairs>>;

/**
 * What a repair changes: the days that differ, as they were and as they are (preview: would be). Undoing one answers this, too,
 * the other way round.
 */
export const CorrectionOutcome = Type.Object({
  saved: Type.Boolean(),
  repair: Type.Optional(SavedCorrection),
  before: Type.Array(EnergyRow),
  after: Type.Array(EnergyRow),
});
export type CorrectionOutcome = Frozen<Static<typeof CorrectionOutcome>>;
