// The contract of plug-ins: what there is, what is wrong with it, and what it may do.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

/** A plug-in. */
export const PlugIn = Type.Object({
  file: Type.String({ description: 'Name of its file' }),
  kind: Type.Optional(Type.Union([Type.Literal('protocol'), Type.Literal('output'), Type.Literal('action')])),
  id: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  /** Why it is left out. */
  problem: Type.Optional(Reason),
  /** `asked`: it wants to open connections, and nobody has agreed to that since its file last changed. */
  network: Type.Union([Type.Literal('none'), Type.Literal('asked'), Type.Literal('allowed')]),
  /** What went wrong last since the start. */
  trouble: Type.Optional(
    Type.Object({ atMs: Type.Number({ description: 'Epoch milliseconds, UTC' }), reason: Reason }),
  ),
});
export type PlugIn = Frozen<Static<typeof PlugIn>>;

/** The plug-ins of an installation. */
export const PlugIns = Type.Object({ plugIns: Type.Array(PlugIn) });

/** A consent. */
export const PlugInConsent = Type.Object({
  isAllowed: Type.Boolean({ description: 'Whether it may open connections, as its file is now' }),
});
