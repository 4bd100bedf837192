// The contract of outputs: where a home gives its readings, which of them, and how that goes.
import Type, { type Static } from 'typebox';
import { OutputSettings } from './outputs/kinds.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const count = Type.Integer({ minimum: 0 });
const device = line({ minLength: 1, maxLength: 100, description: 'Id of a device' });
const metrics = line({
  minLength: 1,
  maxLength: 100,
  description: 'Id of a metric, or the beginning of one followed by *, such as battery.*',
});
const most = 200;
const seconds = Type.Integer({ minimum: 1, maximum: 86_400 });

/** Which values an output gets; what is absent does not narrow. */
const OutputFilter = Type.Object({
  devices: Type.Optional(Type.Array(device, { maxItems: most })),
  exceptDevices: Type.Optional(Type.Array(device, { maxItems: most })),
  metrics: Type.Optional(Type.Array(metrics, { maxItems: most })),
  exceptMetrics: Type.Optional(Type.Array(metrics, { maxItems: most })),
  /** A value of one metric and device comes no more often than this. */
  everySeconds: Type.Optional(seconds),
  /** Only values that differ from the last one. */
  changesOnly: Type.Optional(Type.Boolean()),
  /** By how much numbers have to differ, in the unit of the metric; the first that names the metric counts. */
  deadBands: Type.Optional(
    Type.Array(Type.Object({ metrics, by: Type.Number({ minimum: 0, maximum: 1e9 }) }), { maxItems: most }),
  ),
  /** An unchanged value comes again after so long. */
  againSeconds: Type.Optional(seconds),
});
export type OutputFilter = Frozen<Static<typeof OutputFilter>>;

const name = line({ minLength: 1, maxLength: 80, description: 'Name of the output' });
const secret = Type.String({
  maxLength: 2000,
  description: 'Password or token; absent: it stays; empty: it is forgotten',
});

/** What a person sets. */
export const OutputChange = Type.Object({
  name,
  settings: OutputSettings,
  filter: Type.Optional(OutputFilter),
  isOn: Type.Boolean(),
  secret: Type.Optional(secret),
});
export type OutputChange = Frozen<Static<typeof OutputChange>>;

/** An output that is tried. */
export const OutputTrial = Type.Object({
  /** One that is there already: its secret is used where none is given and the server is the same. */
  id: Type.Optional(line({ maxLength: 100 })),
  settings: OutputSettings,
  filter: Type.Optional(OutputFilter),
  secret: Type.Optional(secret),
});
export type OutputTrial = Frozen<Static<typeof OutputTrial>>;

/** An output, and how it is doing. */
export const Output = Type.Object({
  id: Type.String(),
  name: Type.String(),
  settings: OutputSettings,
  filter: OutputFilter,
  isOn: Type.Boolean(),
  hasSecret: Type.Boolean(),
  state: Type.Object({
    /** `starting`: it has not reached its server yet; `failing`: it is tried again. */
    state: Type.Union([
      Type.Literal('off'),
      Type.Literal('starting'),
      Type.Literal('working'),
      Type.Literal('failing'),
    ]),
    sinceMs: atMs,
    /** Batches of readings: taken by the server since the start, waiting on the disk, and lost to its bound. */
    sent: count,
    waiting: count,
    bytes: count,
    dropped: count,
    sentMs: Type.Optional(atMs),
    trouble: Type.Optional(Type.Object({ atMs, reason: Reason })),
  }),
});
export type Output = Frozen<Static<typeof Output>>;

/** The outputs of a home. */
export const Outputs = Type.Object({ outputs: Type.Array(Output) });
export type Outputs = Frozen<Static<typeof Outputs>>;

/** What a test found. */
export const OutputTested = Type.Object({
  tookMs: count,
  /** Some of what would be sent now, and how much there is. */
  samples: Type.Array(Type.Object({ to: Type.String({ description: 'Topic or address' }), content: Type.String() })),
  count,
  note: Type.Optional(Reason),
});
export type OutputTested = Frozen<Static<typeof OutputTested>>;

/** What became of an output that was removed. */
export const OutputRemoved = Type.Object({
  /** Why what it had left at its server is still there. */
  leftovers: Type.Optional(Reason),
});
export type OutputRemoved = Frozen<Static<typeof OutputRemoved>>;

/** The kinds of outputs there are, with the JSON Schema of what is set of each. */
export const OutputKinds = Type.Object({
  kinds: Type.Array(Type.Object({ kind: Type.String(), settings: Type.Record(Type.String(), Type.Unknown()) })),
});
export type OutputKinds = Frozen<Static<typeof OutputKinds>>;
