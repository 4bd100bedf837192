// What is set of an output to InfluxDB, or to what speaks its line protocol.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { furtherLabels, httpCertificates, httpServer } from './http.ts';

const name = (description: string) => Type.Optional(line({ maxLength: 200, description }));

/** InfluxDB 1, 2 or 3. */
export const InfluxOutput = Type.Object({
  kind: Type.Literal('influxdb'),
  server: httpServer,
  version: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)], {
    default: 2,
    description: '1: database, user and password; 2: organisation, bucket and token; 3: database and token',
  }),
  database: name('Database, of versions 1 and 3'),
  retention: name('Retention policy, of version 1; absent: the default one'),
  user: name('User, of version 1; absent: nobody'),
  org: name('Organisation, of version 2'),
  bucket: name('Bucket, of version 2'),
  ...furtherLabels,
  ...httpCertificates,
});
export type InfluxOutput = Frozen<Static<typeof InfluxOutput>>;
