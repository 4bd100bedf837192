// Requests to a history server: time-outs, compression, accounts, and errors that name the server without its secrets.
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';

const compress = promisify(gzip);
const standardTimeoutMs = 60_000;
/** Longest part of a server's answer that goes into an error. */
const longestWhy = 300;

/** How a server is reached, and as whom. */
export interface ServerAddress {
  /** `http://host:port` or `https://…`, with a path if the server is behind one; an account in it is used. */
  readonly url: string;
  readonly clock: Clock;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Sent instead of name and password: `Authorization: <scheme> <token>`. */
  readonly token?: string | undefined;
  /** Longest time for one request, ms; a minute when absent. */
  readonly timeoutMs?: number | undefined;
}

/** One request; all are POST. */
export interface ServerRequest {
  readonly path: string;
  /** In the URL. */
  readonly query?: Readonly<Record<string, string>>;
  /** The body: a form, or a text that is sent compressed. */
  readonly form?: URLSearchParams;
  readonly text?: string;
  readonly contentType?: string;
}

/** An answer of any status. */
export interface ServerAnswer {
  readonly isOk: boolean;
  readonly status: number;
  readonly text: string;
}

/** A server that is asked. */
export interface HistoryServer {
  /** The server's address without account, for people. */
  readonly place: string;
  /** Sends a request. Errors: `store.failed` if there is no answer, or none in time. */
  send(request: ServerRequest): Promise<ServerAnswer>;
  /** Sends a request that must succeed. Errors: `store.failed`, with the server's reason. */
  ask(request: ServerRequest): Promise<string>;
  failure(why: Reason, cause?: unknown): SolsteadError;
}

function parsed(url: string): URL {
  const isHttp = /^https?:\/\//.test(url) && URL.canParse(url);
  if (isHttp) return new URL(url);
  // The text itself may hold a password.
  throw new SolsteadError('store.failed', { at: 'history server', why: because('server.no-url') });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign is meant literally.
    return text;
  }
}

type Account = Readonly<Record<'username' | 'password' | 'token', string | undefined>>;

function authorization({ username, password, token }: Account, scheme: string): Record<string, string> {
  if (token !== undefined) return { authorization: `${scheme} ${token}` };
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

/** The innermost reason: what `fetch` throws says only that it failed. */
function reasonOf(thrown: unknown): Reason {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return said(cause instanceof Error && cause.message !== '' ? cause : thrown);
}

interface RequestContent {
  readonly body: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function requestBody({ form, text, contentType }: ServerRequest): Promise<RequestContent> {
  if (text === undefined) return { body: form ?? new URLSearchParams() };
  const body = await compress(text, { level: constants.Z_BEST_SPEED });
  return { body, headers: { 'content-encoding': 'gzip', 'content-type': contentType ?? 'text/plain; charset=utf-8' } };
}

/** A server at an address; nothing is sent yet. `scheme` is the word before a token. Errors: `store.failed`. */
export function historyServer(address: ServerAddress, scheme: 'Bearer' | 'Token'): HistoryServer {
  const base = parsed(address.url);
  const { clock, timeoutMs = standardTimeoutMs } = address;
  const {
    username = base.username === '' ? undefined : decoded(base.username),
    password = decoded(base.password),
    token,
  } = address;
  const account = authorization({ username, password, token }, scheme);
  const place = `${base.origin}${base.pathname.replace(/\/$/, '')}`;
  const failure = (why: Reason, cause?: unknown): SolsteadError =>
    new SolsteadError('store.failed', { at: place, why, cause });

  const send: HistoryServer['send'] = async (request) => {
    const { headers = {}, ...body } = await requestBody(request);
    const controller = new AbortController();
    const cancel = clock.after(timeoutMs, () => controller.abort());
    const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
    try {
      const response = await fetch(`${place}${request.path}${query}`, {
        method: 'POST',
        // Whoever answers there is not sent on with the account.
        redirect: 'manual',
        signal: controller.signal,
        headers: { ...headers, ...account },
        ...body,
      });
      return { isOk: response.ok, status: response.status, text: await response.text() };
    } catch (thrown) {
      const why = controller.signal.aborted
        ? because('server.silent', { seconds: timeoutMs / 1000 })
        : reasonOf(thrown);
      throw failure(why, thrown);
    } finally {
      cancel();
    }
  };
  return {
    place,
    send,
    failure,
    async ask(request) {
      const answer = await send(request);
      if (answer.isOk) return answer.text;
      throw failure(
        because('server.status', { status: answer.status, said: external(answer.text.trim().slice(0, longestWhy)) }),
      );
    },
  };
}
