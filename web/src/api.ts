// Calls of the server by the contract's table of endpoints.
// Whatever goes wrong becomes a Failure: a code, what happened, and what helps.
import { isRecord } from '#core/entries.ts';
import type { AnswerOf, InputOf } from '#api/endpoints.ts';
import type { Problem } from '#api/problem.ts';
import { type EndpointId, routeOf, socketPaths } from '#api/routes.ts';
import { forgetEarly, takeEarly } from './early/answers.ts';
import { type Failure, failureWords } from './words.ts';

/** A request that failed. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failure: Failure;
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;

  constructor(failure: Failure, status: number) {
    super(failure.message);
    this.failure = failure;
    this.status = status;
  }
}

/** Longest wait for an answer, ms. */
const patienceMs = 20_000;
/** A device may answer slowly, and a year may be settled before its figures are returned. */
const longPatienceMs = 60_000;
const takesLong = /\/(commands?|queries|settings|energy|tariff|budgets|repairs)\b/;
/** These ask a server of somebody's own, which has its own time: whoever hears of it shall hear why, and not that this one was silent. */
const asksOthers = /\/(outputs|uplink|alert-channels|backups|home-assistant)\b/;
const othersPatienceMs = 90_000;
/** A device may need a minute, and detecting its protocol tries several. */
const testPatienceMs = 300_000;

function patienceFor(id: EndpointId, path: string): number {
  if (id === 'testDevice') return testPatienceMs;
  if (routeOf(id).method !== 'GET' && asksOthers.test(path)) return othersPatienceMs;
  return takesLong.test(path) ? longPatienceMs : patienceMs;
}

function isProblem(body: unknown): body is Problem {
  if (!isRecord(body)) return false;
  const { code, detail, repair } = body;
  return typeof code === 'string' && typeof detail === 'string' && typeof repair === 'string';
}

/** A problem of the contract as the page tells it. */
function failureIn({ code, detail, repair, at, field, reason, advice }: Problem): Failure {
  return {
    code,
    message: detail,
    repair,
    ...(at === undefined ? {} : { at }),
    ...(field === undefined ? {} : { field }),
    ...(reason === undefined ? {} : { reason }),
    ...(advice === undefined ? {} : { advice }),
  };
}

const broken = (): Failure => ({ code: 'web.broken', ...failureWords('failure.broken') });

/** The failure behind anything thrown while asking the server. */
export function failureOf(thrown: unknown): Failure {
  return thrown instanceof RequestError ? thrown.failure : broken();
}

/** What an endpoint is called with: what it takes by the contract, and the signal that aborts it. */
type CallOf<Id extends EndpointId> = InputOf<Id> & {
  readonly signal?: AbortSignal | undefined;
  /** The idempotency key of a request that may arrive twice. */
  readonly key?: string;
};

/** The same for any endpoint, as it is sent. */
interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly key?: string;
}

/** Relative, so that it holds under any path prefix. */
function addressOf(path: string, { params = {}, query = {} }: Asked): string {
  const filled = path.slice(1).replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

async function fetchOrFail(id: EndpointId, asked: Asked): Promise<Response> {
  const { method, path } = routeOf(id);
  const { body = {}, signal, key } = asked;
  const sends = method === 'POST' || method === 'PUT';
  const limit = AbortSignal.timeout(patienceFor(id, path));
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    headers: {
      accept: 'application/json, application/problem+json',
      ...(sends ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(sends ? { body: JSON.stringify(body) } : {}),
  };
  const address = addressOf(path, asked);
  if (method !== 'GET') forgetEarly();
  try {
    return (method === 'GET' ? await takeEarly(address) : undefined) ?? (await fetch(address, init));
  } catch (thrown) {
    if (signal?.aborted === true) throw thrown;
    throw new RequestError({ code: 'web.unreachable', ...failureWords('failure.unreachable') }, 0);
  }
}

async function sendOnce(id: EndpointId, asked: Asked): Promise<unknown> {
  const response = await fetchOrFail(id, asked);
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new RequestError(broken(), response.status);
  }
  if (response.ok) return body;
  throw new RequestError(isProblem(body) ? failureIn(body) : broken(), response.status);
}

/** Who asks the person whether it is still them; set by the dialog. */
const asking: { ask?: (id: EndpointId) => Promise<boolean> } = {};
let asked: Promise<boolean> | undefined;

/** Sets who asks, and is told what for; the returned function ends that. */
export function answerStepUp(ask: (id: EndpointId) => Promise<boolean>): () => void {
  asking.ask = ask;
  return () => {
    delete asking.ask;
  };
}

/** Asks once, however many requests want to know. */
async function isProven(id: EndpointId): Promise<boolean> {
  asked ??= asking.ask?.(id) ?? Promise.resolve(false);
  try {
    return await asked;
  } finally {
    asked = undefined;
  }
}

/** Sends a request; what wants a proof of who it is, is sent again with one. */
async function send(id: EndpointId, request: Asked): Promise<unknown> {
  try {
    return await sendOnce(id, request);
  } catch (thrown) {
    const isAsked = thrown instanceof RequestError && thrown.failure.code === 'access.step-up';
    if (!isAsked || !(await isProven(id))) throw thrown;
    return sendOnce(id, request);
  }
}

/** Calls an endpoint of the contract by its name; throws a RequestError. */
export function call<Id extends EndpointId>(
  id: Id,
  ...[asked]: object extends InputOf<Id> ? [asked?: CallOf<Id>] : [asked: CallOf<Id>]
): Promise<AnswerOf<Id>> {
  // The server's tests check every response against the schema that this type is made from.
  return send(id, asked ?? {}) as Promise<AnswerOf<Id>>;
}

/** Address of a download. */
export function urlOf<Id extends 'exportHistory' | 'exportAudit' | 'downloadBackup'>(
  id: Id,
  asked: InputOf<Id>,
): string {
  return addressOf(routeOf(id).path, asked);
}

/** Address of the live socket of a site. */
export function liveUrl(site: string): string {
  const url = new URL(addressOf(socketPaths.live, { query: { site } }), document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}
