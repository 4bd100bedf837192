// What is set of an output that posts JSON to an address of somebody's own.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { httpCertificates, httpServer } from './http.ts';

/** A web service of somebody's own. */
export const WebhookOutput = Type.Object({
  kind: Type.Literal('webhook'),
  server: httpServer,
  method: Type.Union([Type.Literal('POST'), Type.Literal('PUT')], { default: 'POST', description: 'Method' }),
  body: Type.Union([Type.Literal('batches'), Type.Literal('devices'), Type.Literal('template')], {
    default: 'batches',
    description:
      'batches: a list of all that waits; devices: a request for each batch of a device; template: the same in a form of one’s own',
  }),
  template: Type.Optional(
    Type.String({
      maxLength: 10_000,
      description: 'JSON with {{site}}, {{device}}, {{time}} and metrics such as {{pv.power}} in place of values',
    }),
  ),
  auth: Type.Union(
    [
      Type.Literal('none'),
      Type.Literal('basic'),
      Type.Literal('bearer'),
      Type.Literal('header'),
      Type.Literal('signature'),
    ],
    {
      default: 'none',
      description: 'signature: the header X-Solstead-Signature has the HMAC-SHA256 of the body by the secret',
    },
  ),
  user: Type.Optional(line({ maxLength: 200, description: 'User, with basic' })),
  header: Type.Optional(
    Type.String({
      maxLength: 60,
      pattern: '^[A-Za-z][A-Za-z0-9-]*$',
      description: 'Name of the header, such as X-Api-Key',
    }),
  ),
  headers: Type.Optional(
    Type.String({
      maxLength: 4000,
      description: 'Further headers, a line for each: X-House: cabin. They are no secrets',
    }),
  ),
  ...httpCertificates,
});
export type WebhookOutput = Frozen<Static<typeof WebhookOutput>>;
