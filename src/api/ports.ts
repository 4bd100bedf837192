// Ports of the computer that devices hang on.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

/** A port of this computer that a device may hang on. */
export const Port = Type.Object({
  address: Type.String({ description: 'To be used as link address; stable across reboots where there is one' }),
  path: Type.String(),
  kind: Type.Union([Type.Literal('serial'), Type.Literal('hid')]),
  /** Maker and product as the system knows them. */
  title: Type.String(),
  usable: Type.Boolean(),
  /** Why it cannot be used and what helps. */
  problem: Type.Optional(Type.String()),
  reason: Type.Optional(Reason),
  /** Name of the device that uses it already. */
  usedBy: Type.Optional(Type.String()),
});
export type Port = Frozen<Static<typeof Port>>;
export const Ports = Type.Array(Port);
