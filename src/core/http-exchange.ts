// One HTTP exchange as bytes, so that an HTTP device is asked over a link like any other. Owned here because the link (which
// speaks HTTP) and the codec (which knows what is asked) both read and write it:
//   request  `GET /path\n`, or `POST /path\n` (or PUT) and the body
//   response `HTTP 200 17 application/json\n` and 17 bytes of body; `HTTP 0 …` if the other side did not speak HTTP
import { concatBytes, toLatin1, toUtf8 } from './bytes.ts';

/** What is asked. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Begins with a slash; query included. */
  readonly path: string;
  /** Of a POST or a PUT: JSON. */
  readonly body?: string;
}

/** The first line of a response. */
export interface HttpHead {
  /** 100 to 599; 0 if no response could be read: the body says why. */
  readonly status: number;
  /** Bytes of the body. */
  readonly length: number;
  /** Without parameters, such as application/json; empty if not given. */
  readonly type: string;
}

/** Type of a refusal (401) of a device that was told its password: it is another one. */
export const refusedPassword = 'x-solstead/refused-password';

/** Longest first line, bytes. */
export const longestHead = 200;

/** A request as bytes. */
export function httpRequestBytes({ method, path, body = '' }: HttpRequest): Uint8Array {
  return toUtf8(`${method} ${path}\n${body}`);
}

/** Reads a request; undefined if it is not one. */
export function readHttpRequest(bytes: Uint8Array): HttpRequest | undefined {
  const text = new TextDecoder().decode(bytes);
  const match = /^(GET|POST|PUT) (\/[!-~]*)\n/.exec(text);
  if (match === null) return undefined;
  const [line, word, path = '/'] = match;
  const method = word === 'POST' || word === 'PUT' ? word : 'GET';
  const body = text.slice(line.length);
  return { method, path, ...(body === '' ? {} : { body }) };
}

/** A response as bytes; its length is that of the body. */
export function httpResponseBytes({ status, type }: Omit<HttpHead, 'length'>, body: Uint8Array): Uint8Array {
  const word = /^[\w.+-]{1,40}\/[\w.+-]{1,80}/.exec(type)?.[0] ?? '-';
  return concatBytes(toUtf8(`HTTP ${status} ${body.length} ${word}\n`), body);
}

/** Reads the first line of a response, and where its body begins; undefined if it is not (yet) one. */
export function readHttpHead(bytes: Uint8Array): (HttpHead & { readonly bodyAt: number }) | undefined {
  const end = bytes.subarray(0, longestHead).indexOf(0x0a);
  const match = end < 0 ? null : /^HTTP (\d{1,3}) (\d{1,9}) (\S+)$/.exec(toLatin1(bytes.subarray(0, end)));
  if (match === null) return undefined;
  const [, status, length, type = '-'] = match;
  return { status: Number(status), length: Number(length), type: type === '-' ? '' : type, bodyAt: end + 1 };
}
