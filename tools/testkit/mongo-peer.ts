// A peer that speaks MongoDB's wire protocol (OP_MSG, SCRAM-SHA-256) and keeps documents in memory: no MongoDB can be had where these tests
// run. The driver, BSON and the wire are real; what a server does with documents is written here, from the manual: what is proven with it
// is what is sent, in which order, and what becomes of answers. Source: MongoDB specifications, "OP_MSG", "Authentication"; RFC 7677.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Binary, BSON, type Document } from 'bson';
import type { Owner } from './owner.ts';

/** How it behaves. */
export interface MongoPeerOptions {
  /** Accounts by name; absent: everybody is let in. */
  readonly users?: Readonly<Record<string, string>>;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** What a command is answered instead; `lost`: it is done, and the connection ends without an answer; `silent`: nothing is answered. */
  readonly instead?: (command: Document) => Document | 'lost' | 'silent' | undefined;
}

/** A running peer. */
export interface MongoPeer {
  readonly port: number;
  /** Documents by id, of every collection: `database.collection`. */
  readonly documents: ReadonlyMap<string, ReadonlyMap<string, Document>>;
  /** Ends every connection and listens no more; `start` listens again with what it kept. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The server's side of SCRAM-SHA-256 for one connection. */
function scram(users: Readonly<Record<string, string>>) {
  const [salt, rounds] = [randomBytes(16), 4096];
  let first = '';
  let second = '';
  let password = '';
  return {
    start(text: string): string {
      first = text.replace(/^n,,/, '');
      const [, user = '', nonce = ''] = /^n=([^,]*),r=(.*)$/.exec(first) ?? [];
      password = users[user] ?? '\0';
      second = `r=${nonce}${randomBytes(12).toString('base64')},s=${salt.toString('base64')},i=${rounds}`;
      return second;
    },
    /** Undefined if the password is wrong. */
    end(text: string): string | undefined {
      const [, bare = '', proof = ''] = /^(.*),p=(.*)$/.exec(text) ?? [];
      const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
      const clientKey = hmac(salted, 'Client Key');
      const all = `${first},${second},${bare}`;
      const signature = hmac(sha256(clientKey), all);
      const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
      if (expected.toString('base64') !== proof) return undefined;
      return `v=${hmac(hmac(salted, 'Server Key'), all).toString('base64')}`;
    },
  };
}

/** Kinds of messages: OP_QUERY and its OP_REPLY, and OP_MSG. */
const [opQuery, opReply, opMessage] = [2004, 1, 2013];

/** The command of a message: its document, with the sequences of documents beside it. */
function commandOf(message: Buffer): Document {
  // The first greeting of a driver is an OP_QUERY.
  if (message.readInt32LE(12) === opQuery) return BSON.deserialize(message.subarray(message.indexOf(0, 20) + 9));
  const command: Document = {};
  let at = 20;
  while (at < message.length) {
    const kind = message[at];
    at += 1;
    const end = at + message.readInt32LE(at);
    if (kind === 0) Object.assign(command, BSON.deserialize(message.subarray(at, end)));
    else {
      const zero = message.indexOf(0, at + 4);
      const documents: Document[] = [];
      for (let from = zero + 1; from < end; from += message.readInt32LE(from))
        documents.push(BSON.deserialize(message.subarray(from, from + message.readInt32LE(from))));
      command[message.toString('utf8', at + 4, zero)] = documents;
    }
    at = end;
  }
  return command;
}

function framed(answer: Document, message: Buffer): Buffer {
  const body = BSON.serialize(answer);
  const to = message.readInt32LE(4);
  if (message.readInt32LE(12) === opQuery) {
    const reply = Buffer.alloc(36);
    reply.writeInt32LE(36 + body.length, 0);
    reply.writeInt32LE(to, 8);
    reply.writeInt32LE(opReply, 12);
    reply.writeInt32LE(1, 32);
    return Buffer.concat([reply, body]);
  }
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(opMessage, 12);
  return Buffer.concat([head, body]);
}

const failed = (code: number, errmsg: string): Document => ({ ok: 0, code, errmsg });

/** Puts a value at a path of a document. */
function put(document: Document, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) document[first] = value;
  else put((document[first] ??= {}) as Document, rest.join('.'), value);
}

class Peer implements MongoPeer {
  readonly documents = new Map<string, Map<string, Document>>();
  readonly #options: MongoPeerOptions;
  readonly #sockets = new Set<Socket>();
  #server: ReturnType<typeof createServer> | undefined;
  port = 0;

  constructor(options: MongoPeerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { tls } = this.#options;
    const onSocket = (socket: Socket): void => this.#serve(socket);
    const server = tls === undefined ? createServer(onSocket) : createTlsServer(tls, onSocket);
    this.#server = server;
    await new Promise<void>((resolve) => void server.listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    this.port = address !== null && typeof address === 'object' ? address.port : 0;
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => void this.#server?.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await ended;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => this.#sockets.delete(socket));
    const talk = scram(this.#options.users ?? {});
    let isIn = this.#options.users === undefined;
    let rest = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        const command = commandOf(message);
        const told = this.#options.instead?.(command);
        if (told === 'silent') continue;
        const answer =
          typeof told === 'object'
            ? told
            : (this.#signIn(command, talk) ??
              (isIn || 'hello' in command || 'ismaster' in command ? this.#do(command) : failed(13, 'not allowed')));
        if (answer['done'] === true) isIn = true;
        if (told === 'lost') socket.destroy();
        else socket.write(framed(answer, message));
      }
    });
  }

  #signIn(command: Document, talk: ReturnType<typeof scram>): Document | undefined {
    const payload = (text: string): Binary => new Binary(Buffer.from(text));
    if ('saslStart' in command)
      return { conversationId: 1, done: false, payload: payload(talk.start(textOf(command['payload']))), ok: 1 };
    if (!('saslContinue' in command)) return undefined;
    const end = talk.end(textOf(command['payload']));
    if (end === undefined) return failed(18, 'Authentication failed.');
    return { conversationId: 1, done: true, payload: payload(end), ok: 1 };
  }

  #do(command: Document): Document {
    const collection = (name: unknown): Map<string, Document> =>
      this.documents.getOrInsertComputed(`${command['$db']}.${String(name)}`, () => new Map());
    if ('hello' in command || 'ismaster' in command)
      return {
        isWritablePrimary: true,
        helloOk: true,
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        minWireVersion: 0,
        maxWireVersion: 21,
        saslSupportedMechs: ['SCRAM-SHA-256'],
        ok: 1,
      };
    if ('update' in command) {
      const kept = collection(command['update']);
      const updates = command['updates'] as readonly { q: { _id: string }; u: { $set: Document } }[];
      for (const { q, u } of updates) {
        const document = kept.getOrInsertComputed(q._id, () => ({ _id: q._id }));
        for (const [path, value] of Object.entries(u.$set)) put(document, path, value);
      }
      return { n: updates.length, nModified: updates.length, ok: 1 };
    }
    if ('delete' in command) {
      const kept = collection(command['delete']);
      for (const { q } of command['deletes'] as readonly { q: { _id: { $in: readonly string[] } } }[])
        for (const id of q._id.$in) kept.delete(id);
      return { n: 1, ok: 1 };
    }
    return 'ping' in command || 'endSessions' in command ? { ok: 1 } : failed(59, 'no such command');
  }
}

const textOf = (payload: unknown): string =>
  payload instanceof Binary ? Buffer.from(payload.buffer).toString('utf8') : '';

/** Starts a peer. */
export async function mongoPeer(owner: Owner, options: MongoPeerOptions = {}): Promise<MongoPeer> {
  const peer = new Peer(options);
  await peer.start();
  owner.onTestFinished(() => peer.stop());
  return peer;
}
