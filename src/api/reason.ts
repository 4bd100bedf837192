// A reason as it is sent: a code with parameters, for clients that speak the language of who uses them.
import Type from 'typebox';
import type { Reason as CoreReason } from '#core/reason.ts';

/** A reason of the catalogue; `docs/errors.md` lists the codes. */
export const Reason = Type.Unsafe<CoreReason>(
  Type.Object({ code: Type.String(), params: Type.Record(Type.String(), Type.Unknown()) }),
);
