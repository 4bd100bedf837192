// The client of the interface for programs: every endpoint by its name, failures as a class, a live socket that comes back. Made from the
// same table as the server; the types of what each endpoint takes and answers are written beside it when the package is built.
// It needs nothing but fetch and WebSocket, and so runs in browsers and in Node alike.
import { type EndpointId, routeOf, socketPaths } from '#api/routes.ts';

/** What a failed request says: a problem of RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly repair: string;
  readonly at?: string;
  readonly field?: string;
  readonly requestId?: string;
}

/** A request that failed; `code` is what a program branches on. `unreachable`: no answer came; `foreign`: it was not Solstead that answered. */
export class SolsteadProblem extends Error {
  override readonly name = 'SolsteadProblem';
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly repair: string;
  readonly field: string | undefined;
  readonly problem: ProblemBody | undefined;

  constructor({ code, status, detail }: Pick<ProblemBody, 'code' | 'status' | 'detail'>, problem?: ProblemBody) {
    super(detail);
    this.code = code;
    this.status = status;
    this.repair = problem?.repair ?? '';
    this.field = problem?.field;
    this.problem = problem;
  }
}

/** What an endpoint is called with: `params` of its path, `query`, `body` – those it has. */
export interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** How a call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Where Solstead is; absent: where the page comes from. */
  readonly url?: string;
  /** The token of a program; absent: the cookie of the browser. */
  readonly token?: string;
  /** Attempts after a failed one, where repeating is safe: reads, and commands, which carry a key. Default 2. */
  readonly retries?: number;
  /** Longest wait for an answer, ms. Default 60 000. */
  readonly timeoutMs?: number;
}

/** Who hears a home. */
export interface LiveListener {
  /** A snapshot first and after every interruption, then changes. */
  onMessage(message: unknown): void;
  /** Whether it is connected. */
  onState?(isConnected: boolean): void;
}

/** The client; the types of the built package name what each endpoint takes and answers. */
export interface Client {
  call(id: EndpointId, input?: Input, options?: CallOptions): Promise<unknown>;
  /** Follows a home; the returned function ends it. */
  live(site: string, listener: LiveListener): () => void;
}

const pauseMs = 500;
const longestPauseMs = 30_000;
/** The server says that asking again is of no use: signed out, no such home. */
const finalCloses = new Set([4401, 4404]);
const busy = new Set([429, 502, 503, 504]);

/** Random text for a key; browsers have it on insecure pages as well. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function randomShare(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Grows with the attempt, and spreads clients that lost the same server. */
const backoffMs = (attempt: number): number =>
  Math.min(longestPauseMs, pauseMs * 2 ** attempt) * (0.5 + randomShare() / 2);

function addressOf(base: URL, path: string, { params = {}, query = {} }: Input): URL {
  const filled = path.slice(1).replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(filled, base);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;
}

/** The answer, or the problem it is. */
async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = response.ok ? text : undefined;
  }
  if (response.ok) return body;
  if (isProblem(body)) throw new SolsteadProblem(body, body);
  throw new SolsteadProblem({
    code: 'foreign',
    status: response.status,
    detail: `an answer that is not Solstead's (HTTP ${response.status})`,
  });
}

/** When to ask again, ms; undefined if repeating is of no use. */
function retryAfterMs(thrown: unknown, attempt: number, waitSeconds: number | undefined): number | undefined {
  if (!(thrown instanceof SolsteadProblem)) return undefined;
  if (thrown.status !== 0 && !busy.has(thrown.status)) return undefined;
  return waitSeconds === undefined ? backoffMs(attempt) : Math.min(longestPauseMs, waitSeconds * 1000);
}

/** Where the page is that this runs in; elsewhere, the port that Solstead has unless it is given another. */
function pageAddress(): string {
  const { document } = globalThis as { readonly document?: { readonly baseURI: string } };
  return document?.baseURI ?? 'http://localhost:6789/';
}

/** Makes a client. */
export function createClient({ url, token, retries = 2, timeoutMs = 60_000 }: ClientOptions = {}): Client {
  const home = url ?? pageAddress();
  const base = new URL(home.endsWith('/') || url === undefined ? home : `${home}/`);
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const once = async (id: EndpointId, input: Input, { signal, headers }: CallOptions): Promise<Response> => {
    const { method, path } = routeOf(id);
    const isSent = method === 'POST' || method === 'PUT';
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(addressOf(base, path, input), {
        method,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: { ...bearer, ...(isSent ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(isSent ? { body: JSON.stringify(input.body ?? {}) } : {}),
      });
    } catch (thrown) {
      if (signal?.aborted === true) throw thrown;
      throw new SolsteadProblem({
        code: 'unreachable',
        status: 0,
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  };

  const call = async (id: EndpointId, input: Input = {}, options: CallOptions = {}): Promise<unknown> => {
    const isCommand = id === 'issueCommand';
    // The same key for all attempts: whichever arrives, the device hears it once.
    const headers = isCommand ? { 'idempotency-key': newKey(), ...options.headers } : options.headers;
    const isSafe = routeOf(id).method === 'GET' || isCommand;
    for (let attempt = 0; ; attempt += 1) {
      let waitSeconds: number | undefined;
      try {
        const response = await once(id, input, { ...options, ...(headers === undefined ? {} : { headers }) });
        const said = response.headers.get('retry-after');
        waitSeconds = said === null || !/^\d+$/.test(said) ? undefined : Number(said);
        return await answerOf(response);
      } catch (thrown) {
        const pause = isSafe && attempt < retries ? retryAfterMs(thrown, attempt, waitSeconds) : undefined;
        if (pause === undefined || options.signal?.aborted === true) throw thrown;
        await sleep(pause);
      }
    }
  };

  const live = (site: string, { onMessage, onState }: LiveListener): (() => void) => {
    const address = addressOf(base, socketPaths.live, { query: { site, token } });
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    let socket: WebSocket | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempt = 0;
    let isEnded = false;
    const open = (): void => {
      socket = new WebSocket(address);
      socket.onmessage = ({ data }: { readonly data: unknown }) => {
        attempt = 0;
        onMessage(JSON.parse(String(data)));
      };
      socket.onopen = () => onState?.(true);
      socket.onclose = ({ code }) => {
        onState?.(false);
        if (isEnded || finalCloses.has(code)) return;
        timer = setTimeout(open, backoffMs(attempt));
        attempt += 1;
      };
    };
    open();
    return () => {
      isEnded = true;
      clearTimeout(timer);
      socket?.close();
    };
  };

  return { call, live };
}
