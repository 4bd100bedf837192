// What is set of an output to a PostgreSQL database, with TimescaleDB or without.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

/** A table of readings in a database of somebody's own. */
export const PostgresOutput = Type.Object({
  kind: Type.Literal('postgres'),
  server: line({ minLength: 1, maxLength: 300, description: 'postgres://account@host:5432/database' }),
  tls: Type.Boolean({ default: false, description: 'TLS, with a certificate that is checked' }),
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the server, PEM' }),
  ),
  schema: line({
    default: 'solstead',
    minLength: 1,
    maxLength: 63,
    description: 'Schema with the table readings; both are made if they are not there',
  }),
});
export type PostgresOutput = Frozen<Static<typeof PostgresOutput>>;
