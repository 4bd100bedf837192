// What is set of an output to a file in Prometheus' text format.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';

/** A file for the textfile collector of the node exporter, and for whatever else reads that format. */
export const PrometheusFileOutput = Type.Object({
  kind: Type.Literal('prometheus-file'),
  file: Type.String({
    default: 'solstead.prom',
    minLength: 6,
    maxLength: 200,
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}\\.prom$',
    description: 'Name below the folder of outputs, with folders if wished: node/home.prom',
  }),
  pace: Type.Integer({ default: 15, minimum: 1, maximum: 86_400, description: 'Written at most every … seconds' }),
  backups: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description: 'How many of the files before are kept beside it',
  }),
});
export type PrometheusFileOutput = Frozen<Static<typeof PrometheusFileOutput>>;
