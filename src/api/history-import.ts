// The contract of taking the history of an earlier system into a home that runs: what is asked for, how far it is, what became of it.
import Type, { type Static } from 'typebox';
import type { MetricId } from '#core/catalogue.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const device = line({ minLength: 1, maxLength: 63, description: 'The device that gets it; absent: `earlier`' });
const count = Type.Integer({ minimum: 0 });
const metric = Type.Unsafe<MetricId>(Type.String({ description: 'An id of docs/metrics.md' }));

const SaidOfSeries = Type.Object(
  {
    name: line({ minLength: 1, maxLength: 300, description: 'As the source names it' }),
    part: Type.Optional(line({ maxLength: 200, description: 'Of what it is, as the source says' })),
    metric: Type.Optional(
      Type.Unsafe<MetricId>(line({ maxLength: 100, description: 'An id of docs/metrics.md; absent: it is left out' })),
    ),
    device: Type.Optional(device),
    factor: Type.Optional(
      Type.Number({ minimum: -1e9, maximum: 1e9, description: 'To the unit and sign of the metric; absent: 1' }),
    ),
  },
  { additionalProperties: false },
);

/** An import to begin. */
export const ImportRequest = Type.Object(
  {
    path: line({ minLength: 1, maxLength: 1000, description: 'Of something that the look found' }),
    device: Type.Optional(device),
    series: Type.Optional(
      Type.Array(SaidOfSeries, { maxItems: 2000, description: 'Only what differs from what is recognised' }),
    ),
    isDry: Type.Boolean({ description: 'Only says what would change' }),
    isBeside: Type.Optional(
      Type.Boolean({ description: 'What is there already under another name is another device' }),
    ),
  },
  { additionalProperties: false },
);
export type ImportRequest = Frozen<Static<typeof ImportRequest>>;

const ImportSpan = Type.Object({
  points: count,
  days: Type.Integer({ minimum: 0, description: 'How many days of UTC have some' }),
  fromMs: atMs,
  toMs: atMs,
});

const ImportedSeries = Type.Object({
  name: Type.String(),
  part: Type.Optional(Type.String()),
  values: count,
  metric: Type.Optional(metric),
  device: Type.Optional(Type.String()),
  factor: Type.Optional(Type.Number()),
  why: Reason,
});

const ImportOutcome = Type.Object({
  values: count,
  added: Type.Optional(ImportSpan),
  replaced: Type.Optional(ImportSpan),
  same: Type.Optional(ImportSpan),
  leftOut: Type.Integer({ minimum: 0, description: 'Values of series that are left out' }),
  rejects: Type.Object({
    count,
    first: Type.Array(Type.Object({ line: count, column: Type.Optional(Type.String()), why: Reason })),
  }),
  series: Type.Array(ImportedSeries, { description: 'The first of them' }),
  count,
  beside: Type.Array(Type.String(), { description: 'Devices imported before that cover the same time' }),
});

/** The import under way, or the last one. */
export const ImportState = Type.Object({
  state: Type.Enum(['none', 'running', 'done', 'failed', 'ended'], { description: '`none`: none since the start' }),
  request: Type.Optional(
    Type.Object({ path: Type.String(), device: Type.Optional(Type.String()), isDry: Type.Boolean() }),
  ),
  step: Type.Optional(Type.Enum(['looking', 'comparing', 'writing', 'settling'])),
  done: Type.Optional(Type.Number({ description: 'Values, or hours while energy is settled' })),
  total: Type.Optional(Type.Number({ description: 'Absent: not known yet' })),
  leftMs: Type.Optional(Type.Number({ description: 'About how long the step still takes' })),
  beganMs: Type.Optional(atMs),
  endedMs: Type.Optional(atMs),
  isAgain: Type.Optional(Type.Boolean({ description: 'It was broken off, and goes on' })),
  outcome: Type.Optional(ImportOutcome),
  failure: Type.Optional(Reason),
});
export type ImportState = Frozen<Static<typeof ImportState>>;
