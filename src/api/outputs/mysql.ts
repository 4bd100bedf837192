// What is set of an output to a MariaDB or MySQL database.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

/** A table of readings in a database of somebody's own. */
export const MysqlOutput = Type.Object({
  kind: Type.Literal('mysql'),
  server: line({ minLength: 1, maxLength: 300, description: 'mysql://account@host:3306/database' }),
  tls: Type.Boolean({ default: false, description: 'TLS, with a certificate that is checked' }),
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the server, PEM' }),
  ),
  table: line({
    default: 'solstead_readings',
    minLength: 1,
    maxLength: 64,
    description: 'Table of the database; it is made if it is not there',
  }),
});
export type MysqlOutput = Frozen<Static<typeof MysqlOutput>>;
