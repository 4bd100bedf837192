// The contract of outputs: where a home gives its readings, which of them, and how that goes.
import Type, { type Static } from 'typebox';
import { bounds } from '#core/expression/tree.ts';
import { waitingMb } from '#core/output.ts';
import { GivenSettings, OutputSettings } from './outputs/kinds.ts';
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
export const OutputFilter = Type.Object({
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
  onlyWhen: Type.Optional(
    Type.String({
      maxLength: bounds.characters,
      description: 'Only while this condition holds, such as battery.soc > 30 % (docs/expressions.md)',
    }),
  ),
  /** What devices and metrics are called there. */
  names: Type.Optional(
    Type.Object({
      devices: Type.Optional(
        Type.Array(Type.Object({ from: device, to: line({ minLength: 1, maxLength: 63 }) }), { maxItems: most }),
      ),
      metrics: Type.Optional(
        Type.Array(Type.Object({ from: metrics, to: line({ minLength: 1, maxLength: 100 }) }), { maxItems: most }),
      ),
    }),
  ),
  waitingMb: Type.Optional(
    Type.Integer({
      minimum: waitingMb.least,
      maximum: waitingMb.most,
      description: `MiB that may wait on the disk for a server that is away, then the oldest go; ${waitingMb.usual}`,
    }),
  ),
});
export type OutputFilter = Frozen<Static<typeof OutputFilter>>;

const name = line({ minLength: 1, maxLength: 80, description: 'Name of the output' });
const secret = Type.String({
  maxLength: 8000,
  description: 'Password, token or credentials; absent: it stays; empty: it is forgotten',
});

const clientKey = Type.String({
  maxLength: 8000,
  description: 'Key of the client certificate, PEM; absent: it stays; empty: it is forgotten',
});

/** What a person sets. */
export const OutputChange = Type.Object({
  name,
  settings: GivenSettings,
  filter: Type.Optional(OutputFilter),
  isOn: Type.Boolean(),
  secret: Type.Optional(secret),
  clientKey: Type.Optional(clientKey),
});
export type OutputChange = Frozen<Static<typeof OutputChange>>;

/** An output that is tried. */
export const OutputTrial = Type.Object({
  /** One that is there already: its secret is used where none is given and the server is the same. */
  id: Type.Optional(line({ maxLength: 100 })),
  settings: GivenSettings,
  filter: Type.Optional(OutputFilter),
  secret: Type.Optional(secret),
  clientKey: Type.Optional(clientKey),
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
  hasClientKey: Type.Boolean(),
  state: Type.Object({
    /** `starting`: it has not reached its server yet; `failing`: it is tried again. */
    state: Type.Union([
      Type.Literal('off'),
      Type.Literal('starting'),
      Type.Literal('working'),
      Type.Literal('failing'),
    ]),
    sinceMs: atMs,
    /** Batches of readings: taken by the server since the start (of one that is asked: answers), waiting on the disk, and lost to its bound. */
    sent: count,
    waiting: count,
    bytes: count,
    dropped: count,
    /** Values that the server will never take, since the start, and the last of them. */
    refused: count,
    refusal: Type.Optional(Type.Object({ atMs, reason: Reason })),
    /** Batches that its condition held back since the start; absent: it has none. */
    heldBack: Type.Optional(count),
    sentMs: Type.Optional(atMs),
    /** When something is due next, of one that sends seldom. */
    nextMs: Type.Optional(atMs),
    /** Who asked last, of an output that is asked. */
    asked: Type.Optional(Type.Object({ by: Type.String({ description: 'Address' }), atMs })),
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
  kinds: Type.Array(
    Type.Object({
      kind: Type.String(),
      settings: Type.Record(Type.String(), Type.Unknown()),
      title: Type.Optional(Type.String({ description: 'What a plug-in calls itself' })),
      secret: Type.Optional(Type.String({ description: 'What a plug-in calls its password; absent: it has none' })),
    }),
  ),
});
export type OutputKinds = Frozen<Static<typeof OutputKinds>>;
