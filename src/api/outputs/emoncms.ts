// What is set of an output to Emoncms.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { httpCertificates } from './http.ts';

/** Emoncms, of one's own or emoncms.org. */
export const EmoncmsOutput = Type.Object({
  kind: Type.Literal('emoncms'),
  server: line({
    default: 'https://emoncms.org',
    minLength: 1,
    maxLength: 300,
    description: 'Address of Emoncms, with its path: http://emonpi/emoncms',
  }),
  node: Type.Optional(
    Type.String({
      maxLength: 40,
      pattern: '^[A-Za-z0-9_-]*$',
      description: 'What the names of its nodes begin with; absent: nothing',
    }),
  ),
  ca: httpCertificates.ca,
});
export type EmoncmsOutput = Frozen<Static<typeof EmoncmsOutput>>;
