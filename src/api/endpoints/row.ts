// What one row of the table of endpoints says, beside its method and path in routes.ts.
import Type, { type TObject, type TSchema } from 'typebox';
import type { Action } from '#core/access.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { EndpointId } from '../routes.ts';

/** Request headers that some endpoints heed, with what they say. */
export const requestHeaders = Object.freeze({
  'idempotency-key':
    'A name of the request, new for each: a repetition with the same body gets the same answer, with another one 422. Kept with the command.',
  prefer: '`wait=5`: answer when it is done, within so many seconds (at most 60). Source: RFC 7240.',
  'if-match': 'The `ETag` of what was read: 412 if it has been changed since. Source: RFC 9110.',
  'if-none-match': 'The `ETag` of what was read before: 304 if it is still the same. Source: RFC 9110.',
} as const);

/** One of {@link requestHeaders}. */
export type HeaderName = keyof typeof requestHeaders;

/** One endpoint. */
export interface EndpointRow {
  /** What the caller must be permitted to do; `open`: everybody may ask, and the answer depends on who does. */
  readonly action: Action | 'open';
  /** About the account of who asks: no program with a token and no visitor may. */
  readonly isPersonal?: true;
  /** Takes parts of a file, larger than what else is open: before one is read, the name of the upload in the path is checked. */
  readonly isUpload?: true;
  /** One sentence. */
  readonly summary: string;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** Request headers that it heeds besides those that every endpoint does. */
  readonly headers?: readonly HeaderName[];
  /** By HTTP status; the first is the usual one. */
  readonly answers: Readonly<Record<number, TSchema>>;
  /** Media types of an answer that is a file and not JSON. */
  readonly files?: readonly string[];
  /** Errors of its own; errors.ts adds those that every endpoint can answer. */
  readonly errors: readonly ErrorCode[];
}

/** The rows of one area. */
export type EndpointRows = Readonly<Partial<Record<EndpointId, EndpointRow>>>;

/** An answer without a body. */
export const Nothing = Type.Void();

/** Errors of a request that goes through to a device. */
export const linkErrors = [
  'link.unavailable',
  'link.forbidden',
  'link.closed',
  'device.offline',
  'link.timeout',
  'frame.checksum',
  'frame.malformed',
  'broker.refused',
] as const satisfies readonly ErrorCode[];
