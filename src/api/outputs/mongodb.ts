// What is set of an output to a MongoDB database.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

/** A collection of readings in a database of somebody's own. */
export const MongoOutput = Type.Object({
  kind: Type.Literal('mongodb'),
  server: line({ minLength: 1, maxLength: 300, description: 'mongodb://account@host:27017/database' }),
  accounts: line({
    default: 'admin',
    minLength: 1,
    maxLength: 63,
    description: 'Database in which the account is kept',
  }),
  tls: Type.Boolean({ default: false, description: 'TLS, with a certificate that is checked' }),
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the server, PEM' }),
  ),
  collection: Type.String({
    default: 'readings',
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$',
    description: 'Collection of the readings',
  }),
});
export type MongoOutput = Frozen<Static<typeof MongoOutput>>;
