// Answers into PostgreSQL as mpp-solar keeps them: a row of the table `mppsolar` with the command, the values as JSON and the time.
import { untilAborted } from '../../broker-session.ts';
import { passwordIn, postgresPlace } from '../addresses.ts';
import type { AnswerParts, ShapedSink } from '../answer-sink.ts';
import type { AnswerSettings } from '../settings.ts';

/** The table that mpp-solar's documentation has people make. */
const table =
  'CREATE TABLE IF NOT EXISTS mppsolar (id serial PRIMARY KEY, command varchar, data json, updated timestamp)';

/** Opens one; the table is made if it is not there. Errors: `input.invalid`, `link.forbidden`. */
export async function toPostgres({ server = '' }: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  const place = postgresPlace(server);
  const password = parts.secret ?? passwordIn(server);
  const name = `postgres://${place.host}:${place.port}/${place.database}`;
  const link = await parts.openPostgres(
    { name, ...place, prepare: async (query) => void (await query(table)) },
    password,
  );
  return {
    async deliver(answers, signal) {
      for (const { command, fields, atMs } of answers) {
        const updated = new Date(atMs).toISOString();
        const values = Object.fromEntries(fields.map(({ key, value }) => [key, value]));
        const data = JSON.stringify({ ...values, updated });
        const insert = 'INSERT INTO mppsolar (command, data, updated) VALUES ($1, $2, $3)';
        await untilAborted(link.query(insert, [command, data, updated]), signal);
      }
    },
    close: () => link.close(),
  };
}
