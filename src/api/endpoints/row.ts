// What one row of the table of endpoints says, beside its method and path in routes.ts.
import Type, { type TObject, type TSchema } from 'typebox';
import type { Action } from '#core/access.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { EndpointId } from '../routes.ts';

/** One endpoint. */
export interface EndpointRow {
  /** What the caller must be permitted to do; `open`: everybody may ask, and the answer depends on who does. */
  readonly action: Action | 'open';
  /** About the account of who asks: no program with a token and no visitor may. */
  readonly isPersonal?: true;
  /** One sentence. */
  readonly summary: string;
  readonly query?: TObject;
  readonly body?: TSchema;
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
  'link.timeout',
  'frame.checksum',
  'frame.malformed',
  'broker.refused',
] as const satisfies readonly ErrorCode[];
