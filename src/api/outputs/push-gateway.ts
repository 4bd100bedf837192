// What is set of an output to a Prometheus Pushgateway.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { furtherLabels, httpAccount, httpCertificates, httpServer } from './http.ts';

/** A Pushgateway: it keeps the newest of each device until it is scraped. */
export const PushGatewayOutput = Type.Object({
  kind: Type.Literal('prometheus-push-gateway'),
  server: httpServer,
  job: line({ default: 'solstead', minLength: 1, maxLength: 100, description: 'Label job of the groups' }),
  push: Type.Union([Type.Literal('put'), Type.Literal('post')], {
    default: 'put',
    description: 'put: takes the place of the whole group of a device; post: of what has the same name there',
  }),
  ...furtherLabels,
  ...httpAccount,
  ...httpCertificates,
});
export type PushGatewayOutput = Frozen<Static<typeof PushGatewayOutput>>;
