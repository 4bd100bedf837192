// The contract of values that were written while the wall clock was wrong: they have a wrong date, and can be moved to the right one.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { EnergyRow } from './ledger.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

/** Values of one device with a wrong date. */
export const MisdatedDevice = Type.Object({
  device: Type.String(),
  name: Type.Optional(Type.String()),
  moments: Type.Number({ description: 'Readings, each of one or more values' }),
  fromMs: atMs,
  toMs: atMs,
});
export type MisdatedDevice = Frozen<Static<typeof MisdatedDevice>>;

/** A stretch of values that were written by a clock that was set afterwards. */
export const Misdated = Type.Object({
  id: Type.String(),
  /** As they are dated, or were before they were moved. */
  fromMs: atMs,
  toMs: atMs,
  byMs: Type.Number({ description: 'What is to be added to their times, ms' }),
  isSure: Type.Boolean({
    description: 'Another clock says so, or the clock came back to where it was; else only that it was set',
  }),
  state: Type.Union([Type.Literal('offered'), Type.Literal('moved')]),
  moved: Type.Optional(Type.Object({ by: Type.String(), why: line(), atMs })),
  devices: Type.Array(MisdatedDevice),
});
export type Misdated = Frozen<Static<typeof Misdated>>;

/** The newest first. */
export const MisdatedList = Type.Object({ stretches: Type.Array(Misdated) });
export type MisdatedList = Frozen<Static<typeof MisdatedList>>;

/** A stretch to be looked at or moved. */
export const MisdatedMove = Type.Object({
  why: line({ minLength: 1, maxLength: 500, description: 'Why it is put right' }),
  /** true: what would move, nothing is changed. */
  preview: Type.Optional(Type.Boolean()),
});
export type MisdatedMove = Frozen<Static<typeof MisdatedMove>>;

/** What moves, and the days whose energy differs afterwards; a preview has no days. */
export const MisdatedOutcome = Type.Object({
  saved: Type.Boolean(),
  stretch: Misdated,
  /** Readings that stay, because at their right time others stand. */
  left: Type.Number(),
  before: Type.Array(EnergyRow),
  after: Type.Array(EnergyRow),
});
export type MisdatedOutcome = Frozen<Static<typeof MisdatedOutcome>>;
