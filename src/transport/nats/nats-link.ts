// Messages to NATS. One counts as delivered when the stream that keeps it says so or, where there is none, when the server has answered
// behind it. One connection, opened when it is needed; which streams a server has is asked of it, again and again, as people make them.
import { isWithin } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import type { NatsLink, NatsOptions, Published, SubjectMessage } from '#core/nats-link.ts';
import { because, type Reason } from '#core/reason.ts';
import { assertDeviceHost } from '../metadata-hosts.ts';
import { GuardedSocket } from '../sql-connection.ts';
import { connected, type NatsLinkParts, type OpenConnection, saidBy, type Take } from './nats-connection.ts';
import { mostLineBytes, mostMessageBytes } from './nats-guard.ts';
import {
  errorIn,
  gone,
  infoSubject,
  isBelow,
  isNobody,
  type KnownStream,
  namesIn,
  namesSubject,
  notThere,
  saidToMessage,
  type StreamError,
  streamIn,
  tooLong,
} from './nats-streams.ts';

/** Waits where none are given. */
const usualWaits = { stepMs: 4000, answerMs: 30_000 } as const;
/** Messages that are on their way at once, and their bytes. */
const [mostAtOnce, mostBytesAtOnce] = [500, 1_048_576];
/** A confirmation has no more bytes than this, with a long name of its stream. */
const bytesOfOne = 1024;
/** Identifier and time of a message, in its headers, bytes. */
const headerBytes = 128;
/** A server that takes less takes nothing of use, bytes. */
const leastBytes = 512;
/** Longest wait until it says which streams there are, ms. */
const askedMs = 4000;
/** So long it is believed which streams there are, ms. */
const knownMs = 60_000;
/** Most streams that are looked at. */
const mostStreams = 200;

/** Who keeps messages to a subject: a stream by its name, nobody, or whoever says so. */
type KeeperOf = (subject: string) => { readonly stream?: string } | undefined;

/** What came of messages to streams. */
interface Answers {
  /** Nobody was there for one of them. */
  hasGone: boolean;
  readonly errors: StreamError[];
  /** Of the streams that keep them. */
  readonly names: Set<string>;
}

/** Such a connection. Errors: `link.forbidden`. */
export function makeNatsLink(options: NatsOptions, parts: NatsLinkParts): NatsLink {
  for (const { host } of options.servers) assertDeviceHost(host, host);
  return new OneConnection(options, parts);
}

class OneConnection implements NatsLink {
  readonly #options: NatsOptions;
  readonly #parts: NatsLinkParts;
  readonly #inTurn = makeTurns();
  #connection: OpenConnection | undefined;
  /** Of a connection that is being made. */
  #socket: GuardedSocket | undefined;
  #keepers: { readonly of: OpenConnection; readonly atMs: number; readonly keeperOf: KeeperOf } | undefined;
  #isClosed = false;

  constructor(options: NatsOptions, parts: NatsLinkParts) {
    this.#options = options;
    this.#parts = parts;
  }

  publish(compose: (mostBytes: number) => readonly SubjectMessage[]): Promise<Published> {
    return this.#inTurn(async () => {
      const connection = await this.#opened();
      const { name, info } = connection;
      const most = Math.min(info.mostBytes, mostMessageBytes) - headerBytes;
      if (most < leastBytes)
        throw new SolsteadError('output.failed', { at: name, why: because('nats.small', { most: info.mostBytes }) });
      const messages = compose(most);
      const streams = new Set<string>();
      for (const some of slices(messages)) for (const one of await this.#sent(connection, some)) streams.add(one);
      return { messages, streams: [...streams] };
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#socket?.destroy();
    await this.#connection?.close();
  }

  async #opened(): Promise<OpenConnection> {
    if (this.#connection?.isLost === false) return this.#connection;
    let failure = new SolsteadError('link.unavailable', { at: 'nats', why: because('link.was-closed') });
    for (const server of this.#options.servers) {
      if (this.#isClosed) break;
      this.#socket = new GuardedSocket();
      try {
        const { waits = usualWaits, ...parts } = this.#parts;
        const connection = await connected({ ...parts, waits, options: this.#options, server, socket: this.#socket });
        if (this.#options.delivery !== 'core') connection.listen();
        this.#connection = connection;
        return connection;
      } catch (thrown) {
        if (!isSolsteadError(thrown)) throw thrown;
        failure = thrown;
      } finally {
        this.#socket = undefined;
      }
    }
    throw failure;
  }

  /** Sends some, and once more where a stream has just gone: what another one keeps already it knows by its id. */
  async #sent(connection: OpenConnection, some: readonly SubjectMessage[]): Promise<Iterable<string>> {
    let answers = await this.#delivered(connection, some);
    if (answers.hasGone && this.#options.delivery === 'auto') {
      this.#keepers = undefined;
      answers = await this.#delivered(connection, some);
    }
    const { hasGone, errors, names } = answers;
    if (hasGone)
      throw new SolsteadError('output.failed', {
        at: connection.name,
        why: because('nats.no-stream'),
        help: because('help.nats-stream'),
      });
    const error = errors.find(({ number }) => number !== tooLong) ?? errors[0];
    if (error === undefined) return names;
    const code = error.number === tooLong ? 'output.refused' : 'output.failed';
    throw new SolsteadError(code, { at: connection.name, why: saidBy(error.said) });
  }

  /** Sends some and waits until each is answered as it has to be. Errors: `link.unavailable`, `output.failed`. */
  async #delivered(connection: OpenConnection, some: readonly SubjectMessage[]): Promise<Answers> {
    const keeperOf = await this.#keeperOf(connection);
    const answers: Answers = { hasGone: false, errors: [], names: new Set() };
    const all = Promise.withResolvers<void>();
    let [left, isTaken] = [0, false];
    const taking =
      (stream: string | undefined): Take =>
      (answer) => {
        if (!isAnswer(answer, stream, answers)) return false;
        left -= 1;
        if (left === 0) all.resolve();
        return true;
      };
    const work = async (): Promise<Answers> => {
      for (const message of some) {
        const keeper = keeperOf(message.subject);
        if (keeper !== undefined) left += 1;
        connection.send(message, keeper === undefined ? undefined : taking(keeper.stream));
      }
      const isAny = left > 0;
      await connection.flush();
      isTaken = true;
      if (isAny) await all.promise;
      return answers;
    };
    try {
      return await connection.within({
        work,
        mostBytes: mostLineBytes + some.length * bytesOfOne,
        help: because('help.nats-denied'),
        late: (seconds) => (isTaken ? because('nats.not-confirmed', { seconds }) : undefined),
      });
    } catch (error) {
      // A stream that says nothing may have gone, while somebody else listens.
      this.#keepers = undefined;
      throw error;
    }
  }

  /** Errors: `link.unavailable`, `output.failed`. */
  async #keeperOf(connection: OpenConnection): Promise<KeeperOf> {
    const { delivery } = this.#options;
    // Whoever knows no headers has no streams.
    if (delivery === 'core' || (delivery === 'auto' && !connection.info.hasHeaders)) return () => undefined;
    if (delivery === 'stream') return () => ({});
    const nowMs = this.#parts.clock.monotonicMs();
    const before = this.#keepers;
    if (before?.of === connection && nowMs - before.atMs < knownMs) return before.keeperOf;
    const keeperOf = keepers(await this.#streams(connection));
    this.#keepers = { of: connection, atMs: nowMs, keeperOf };
    return keeperOf;
  }

  /** Streams that keep something of ours. Errors: `link.unavailable`, `output.failed`. */
  async #streams(connection: OpenConnection): Promise<readonly KnownStream[]> {
    const answer = await this.#asked(connection, namesSubject, JSON.stringify({ subject: this.#options.subjects }));
    const names = answer === undefined ? [] : namesIn(answer);
    const known: KnownStream[] = [];
    for (const name of names.slice(0, mostStreams)) {
      const text = await this.#asked(connection, infoSubject(name), '');
      const stream = text === undefined ? undefined : streamIn(text);
      if (stream !== undefined) known.push(stream);
    }
    return known;
  }

  /** An answer of JetStream; undefined: it is not there. Errors: `link.unavailable`, `output.failed`. */
  async #asked(connection: OpenConnection, subject: string, payload: string): Promise<string | undefined> {
    const { name, info } = connection;
    const failed = (why: Reason): SolsteadError => new SolsteadError('output.failed', { at: name, why });
    const work = async (): Promise<string | undefined> => {
      const answered = Promise.withResolvers<string | undefined>();
      connection.send({ subject, payload }, (answer) => {
        answered.resolve(isNobody(answer) ? undefined : answer.string());
        return true;
      });
      await connection.flush();
      if (await isWithin(this.#parts.clock, askedMs, answered.promise)) return answered.promise;
      // Somebody who listens to everything keeps a server without streams from saying that nobody is there.
      if (info.hasStreams) throw failed(because('nats.no-answer', { seconds: askedMs / 1000 }));
      return undefined;
    };
    const help = because('help.nats-streams');
    const text = await connection.within({ work, mostBytes: mostMessageBytes + mostLineBytes, help });
    const error = text === undefined ? undefined : errorIn(text);
    if (error === undefined) return text;
    if (notThere.includes(error.number) || error.number === gone) return undefined;
    throw failed(saidBy(error.said));
  }
}

/** Who keeps what, of these streams. */
function keepers(known: readonly KnownStream[]): KeeperOf {
  const found = new Map<string, { readonly stream: string } | undefined>();
  return (subject) =>
    found.getOrInsertComputed(subject, () => {
      const stream = known.find(({ subjects }) => subjects.some((one) => isBelow(one, subject)));
      return stream === undefined ? undefined : { stream: stream.name };
    });
}

/** Notes what was answered to a message; false: somebody answered who is no stream, or another one. */
function isAnswer(answer: Parameters<Take>[0], stream: string | undefined, answers: Answers): boolean {
  if (isNobody(answer)) {
    answers.hasGone = true;
    return true;
  }
  const found = saidToMessage(answer.string());
  if (found === undefined) return false;
  if ('said' in found) answers.errors.push(found);
  else if (stream !== undefined && found.stream !== stream) return false;
  else answers.names.add(found.stream);
  return true;
}

/** Messages in pieces that are on their way at once. */
function* slices(messages: readonly SubjectMessage[]): Generator<readonly SubjectMessage[]> {
  let [some, bytes]: [SubjectMessage[], number] = [[], 0];
  for (const message of messages) {
    const own = message.subject.length + message.payload.length + headerBytes;
    if (some.length >= mostAtOnce || (some.length > 0 && bytes + own > mostBytesAtOnce)) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(message);
    bytes += own;
  }
  if (some.length > 0) yield some;
}
