// What is set of an output whose kind is a plug-in: a value for each of its settings, which are checked against what it says of itself.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';

/** In front of the id of a plug-in: no kind of Solstead's own, also none to come, is called so. */
export const plugInPrefix = 'plugin-';

/** An output of a plug-in. */
export const PlugInOutput = Type.Object(
  { kind: Type.Unsafe<`plugin-${string}`>(Type.String({ pattern: '^plugin-[a-z0-9][a-z0-9-]{0,39}$' })) },
  { additionalProperties: Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Boolean()]) },
);
export type PlugInOutput = Frozen<Static<typeof PlugInOutput>>;
