// The id of a request: one that a proxy gave, if it looks like one, else a new one. It is in every answer and in the log.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What an id may look like that comes from outside: it ends up in logs. */
const wellFormed = /^[A-Za-z0-9._-]{8,64}$/;

/** Never the same again, whatever was restarted: a person reports it, and it is looked for in the log. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && wellFormed.test(given) ? given : randomBytes(9).toString('base64url');
}
