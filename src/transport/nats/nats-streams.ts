// Streams of JetStream, as its interface tells of them, and what a stream says to a message. Source: https://docs.nats.io/reference/reference-protocols/nats_api_reference.
import type { Msg } from '@nats-io/nats-core/internal';
import { isRecord } from '#core/entries.ts';

/** Asked for the names of streams, and for one of them. */
export const namesSubject = '$JS.API.STREAM.NAMES';
export const infoSubject = (stream: string): string => `$JS.API.STREAM.INFO.${stream}`;

/** A stream that keeps messages and confirms that. */
export interface KnownStream {
  readonly name: string;
  /** With wildcards. */
  readonly subjects: readonly string[];
}

/** What a server says is wrong. */
export interface StreamError {
  readonly number: number;
  readonly said: string;
}

/** JetStream is not there: for the server, or for this account. Source: nats-server, errors.json, JSNotEnabledErr, JSNotEnabledForAccountErr. */
export const notThere: readonly number[] = [10_076, 10_039];
/** The stream takes no message of this size: JSStreamMessageExceedsMaximumErr. */
export const tooLong = 10_054;
/** The stream is not there any more: JSStreamNotFoundErr. */
export const gone = 10_059;

/** A text that came as JSON; undefined for what is no object. */
function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];

function errorOf(error: unknown): StreamError | undefined {
  if (!isRecord(error)) return undefined;
  const { err_code: number, description } = error;
  if (typeof number !== 'number') return undefined;
  return { number, said: typeof description === 'string' ? description : String(number) };
}

/** What an answer says is wrong; undefined if it says nothing of that kind. */
export const errorIn = (text: string): StreamError | undefined => errorOf(objectOf(text)?.['error']);

/** The names of an answer to {@link namesSubject}. */
export const namesIn = (text: string): readonly string[] =>
  // A name is part of a subject that is asked.
  texts(objectOf(text)?.['streams']).filter((name) => /^[^\s.*>]{1,255}$/.test(name));

/** A stream of an answer to {@link infoSubject}; undefined for one that confirms nothing, and for another answer. */
export function streamIn(text: string): KnownStream | undefined {
  const config = objectOf(text)?.['config'];
  if (!isRecord(config) || typeof config['name'] !== 'string' || config['no_ack'] === true) return undefined;
  return { name: config['name'], subjects: texts(config['subjects']) };
}

/** Whether the server says that nobody listens to a subject. Source: NATS, ADR-4, status 503. */
export function isNobody(answer: Msg): boolean {
  try {
    return answer.data.length === 0 && answer.headers?.code === 503;
  } catch {
    // Headers that cannot be read.
    return false;
  }
}

/** What a stream says to a message: its name when it has it, or what is wrong; undefined: no stream said that. */
export function saidToMessage(text: string): { readonly stream: string } | StreamError | undefined {
  const answer = objectOf(text);
  if (answer === undefined || 'error' in answer) return errorOf(answer?.['error']);
  const { stream, seq } = answer;
  return typeof stream === 'string' && typeof seq === 'number' ? { stream } : undefined;
}

/** Whether a subject is one of those of a filter: `*` stands for one word, `>` for all that follow. */
export function isBelow(filter: string, subject: string): boolean {
  const [wanted, given] = [filter.split('.'), subject.split('.')];
  for (const [index, word] of wanted.entries()) {
    if (word === '>') return given.length > index;
    const own = given[index];
    if (own === undefined || (word !== '*' && word !== own)) return false;
  }
  return wanted.length === given.length;
}
