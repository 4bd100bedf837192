// Answers into MongoDB as mpp-solar keeps them: a document for each answer, in a collection with the name of its command. What is sent again
// after a lost connection is there once, by its id.
import { untilAborted } from '../../broker-session.ts';
import { mongoPlace, passwordIn } from '../addresses.ts';
import type { AnswerParts, ShapedSink } from '../answer-sink.ts';
import type { AnswerSettings } from '../settings.ts';

/** Dots and dollar signs mean a way into a document there, and `_id` is the document's own. Source: MongoDB manual, "Naming Restrictions". */
const keyThere = (key: string): string => {
  const plain = key.replaceAll(/[.$\0]/g, '_');
  return plain === '' || plain === '_id' ? `_${plain}` : plain;
};

/** A name of a collection: none of the server's own. */
const collectionOf = (command: string): string =>
  command
    .replaceAll(/[$\0]/g, '_')
    .replace(/^system\./, 'system_')
    .slice(0, 100) || 'answers';

/** Opens one; nothing is asked of the server until there is an answer. Errors: `input.invalid`, `link.forbidden`. */
export async function toMongo(
  { server = '', database = 'mppsolar' }: AnswerSettings,
  parts: AnswerParts,
): Promise<ShapedSink> {
  const place = mongoPlace(server);
  const name = `mongodb://${place.host}:${place.port}/${database}`;
  const link = await parts.openMongo(
    { name, ...place, database, collection: 'answers' },
    parts.secret ?? passwordIn(server),
  );
  return {
    async deliver(answers, signal) {
      for (const { command, device, fields, atMs } of answers) {
        const values = Object.fromEntries(fields.map(({ key, value }) => [keyThere(key), value]));
        const id = `${parts.hostName}/${device}/${atMs}`;
        const document = { id, set: { ...values, updated: new Date(atMs) } };
        await untilAborted(link.merge([document], collectionOf(command)), signal);
      }
    },
    close: () => link.close(),
  };
}
