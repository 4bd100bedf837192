// The contract between server and clients for what is not as usual at a home: schemas and types, as in contract.ts.
import Type, { type Static } from 'typebox';
import { lastMs } from '#core/instant.ts';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const time = Type.Integer({ minimum: 0, maximum: lastMs, description: 'Epoch milliseconds, UTC' });

/** What touches the span; epoch ms. */
export const AnomalyQuery = Type.Object({
  from: Type.Optional(time),
  to: Type.Optional(time),
  /** Only what lasts and was not dismissed. */
  open: Type.Optional(Type.Boolean()),
});
export type AnomalyQuery = Frozen<Static<typeof AnomalyQuery>>;

/** One finding; docs/anomalies.md says when each kind is found. */
export const Anomaly = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  device: Type.String(),
  metric: Type.String(),
  fromMs: atMs,
  /** When there was enough evidence. */
  noticedMs: atMs,
  /** Absent while it lasts. */
  toMs: Type.Optional(atMs),
  severity: Type.Union([Type.Literal('notice'), Type.Literal('warning'), Type.Literal('alarm')]),
  evidence: Type.Object({
    observed: Type.Number(),
    expected: Type.Number(),
    /** `value`: in the unit of the metric. */
    measure: Type.Union([Type.Literal('value'), Type.Literal('hours'), Type.Literal('ratio')]),
    windowMs: Type.Number(),
    samples: Type.Number(),
  }),
  reason: Reason,
  /** What a person may check. */
  advice: Reason,
  /** Both in English. */
  why: Type.String(),
  hint: Type.String(),
  dismissed: Type.Optional(Type.Object({ atMs, by: Type.String() })),
});
export type Anomaly = Frozen<Static<typeof Anomaly>>;
export const Anomalies = Type.Array(Anomaly);
