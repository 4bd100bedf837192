// How a decision of the ledger is turned round: what answers say beside each of them.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';

/**
 * The act that turns a decision round: most are overruled (repair `overrule` with their id); what a device measures is set as its role,
 * a replaced meter is a correction to be undone, values a wrong clock dated are
 * moved, and of a side that fell silent the energy can be set.
 */
export const Turn = Type.Union([
  Type.Object({ by: Type.Literal('overrule') }),
  Type.Object({ by: Type.Literal('role'), device: Type.String() }),
  Type.Object({ by: Type.Literal('undo'), repair: Type.Optional(Type.String()) }),
  Type.Object({ by: Type.Literal('misdated') }),
  Type.Object({ by: Type.Literal('energy') }),
]);
export type Turn = Frozen<Static<typeof Turn>>;
