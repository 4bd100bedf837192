// What is set of every output to an HTTP server: where it is, as whom it is asked, and whose certificates are trusted.
import Type from 'typebox';
import { line } from '../line.ts';

/** Where the server is. */
export const httpServer = line({
  minLength: 1,
  maxLength: 300,
  description: 'http://host:port or https://host, with a path if the server is behind one',
});

/** As whom it is asked, where the server leaves that open. */
export const httpAccount = {
  auth: Type.Union([Type.Literal('none'), Type.Literal('basic'), Type.Literal('bearer'), Type.Literal('header')], {
    default: 'none',
    description: 'basic: user and password; bearer: a token; header: a header with a token of its own',
  }),
  user: Type.Optional(line({ maxLength: 200, description: 'User, with basic' })),
  header: Type.Optional(
    Type.String({
      maxLength: 60,
      pattern: '^[A-Za-z][A-Za-z0-9-]*$',
      description: 'Name of the header, such as X-Api-Key',
    }),
  ),
};

/** Whose certificates are trusted, and the one of this side. */
export const httpCertificates = {
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the server, PEM' }),
  ),
  cert: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of this side, PEM; its key is given apart' }),
  ),
};

/** Labels that every series gets. */
export const furtherLabels = {
  labels: Type.Optional(
    line({ maxLength: 1000, description: 'Labels that every series gets besides: house=cabin, owner=anna' }),
  ),
};
