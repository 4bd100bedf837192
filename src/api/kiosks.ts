// The contract between server and clients for tablets on a wall: links that show one home, for looking alone.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

const kiosk = {
  id: Type.String(),
  name: Type.String(),
  createdMs: atMs,
  expiresMs: Type.Optional(
    Type.Number({ description: 'Until when the link waits to be opened, epoch milliseconds; absent: it was' }),
  ),
  /** When it was last used, to some minutes, and from which address. */
  usedMs: Type.Optional(atMs),
  from: Type.Optional(Type.String()),
};
/** A tablet, or a link that waits for one. */
const KioskView = Type.Object(kiosk);
export type KioskView = Frozen<Static<typeof KioskView>>;
export const KioskViews = Type.Array(KioskView);
/** A link to be made. */
export const NewKiosk = Type.Object({ name: line({ minLength: 1, maxLength: 80 }) });
/** A new link; its secret is told this once: it stands in the address `#/kiosk/<secret>`. */
export const MadeKiosk = Type.Object({
  ...kiosk,
  secret: Type.String(),
  /** Under what other computers reach this one, the likeliest first; empty: it listens for its own computer alone. */
  hosts: Type.Array(Type.String()),
});
/** What a browser opens a link with. */
export const KioskSecret = Type.Object({ secret: line({ minLength: 1, maxLength: 100 }) });
