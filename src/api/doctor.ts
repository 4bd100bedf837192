// The contract of a look at the whole installation: what was found, line by line, and what to do about it.
import Type, { type Static } from 'typebox';
import { checkAreas } from '#core/check-up.ts';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

const Area = Type.Enum([...checkAreas], { description: 'What was looked at' });

/** One thing that was looked at. */
const ExaminedLine = Type.Object({
  area: Area,
  state: Type.Enum(['ok', 'warn', 'fail', 'skipped'], {
    description: '`warn`: it works, and may not for long; `fail`: it does not work; `skipped`: it was not looked at',
  }),
  reason: Reason,
  what: Type.String({ description: 'What was found, in English' }),
  /** What to do. */
  advice: Type.Optional(Reason),
  help: Type.Optional(Type.String({ description: 'What to do, in English' })),
});

/** A look at the installation. */
export const InstallationLook = Type.Object({
  state: Type.Enum(['none', 'running', 'done', 'failed'], {
    description: '`none`: nobody has looked since the start; while it is `running`, the lines found so far',
  }),
  beganMs: Type.Optional(Type.Number({ description: 'Epoch milliseconds, UTC' })),
  endedMs: Type.Optional(Type.Number({ description: 'Epoch milliseconds, UTC' })),
  areas: Type.Array(Area, { description: 'Areas that have been looked at' }),
  of: Type.Integer({ description: 'How many areas there are' }),
  lines: Type.Array(ExaminedLine),
  /** Why it found nothing. */
  failure: Type.Optional(Reason),
});
export type InstallationLook = Frozen<Static<typeof InstallationLook>>;
