// What is set of an output over Prometheus' remote write.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { furtherLabels, httpAccount, httpCertificates, httpServer } from './http.ts';

/** Prometheus, Mimir, Thanos, Grafana Cloud and others. */
export const RemoteWriteOutput = Type.Object({
  kind: Type.Literal('prometheus-remote-write'),
  server: httpServer,
  ...furtherLabels,
  ...httpAccount,
  ...httpCertificates,
});
export type RemoteWriteOutput = Frozen<Static<typeof RemoteWriteOutput>>;
