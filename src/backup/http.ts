// Requests over HTTP with bodies that are streamed either way; nothing is followed, and what stands still ends.
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { placeError } from './place.ts';
import { assertReachable, type IsForbidden, reachableLookup } from './reach.ts';

/** A request. */
export interface Ask {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array;
  /** What must not be asked. */
  readonly isForbidden: IsForbidden;
}

/** Longest silence, ms. */
const silenceMs = 60_000;
/** Longest answer that is taken as a text. */
const mostTextBytes = 8 * 2 ** 20;

/** The answer as it begins; its body must be read. Errors: `backup.place` where nothing may be asked. */
export function ask({ method, url, headers, body, isForbidden }: Ask): Promise<IncomingMessage> {
  const make = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    assertReachable(url.host, url.hostname, isForbidden);
    const asking = make(url, { method, headers, lookup: reachableLookup(url.host, isForbidden) });
    asking.setTimeout(silenceMs, () => asking.destroy(new Error('no answer in time')));
    asking.once('response', resolve);
    asking.once('error', reject);
    if (body === undefined || body instanceof Uint8Array) asking.end(body);
    else pipeline(body, asking).catch(reject);
  });
}

/** The text of an answer. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const all: AsyncIterable<Uint8Array> = answer;
  for await (const chunk of all) {
    bytes += chunk.length;
    if (bytes > mostTextBytes) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer with one of these statuses. Errors: `backup.place`. */
export async function expectStatus(
  answer: IncomingMessage,
  { at, method, statuses }: { readonly at: string; readonly method: string; readonly statuses: readonly number[] },
): Promise<IncomingMessage> {
  const { statusCode = 0 } = answer;
  if (statuses.includes(statusCode)) return answer;
  const text = await textOf(answer).catch(() => '');
  const [, code] = /<Code>([^<]{1,100})<\/Code>/.exec(text) ?? [];
  throw placeError(
    at,
    code === undefined
      ? because('backup.place-answer', { status: statusCode, method })
      : because('backup.place-said', { status: statusCode, method, said: external(code) }),
  );
}

/** Text of XML without its entities. */
export const plainText = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
