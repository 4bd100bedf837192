// A collection of a MongoDB server of somebody's own, over the maker's driver. Only the host that is named is asked: a server names others
// of its set, and they may be anywhere.
import { checkServerIdentity } from 'node:tls';
import type { Collection, MongoClient, ServerHeartbeatFailedEvent } from 'mongodb';
import type { DocumentLink, DocumentOptions, KeyedDocument } from '#core/document-link.ts';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { openFailure, openReason } from './port-failure.ts';

/** What it needs besides. */
export interface MongoLinkParts {
  readonly password?: Secret | undefined;
  /** Longest wait for a connection, and for an answer, ms; absent: 10 s and 30 s. */
  readonly waits?: { readonly connectMs: number; readonly answerMs: number } | undefined;
}

/** Whoever waits 10 s for an answer hears why there was none. */
const usualWaits = { connectMs: 8000, answerMs: 30_000 } as const;
/** Longest text of a server that is told. */
const mostSaid = 500;
/** What a document itself is refused for: BadValue, DocumentValidationFailure, BSONObjectTooLarge, its keys. Source: MongoDB manual, "Error codes". */
const unfit: readonly number[] = [2, 52, 121, 10_334, 17_280];
/** The account was refused: AuthenticationFailed, AuthenticationRequired by an earlier server. */
const account: readonly number[] = [18, 8000];

interface Entry {
  readonly _id: string;
}

/** Such a collection. Errors: `link.forbidden`. */
export function makeMongoLink(options: DocumentOptions, parts: MongoLinkParts = {}): DocumentLink {
  assertDeviceHost(options.name, options.host);
  return new MongoLink(options, parts);
}

class MongoLink implements DocumentLink {
  readonly #options: DocumentOptions;
  readonly #parts: MongoLinkParts;
  #client: Promise<MongoClient> | undefined;
  #isClosed = false;

  constructor(options: DocumentOptions, parts: MongoLinkParts) {
    this.#options = options;
    this.#parts = parts;
  }

  merge(documents: readonly KeyedDocument[], name?: string): Promise<void> {
    return this.#ask(async (collection) => {
      const operations = documents.map(({ id, set }) => ({
        updateOne: { filter: { _id: id }, update: { $set: set }, upsert: true },
      }));
      await collection.bulkWrite(operations, { ordered: false });
    }, name);
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#ask(async (collection) => void (await collection.deleteMany({ _id: { $in: [...ids] } })));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.close(true);
  }

  async #ask(
    run: (collection: Collection<Entry>) => Promise<void>,
    collection = this.#options.collection,
  ): Promise<void> {
    const { database } = this.#options;
    try {
      if (this.#isClosed) throw new TypeError('closed');
      this.#client ??= this.#made();
      const client = await this.#client;
      // The driver connects again by itself.
      await unlessAway(client, () => run(client.db(database).collection<Entry>(collection)));
    } catch (thrown) {
      throw this.#failure(thrown);
    }
  }

  async #made(): Promise<MongoClient> {
    const [{ MongoClient: Client }, { guardMongoDriver }] = await Promise.all([
      import('mongodb'),
      import('./mongo-bounds.ts'),
    ]);
    guardMongoDriver();
    const { host, port, user, accounts, tls } = this.#options;
    const { password, waits = usualWaits } = this.#parts;
    return new Client(`mongodb://${host.includes(':') ? `[${host}]` : host}:${port}/`, {
      directConnection: true,
      appName: 'solstead',
      maxPoolSize: 1,
      ...(user === '' ? {} : { auth: { username: user, password: password?.reveal() ?? '' }, authSource: accounts }),
      ...(tls === undefined
        ? {}
        : {
            tls: true,
            ...(tls.ca === undefined ? {} : { ca: tls.ca }),
            checkServerIdentity: (_name: string, certificate) => checkServerIdentity(host, certificate),
          }),
      lookup: deviceLookup(),
      // A standalone server knows no retry, and what failed is sent again from the spool.
      retryWrites: false,
      writeConcern: { w: 'majority', journal: true },
      serverMonitoringMode: 'poll',
      serverSelectionTimeoutMS: waits.connectMs,
      connectTimeoutMS: waits.connectMs,
      socketTimeoutMS: waits.answerMs,
    });
  }

  #failure(thrown: unknown): SolsteadError {
    if (thrown instanceof SolsteadError) return thrown;
    const at = this.#options.name;
    const why = said(messageOf(thrown).slice(0, mostSaid));
    // What a lookup refused comes back inside of what the driver throws.
    for (let cause: unknown = thrown; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof SolsteadError) return cause;
      // And so does what the system said.
      if (openReason(systemCode(cause) ?? '') !== undefined) return openFailure(at, cause);
    }
    const code = codeOf(thrown);
    if (code === undefined)
      return new SolsteadError('link.unavailable', { at, why: awayReason(thrown), cause: thrown });
    if (unfit.includes(code)) return new SolsteadError('output.unfit', { at, why, cause: thrown });
    const help = account.includes(code) ? because('help.output-account') : because('help.output-database');
    return new SolsteadError('output.failed', { at, why, help, cause: thrown });
  }
}

/** The driver looks for a server for as long as it may, also for one that refuses it at once: whoever asks hears of that. */
async function unlessAway(client: MongoClient, run: () => Promise<void>): Promise<void> {
  const away = Promise.withResolvers<never>();
  const failed = ({ failure }: ServerHeartbeatFailedEvent): void => {
    for (let cause: unknown = failure; cause instanceof Error; cause = cause.cause)
      if (openReason(systemCode(cause) ?? '') !== undefined) away.reject(failure);
  };
  client.on('serverHeartbeatFailed', failed);
  try {
    await Promise.race([run(), away.promise]);
  } finally {
    client.off('serverHeartbeatFailed', failed);
  }
}

/** Why no server of this kind was found there; the driver tells it of its pool, in its own words. */
function awayReason(thrown: unknown): Reason {
  if (!(thrown instanceof Error) || thrown.name !== 'MongoServerSelectionError')
    return said(messageOf(thrown).slice(0, mostSaid));
  return /timed out/.test(thrown.message)
    ? because('host.silent')
    : because('host.other-server', { protocol: 'MongoDB' });
}

/** The code that a server gave; undefined if none answered. */
function codeOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'number' ? thrown.code : undefined;
}
