// What is set of an output to NATS.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { httpCertificates } from './http.ts';

/** Subjects of a NATS server or cluster of somebody's own. */
export const NatsOutput = Type.Object({
  kind: Type.Literal('nats'),
  server: line({
    minLength: 1,
    maxLength: 500,
    description:
      'nats://host:4222, or tls://host:4222 with TLS; several servers of one cluster with commas between them',
  }),
  auth: Type.Union(
    [
      Type.Literal('none'),
      Type.Literal('basic'),
      Type.Literal('token'),
      Type.Literal('credentials'),
      Type.Literal('nkey'),
    ],
    {
      default: 'none',
      description: 'basic: user and password; token: a token; credentials: the text of a file .creds; nkey: a seed',
    },
  ),
  user: Type.Optional(line({ maxLength: 200, description: 'User, with basic' })),
  ...httpCertificates,
  body: Type.Union([Type.Literal('json'), Type.Literal('plain')], {
    default: 'json',
    description: 'json: a message for each device and moment; plain: one for each value, its text alone',
  }),
  subject: Type.Optional(
    line({
      maxLength: 200,
      description:
        'Words and the gaps {{site}}, {{device}} and {{metric}} with dots between them; absent: solstead.{{site}}.{{device}}, with .{{metric}} where each value is a message',
    }),
  ),
  delivery: Type.Union([Type.Literal('auto'), Type.Literal('stream'), Type.Literal('core')], {
    default: 'auto',
    description:
      'What counts as delivered: auto: what a stream of JetStream confirms or, where none takes the subject, the server; stream: what a stream confirms; core: what the server has',
  }),
});
export type NatsOutput = Frozen<Static<typeof NatsOutput>>;
