// The answer to a failed request: errors of the registry by their status, our own bugs without internal details.
import { isRecord } from '#core/entries.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { endpoints } from '#api/endpoints.ts';
import { type Problem, problemMedia, problemType, statusOf } from '#api/problem.ts';
import { errorRegistry, isSolsteadError, type ErrorCode, type SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { IsObject } from 'typebox';
import type { Caller } from './session.ts';

/** The field of a request that such an error is about, if the request has it; `at`: the error names it itself. */
const fieldOf: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'input.invalid': ['at'],
  'address.invalid': ['address'],
  'protocol.unknown': ['protocol'],
  'command.unknown': ['setPoint', 'setting'],
  'command.limits': ['value'],
  'command.differs': ['value'],
  'device.exists': ['address'],
};

/** What is said of a failure, whichever request it answers. */
export type FailedAnswer = Omit<Problem, 'type' | 'requestId' | 'code'> & { readonly code: ErrorCode };

/** The answer for an error of the registry to a request whose body has these fields. */
export function answerOf(error: SolsteadError, fields: readonly string[] = []): FailedAnswer {
  const named = fieldOf[error.code] ?? [];
  const field = named.includes('at') ? error.at : fields.find((each) => named.includes(each));
  // A field or a person needs no "where" in front of the sentence; a link, a device or a name that is unknown does.
  const isPlain = (field !== undefined && error.code !== 'command.unknown') || error.code.startsWith('access.');
  const { code, at, repair, reason, help } = error;
  const { title } = errorRegistry[code];
  return {
    title,
    status: statusOf(code),
    detail: isPlain ? (error.why ?? title) : error.message,
    code,
    repair,
    ...(isPlain ? {} : { at }),
    ...(field === undefined ? {} : { field }),
    ...(reason === undefined ? {} : { reason }),
    ...(help === undefined ? {} : { advice: help }),
  };
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

/** The answer that names nothing but a code, and perhaps why. */
export function plainAnswer(code: ErrorCode, why?: Reason): FailedAnswer {
  const { title, repair } = errorRegistry[code];
  const answer = { title, status: statusOf(code), code, repair };
  return why === undefined ? { ...answer, detail: title } : { ...answer, detail: inEnglish(why), reason: why };
}

/** Sends a failed answer as a problem of this request. Source: RFC 9457. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, answer: FailedAnswer): FastifyReply {
  const problem: Problem = { type: problemType(answer.code), ...answer, requestId: request.id };
  return reply.code(answer.status).type(`${problemMedia}; charset=utf-8`).send(problem);
}

const byStatus: Readonly<Record<number, ErrorCode>> = {
  413: 'input.too-large',
  414: 'input.too-long',
  415: 'input.not-json',
};

/** Refusals of the framework itself: broken JSON, a body too large, a path that cannot be decoded. */
function refusalOf(thrown: unknown): FailedAnswer | undefined {
  if (!isRecord(thrown)) return undefined;
  const { statusCode, code = '', message } = thrown;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return undefined;
  const known = byStatus[statusCode];
  if (known !== undefined) return plainAnswer(known);
  const said = external(typeof message === 'string' ? message : '');
  if (code === 'FST_ERR_BAD_URL') return plainAnswer('input.invalid', because('request.broken-path'));
  // The parser's own words: it names the place, and no value.
  const isJson = code === '' || code === 'FST_ERR_CTP_INVALID_JSON_BODY';
  return plainAnswer('input.invalid', because(isJson ? 'request.broken-json' : 'request.framework', { said }));
}

/** Errors that name files and servers of the installation. */
const isInside = ({ code }: SolsteadError): boolean => code.startsWith('store.') || code.startsWith('folder.');

/** Whether nobody has signed in: before the caller is known, nobody has either. */
function isStranger(request: FastifyRequest): boolean {
  const caller = request.getDecorator<Caller | null>('caller');
  return caller?.door === undefined || caller.door.principal.kind === 'visitor';
}

/** When to ask again, s, where the error itself does not say. */
const retrySeconds: Readonly<Partial<Record<ErrorCode, number>>> = {
  'access.throttled': 60,
  'command.too-often': 10,
  'automation.busy': 10,
  'export.busy': 10,
};

/** Answers a thrown error; what is our own bug goes to the log with the id of the request. */
export async function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const known = isSolsteadError(thrown)
    ? isInside(thrown) && isStranger(request)
      ? plainAnswer(thrown.code)
      : answerOf(thrown, fieldsOf(request))
    : refusalOf(thrown);
  if (known === undefined) {
    // The pattern of the route, not the address: that may hold a token.
    const { method, routeOptions } = request;
    request.log.error({ err: thrown, method, route: routeOptions.url, requestId: request.id }, 'request failed');
  }
  const wait = isSolsteadError(thrown) ? (thrown.retrySeconds ?? retrySeconds[thrown.code]) : undefined;
  if (wait !== undefined) reply.header('retry-after', String(wait));
  await sendProblem(request, reply, known ?? plainAnswer('internal', because('server.bug', { request: request.id })));
}
