// Ports of the computer that devices hang on.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

/** A port of this computer that a device may hang on. */
export const Port = Type.Object({
  address: Type.String({ description: 'To be used as link address; stable across reboots where there is one' }),
  path: Type.String(),
  kind: Type.Union([Type.Literal('serial'), Type.Literal('hid'), Type.Literal('ble')]),
  /** Maker and product as the system knows them. */
  title: Type.String(),
  usable: Type.Boolean(),
  /** Why it cannot be used and what helps. */
  problem: Type.Optional(Type.String()),
  reason: Type.Optional(Reason),
  rssi: Type.Optional(Type.Number({ description: 'How strongly a Bluetooth device is heard, dBm' })),
  likely: Type.Optional(Type.String({ description: 'Id of the protocol it likely speaks, by what it says of itself' })),
  likelyTitle: Type.Optional(Type.String()),
  /** Name of the device that uses it already. */
  usedBy: Type.Optional(Type.String()),
});
export type Port = Frozen<Static<typeof Port>>;
export const Ports = Type.Array(Port);
