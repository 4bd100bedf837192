// What may be told of the words in an answer of an HTTP server, to whoever chose its address.
import { isRecord } from './entries.ts';
import type { HttpAnswer } from './http-client.ts';

/** The words in an answer: servers put them into JSON, as `error`, `message` or `detail`. */
export function errorIn(text: string): string | undefined {
  try {
    const read: unknown = JSON.parse(text);
    const { error, message, detail }: Readonly<Record<string, unknown>> = isRecord(read) ? read : {};
    return [message, error, detail].find((one) => typeof one === 'string');
  } catch {
    // Plain text, or half of an answer.
    return undefined;
  }
}

/**
 * What may be shown of an answer, in one line of at most so many characters; empty where nothing may. Of this computer and its network
 * whoever names an address could otherwise read pages that were not meant for them: there it is what `ofNear` takes from the text, usually
 * nothing.
 */
export function shownOf(
  { text, isNear }: HttpAnswer,
  { most, ofNear = () => undefined }: { readonly most: number; ofNear?(text: string): string | undefined },
): string {
  const words = isNear === true ? (ofNear(text) ?? '') : (errorIn(text) ?? text);
  return words
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, most);
}
