// What a failed request answers: errors of the registry by their status, our own bugs without their insides.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '#api/contract.ts';
import { errorRegistry, isSolsteadError, type ErrorCode, type ErrorKind, type SolsteadError } from '#core/errors.ts';

interface Row {
  readonly status: number;
  /** Field of the request that is to blame; `at` when the error itself names it. */
  readonly field?: string;
}

const byKind: Readonly<Record<ErrorKind, number>> = { config: 409, transient: 502, command: 409 };

/** Status of the codes that differ from their kind. */
const byCode: Readonly<Partial<Record<ErrorCode, Row>>> = {
  'input.invalid': { status: 400, field: 'at' },
  'input.hex': { status: 400 },
  'address.invalid': { status: 400, field: 'address' },
  'protocol.unknown': { status: 400, field: 'protocol' },
  'command.unknown': { status: 400, field: 'metric' },
  'command.limits': { status: 422, field: 'value' },
  'command.unconfirmed': { status: 504 },
  'command.differs': { status: 409, field: 'value' },
  'link.timeout': { status: 504 },
  'anomaly.unknown': { status: 404 },
  'device.unknown': { status: 404 },
  'device.exists': { status: 409, field: 'address' },
  'site.unknown': { status: 404 },
  'access.signed-out': { status: 401 },
  'access.denied': { status: 403 },
  'access.credentials': { status: 401 },
  'access.throttled': { status: 429 },
  'store.failed': { status: 503 },
  'store.corrupt': { status: 500 },
};

/** A failure with the status it is answered with. */
export interface FailedAnswer {
  readonly status: number;
  readonly failure: Failure;
}

/** The answer to a path that leads nowhere. */
export const unknownPath: FailedAnswer = {
  status: 404,
  failure: { code: 'path.unknown', message: 'There is nothing at this path', repair: 'Check the address.' },
};

/** The answer for an error of the registry. */
export function answerOf(error: SolsteadError): FailedAnswer {
  const row = byCode[error.code] ?? { status: byKind[error.kind] };
  const field = row.field === 'at' ? error.at : row.field;
  // A field or a person needs no "where" in front of the sentence; a link or a device does.
  const isPlain = field !== undefined || error.code.startsWith('access.');
  const message = isPlain ? (error.why ?? errorRegistry[error.code].title) : error.message;
  const failure = { code: error.code, message, repair: error.repair };
  return { status: row.status, failure: field === undefined ? failure : { ...failure, field } };
}

/** Refusals of the framework itself: broken JSON, a body too large, a path that cannot be decoded. */
function refusalOf(error: Partial<FastifyError>): FailedAnswer | undefined {
  const status = error.statusCode ?? 500;
  if (status < 400 || status > 499) return undefined;
  const { repair } = errorRegistry['input.invalid'];
  return { status, failure: { code: 'input.invalid', message: error.message ?? 'The request is not valid', repair } };
}

function bugOf(requestId: string): FailedAnswer {
  const message = `Something went wrong inside Solstead (request ${requestId})`;
  const repair = 'Try again; when it stays, look for the request in the log and report it.';
  return { status: 500, failure: { code: 'internal', message, repair } };
}

/** Answers a thrown error; what is our own bug goes to the log with the id of the request. */
export async function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const known = isSolsteadError(thrown) ? answerOf(thrown) : refusalOf(thrown as Partial<FastifyError>);
  const { status, failure } = known ?? bugOf(request.id);
  if (known === undefined) {
    // The pattern of the route, not the address: that may hold a token.
    const { method, routeOptions } = request;
    request.log.error({ err: thrown, method, route: routeOptions.url, requestId: request.id }, 'request failed');
  }
  await reply.code(status).type('application/json; charset=utf-8').send(failure);
}
