// How much of a NATS server is believed: its client gathers a line of any length, prints what it cannot read, and answers each ping. Here
// all bytes are looked at before the client has them. Source: https://docs.nats.io/reference/reference-protocols/nats-protocol.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** Longest line of a server, bytes: its greeting is the longest. */
export const mostLineBytes = 65_536;
/** Longest message of a server, bytes: it confirms, and says which streams it has. */
export const mostMessageBytes = 1_048_576;
/** Most that it asks whether we are there, in between: it does so every two minutes, and each is answered. */
const mostPings = 1000;

/** What a server says of itself. */
export interface ServerInfo {
  /** Longest message that it takes, with its headers, bytes. */
  readonly mostBytes: number;
  readonly hasHeaders: boolean;
  readonly hasStreams: boolean;
  readonly needsTls: boolean;
  readonly hasTls: boolean;
}

const [newLine, carriageReturn] = [10, 13];
const plain = /^(?:PING|PONG|\+OK|-ERR [^\r]+)$/;
// Where no answer is wanted a server leaves two spaces.
const message = /^MSG +\S+ +\d{1,9} +(?:\S+ +)?(\d{1,8})$/;
const withHeaders = /^HMSG +\S+ +\d{1,9} +(?:\S+ +)?(\d{1,8}) +(\d{1,8})$/;

/** Its greeting; undefined for what is none. */
export function infoOf(line: string): ServerInfo | undefined {
  if (!/^INFO \{[^\r]*$/.test(line)) return undefined;
  let info: unknown;
  try {
    info = JSON.parse(line.slice(5));
  } catch {
    return undefined;
  }
  if (!isRecord(info)) return undefined;
  const { version, nonce = '', max_payload: most = mostMessageBytes } = info;
  const isSound =
    typeof version === 'string' &&
    /\d+\.\d+\.\d+/.test(version) &&
    typeof nonce === 'string' &&
    typeof most === 'number' &&
    Number.isSafeInteger(most);
  if (!isSound) return undefined;
  return {
    mostBytes: most,
    hasHeaders: info['headers'] === true,
    hasStreams: info['jetstream'] === true,
    needsTls: info['tls_required'] === true,
    hasTls: info['tls_required'] === true || info['tls_available'] === true,
  };
}

/** Bytes of a message that follow a line; 0 for a line that stands alone, undefined for what no server sends. */
function bytesAfter(line: string): number | undefined {
  if (plain.test(line) || infoOf(line) !== undefined) return 0;
  const [, headers = '0', size] = withHeaders.exec(line) ?? [];
  const bytes = Number(size ?? message.exec(line)?.[1]);
  if (!(bytes <= mostMessageBytes) || Number(headers) > bytes) return undefined;
  // Its end of line, too.
  return bytes + 2;
}

const bad = (): SolsteadError =>
  new SolsteadError('link.unavailable', { at: 'nats', why: because('nats.protocol', { most: mostLineBytes }) });

/** Follows what a server says. */
export class NatsGuard {
  /** Called with what it says is wrong. */
  onError: ((said: string) => void) | undefined;
  #line = Buffer.alloc(0);
  /** Bytes of a message that are still to come, and the last two of those that came. */
  #left = 0;
  #end = 0;
  #mayCome = mostLineBytes;
  #pings = 0;

  /** So many bytes may come from now on: what was asked is answered by fewer. */
  allow(bytes: number): void {
    this.#mayCome = bytes;
    this.#pings = 0;
  }

  /**
   * What of it the client may have: lines when they are whole, as it stumbles over the beginning of what is none. Errors: `link.unavailable`
   * for what no server says, or more than may come.
   */
  take(chunk: Uint8Array): Uint8Array {
    this.#mayCome -= chunk.length;
    if (this.#mayCome < 0) throw bad();
    const held = this.#line;
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) rest = this.#left > 0 ? this.#passed(rest) : this.#lineOf(rest);
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    return all.subarray(0, all.length - this.#line.length);
  }

  #passed(rest: Buffer): Buffer {
    const some = rest.subarray(0, this.#left);
    this.#left -= some.length;
    for (const byte of some.subarray(-2)) this.#end = ((this.#end << 8) | byte) & 0xffff;
    if (this.#left === 0 && this.#end !== ((carriageReturn << 8) | newLine)) throw bad();
    return rest.subarray(some.length);
  }

  #lineOf(rest: Buffer): Buffer {
    const end = rest.indexOf(newLine);
    const part = end < 0 ? rest : rest.subarray(0, end + 1);
    if (this.#line.length + part.length > mostLineBytes) throw bad();
    this.#line = this.#line.length === 0 ? Buffer.from(part) : Buffer.concat([this.#line, part]);
    if (end < 0) return Buffer.alloc(0);
    const text = this.#line.toString();
    this.#line = Buffer.alloc(0);
    const after = text.endsWith('\r\n') ? bytesAfter(text.slice(0, -2)) : undefined;
    if (text === 'PING\r\n') this.#pings += 1;
    if (after === undefined || this.#pings > mostPings) throw bad();
    this.#left = after;
    if (text.startsWith('-ERR')) this.onError?.(text.slice(5, -2).replace(/^'(.*)'$/, '$1'));
    return rest.subarray(end + 1);
  }
}
