// The contract between server and clients for the clock of the computer: what is known of it, and what a person says.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';

/** What is known of the wall clock. */
export const ClockState = Type.Object({
  atMs: Type.Number({ description: 'What it shows, epoch milliseconds, UTC' }),
  /** Whether something beside it – the system, devices, a person – says that it is right. */
  isConfirmed: Type.Boolean(),
  /** What it shows more than other clocks say, ms; absent where nobody knows. */
  aheadMs: Type.Optional(Type.Number()),
});
export type ClockState = Frozen<Static<typeof ClockState>>;

/** What a person says of it, for a day or until it is set. */
export const ClockWord = Type.Object({ isRight: Type.Boolean() });
