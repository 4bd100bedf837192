// How a client that repeats a request says that it is the same one.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { SolsteadError } from '#core/errors.ts';
import type { IssueKey } from '#core/issued-command.ts';
import { because } from '#core/reason.ts';

/** The key of a request and what it asked. Errors: `input.invalid`. */
export function keyOf({ headers, body }: FastifyRequest, device: string): IssueKey | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new SolsteadError('input.invalid', { at: 'idempotency-key', why: because('request.key') });
  return {
    key,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([device, body]))
      .digest('hex'),
  };
}
