// What a failed request answers: errors of the registry by their status, our own bugs without their insides.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { endpoints } from '#api/endpoints.ts';
import { type Failure, statusOf } from '#api/failure.ts';
import { errorRegistry, isSolsteadError, type ErrorCode, type SolsteadError } from '#core/errors.ts';
import { IsObject } from 'typebox';

/** The field of a request that such an error is about, where the request has it; `at`: the error names it itself. */
const fieldOf: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'input.invalid': ['at'],
  'address.invalid': ['address'],
  'protocol.unknown': ['protocol'],
  'command.unknown': ['setPoint', 'setting'],
  'command.limits': ['value'],
  'command.differs': ['value'],
  'device.exists': ['address'],
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

/** The answer for an error of the registry to a request whose body has these fields. */
export function answerOf(error: SolsteadError, fields: readonly string[] = []): FailedAnswer {
  const named = fieldOf[error.code] ?? [];
  const field = named.includes('at') ? error.at : fields.find((each) => named.includes(each));
  // A field or a person needs no "where" in front of the sentence; a link, a device or a name that is unknown does.
  const isPlain = (field !== undefined && error.code !== 'command.unknown') || error.code.startsWith('access.');
  const message = isPlain ? (error.why ?? errorRegistry[error.code].title) : error.message;
  const { code, at, repair, reason } = error;
  const place = isPlain ? {} : { at };
  const failure = { code, message, repair, ...place, ...(reason === undefined ? {} : { reason }) };
  return { status: statusOf(error.code), failure: field === undefined ? failure : { ...failure, field } };
}

/** The fields that the body of a request has by the contract, those that were given first. */
function fieldsOf({ routeOptions, body: given }: FastifyRequest): readonly string[] {
  const { endpoint } = routeOptions.config;
  const body = endpoint === undefined ? undefined : endpoints[endpoint].body;
  if (body === undefined || !IsObject(body)) return [];
  const isGiven = (field: string): boolean =>
    typeof given === 'object' && given !== null && Object.hasOwn(given, field);
  return Object.keys(body.properties).toSorted((left, right) => Number(isGiven(right)) - Number(isGiven(left)));
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
  const repair = 'Try again; if it persists, look for the request in the log and report it.';
  return { status: 500, failure: { code: 'internal', message, repair } };
}

/** Answers a thrown error; what is our own bug goes to the log with the id of the request. */
export async function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const known = isSolsteadError(thrown)
    ? answerOf(thrown, fieldsOf(request))
    : refusalOf(thrown as Partial<FastifyError>);
  const { status, failure } = known ?? bugOf(request.id);
  if (known === undefined) {
    // The pattern of the route, not the address: that may hold a token.
    const { method, routeOptions } = request;
    request.log.error({ err: thrown, method, route: routeOptions.url, requestId: request.id }, 'request failed');
  }
  await reply.code(status).type('application/json; charset=utf-8').send(failure);
}
