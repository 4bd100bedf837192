// The contract of a look for what an earlier system left in the folder that was named at start.
import Type, { type Static } from 'typebox';
import type { MetricId } from '#core/catalogue.ts';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

const FoundSeries = Type.Object({
  name: Type.String(),
  part: Type.Optional(Type.String({ description: 'Of what it is, such as inverter_1' })),
  values: Type.Integer(),
  metric: Type.Optional(
    Type.Unsafe<MetricId>(
      Type.String({ description: 'What it becomes, an id of docs/metrics.md; absent: it is left out' }),
    ),
  ),
  device: Type.Optional(Type.String({ description: 'The device that gets it' })),
  factor: Type.Optional(Type.Number({ description: 'To the unit and sign of the metric' })),
  why: Reason,
});

const Found = Type.Object({
  path: Type.String({ description: 'Where it is, below the folder' }),
  kind: Type.Enum(['export', 'backup', 'database', 'settings']),
  what: Reason,
  text: Type.String({ description: 'What it is and what to do with it, in English' }),
  holds: Type.Optional(
    Type.Object({
      values: Type.Integer(),
      fromMs: atMs,
      toMs: atMs,
      series: Type.Array(FoundSeries, { description: 'The first of them' }),
      count: Type.Integer({ description: 'How many series there are' }),
      unmapped: Type.Integer({ description: 'How many of them are left out' }),
    }),
  ),
  failure: Type.Optional(Reason),
});

/** A look through the folder. */
export const PredecessorLook = Type.Object({
  state: Type.Enum(['none', 'running', 'done', 'failed'], { description: '`none`: nobody has looked since the start' }),
  folder: Type.Optional(Type.String({ description: 'The folder that was named at start; absent: none was' })),
  beganMs: Type.Optional(atMs),
  endedMs: Type.Optional(atMs),
  found: Type.Array(Found),
  /** Why it found nothing. */
  failure: Type.Optional(Reason),
});
export type PredecessorLook = Frozen<Static<typeof PredecessorLook>>;
