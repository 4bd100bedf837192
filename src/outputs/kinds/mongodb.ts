// Readings as documents of a MongoDB collection: one for each device and moment. What comes again after a lost connection is there once, by
// its id.
import type { DocumentLink, KeyedDocument } from '#core/document-link.ts';
import type { OutputTested } from '#core/output.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { MongoOutput } from '#api/outputs/mongodb.ts';
import { untilAborted } from '../broker-session.ts';
import { checkDatabase, databaseAddress } from '../database-address.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';
import { knownBatches, testedWith } from '../tested.ts';

const form = { schemes: ['mongodb'], port: 27_017, isAnonymous: true, why: because('output.mongodb') };
/** What is on its way at the end may still arrive for so long, ms. */
const graceMs = 2000;
/** Of the document of a test, which is taken back. */
const testId = 'solstead-test';

/** A batch as a document: numbers and texts under names without dots, which stand for a way into a document there. */
function documentOf(
  { site, device, atMs, metric, value }: Batch,
  names: SinkParts['names'],
): KeyedDocument | undefined {
  const values = metric.flatMap((id, index) => {
    const one = value[index];
    const isSaid = typeof one === 'string' || (typeof one === 'number' && Number.isFinite(one));
    return isSaid ? [[`values.${names.metric(id).replaceAll('.', '_')}`, one] as const] : [];
  });
  if (values.length === 0) return undefined;
  const there = names.device(device);
  return {
    id: `${site}/${there}/${atMs}`,
    set: { time: new Date(atMs), site, device: there, ...Object.fromEntries(values) },
  };
}

const documentsOf = (batches: readonly Batch[], names: SinkParts['names']): readonly KeyedDocument[] =>
  batches.flatMap((batch) => documentOf(batch, names) ?? []);

function linkOf(
  { server, accounts, tls, ca, collection }: MongoOutput,
  { openMongo, secret }: SinkParts,
): DocumentLink {
  const own = tls ? { tls: { ca } } : {};
  return openMongo({ name: server, ...databaseAddress(server, form), accounts, collection, ...own }, secret);
}

/** Writes the document of a test and takes it back. */
async function test(settings: MongoOutput, parts: SinkParts): Promise<OutputTested> {
  const { clock } = parts;
  const startMs = clock.monotonicMs();
  const documents = documentsOf(knownBatches(parts), parts.names);
  const link = linkOf(settings, parts);
  try {
    await link.merge([{ id: testId, set: { time: new Date(clock.nowMs()) } }]);
    await link.remove([testId]);
  } finally {
    await link.close();
  }
  const samples = documents.map(({ id, set }) => ({
    to: `${settings.collection} ${id}`,
    content: JSON.stringify(set),
  }));
  return testedWith(samples, clock.monotonicMs() - startMs);
}

/** MongoDB, and what speaks its language. */
export const mongodb: OutputKind<MongoOutput> = {
  check: (settings) => checkDatabase(settings, form),
  secretFor: ({ server, accounts }) => JSON.stringify([server, accounts]),
  isNameable: true,
  keeps: () => 'all',
  // Its documents are there to stay.
  traces: () => '',
  open(settings, parts) {
    const link = linkOf(settings, parts);
    return {
      async deliver(batches, signal) {
        const documents = documentsOf(batches, parts.names);
        if (documents.length === 0) return;
        await untilAborted(link.merge(documents), signal, { clock: parts.clock, ms: graceMs });
      },
      isEmpty: (batches) => documentsOf(batches, parts.names).length === 0,
      close: () => link.close(),
    };
  },
  test,
};
