// What is set of an output to VictoriaMetrics.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { furtherLabels, httpAccount, httpCertificates, httpServer } from './http.ts';

/** VictoriaMetrics, single or a cluster. */
export const VictoriaMetricsOutput = Type.Object({
  kind: Type.Literal('victoria-metrics'),
  server: httpServer,
  ...furtherLabels,
  ...httpAccount,
  ...httpCertificates,
});
export type VictoriaMetricsOutput = Frozen<Static<typeof VictoriaMetricsOutput>>;
