// The one shape of every failed answer (RFC 9457), and the status each error code is answered with.
import Type, { type Static } from 'typebox';
import { errorRegistry, type ErrorCode, type ErrorKind } from '#core/errors.ts';
import type { Frozen } from './frozen.ts';
import { Reason } from './reason.ts';

/** Media type of a failed answer. Source: RFC 9457 §3. */
export const problemMedia = 'application/problem+json';

/** The page that explains the codes, and so the address that a `type` leads to. */
const typePath = '/api/docs/errors#';

/**
 * Every failed request answers with this; `code` is of the error registry, and `type` leads to its explanation on this server.
 * `title`, `detail` and `repair` are English; who speaks another language makes its own of `code`, `at` and `reason`.
 */
export const Problem = Type.Object({
  type: Type.String({ description: 'Where the kind of failure is explained; programs branch on `code`' }),
  title: Type.String({ description: 'What kind of failure it is' }),
  status: Type.Integer({ description: 'The HTTP status' }),
  detail: Type.String({ description: 'What happened, in a sentence' }),
  code: Type.String({ description: 'A code of docs/errors.md' }),
  repair: Type.String({ description: 'What helps' }),
  at: Type.Optional(
    Type.String({ description: 'The thing that failed, where the sentence names it: a link, a device, a file' }),
  ),
  field: Type.Optional(
    Type.String({ description: 'The field of the request that is wrong, where one is: `site.timeZone`' }),
  ),
  reason: Type.Optional(Reason),
  advice: Type.Optional(Reason),
  requestId: Type.String({ description: 'Under which the log knows the request' }),
});
export type Problem = Frozen<Static<typeof Problem>>;

/** The `type` of a code: the same everywhere, so that it can be compared. */
export function problemType(code: ErrorCode): string {
  return `${typePath}${code}`;
}

const byKind: Readonly<Record<ErrorKind, number>> = { config: 409, transient: 502, command: 409 };

/** Status of the codes that differ from their kind. */
const byCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  'input.invalid': 400,
  'input.not-json': 415,
  'input.too-large': 413,
  'input.too-long': 414,
  'path.unknown': 404,
  'path.method': 405,
  internal: 500,
  'input.hex': 400,
  'address.invalid': 400,
  'protocol.unknown': 400,
  'command.unknown': 400,
  'command.limits': 422,
  'command.unconfirmed': 504,
  'command.too-often': 429,
  'automation.invalid': 400,
  'command.expired': 409,
  'command.gone': 404,
  'command.key-reused': 422,
  'request.outdated': 412,
  'request.too-many': 429,
  'link.timeout': 504,
  'anomaly.unknown': 404,
  'alert.unknown': 404,
  'alert.no-channel': 404,
  'backup.no-upload': 404,
  'backup.unknown': 404,
  'invitation.unknown': 404,
  'device.unknown': 404,
  'site.unknown': 404,
  'access.signed-out': 401,
  'access.denied': 403,
  'access.plain': 403,
  'access.credentials': 401,
  'access.second-factor': 401,
  'access.refresh': 401,
  'access.step-up': 403,
  'access.throttled': 429,
  'automation.busy': 429,
  'import.busy': 409,
  'export.busy': 429,
  'server.not-ready': 503,
  'store.failed': 503,
  'store.corrupt': 500,
};

/** The HTTP status an error is answered with. */
export function statusOf(code: ErrorCode): number {
  return byCode[code] ?? byKind[errorRegistry[code].kind];
}
