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
  /** A snapshot first, then what changes. */
  onMessage(message: unknown): void;
  /** Whether it is connected. */
  onState?(isConnected: boolean): void;
}

/** The client; the types of the built package name what each endpoint takes and answers. */
export interface Client {
  call(id: EndpointId, input?: Input, options?: CallOptions): Promise<unknown>;
  /** Follows a home; the returned function ends it. */
  live(site: string, listener: LiveListener): () => void;
  /**
   * Follows homes message by message. After an interruption it asks for what came after the last message it has seen: a note `resumed`
   * and what was missed follow, or, where that is no longer kept, `snapshot` and everything as it is. The returned function ends it.
   */
  realtime(homes: readonly string[], listener: LiveListener): () => void;
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

/** The address of a socket at the address of a page. */
function socketAddress(address: URL): URL {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url;
}

/** What a socket that comes back is used for. */
interface SocketUse {
  /** Each time it is open; `say` sends. */
  readonly onOpen?: (say: (message: object) => void) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onState: ((isConnected: boolean) => void) | undefined;
}

/** A socket that comes back until the returned function ends it, or the server says that it is of no use. */
function staying(address: URL, { onOpen, onMessage, onState }: SocketUse): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let isEnded = false;
  const open = (): void => {
    const mine = new WebSocket(address);
    socket = mine;
    mine.onmessage = ({ data }: { readonly data: unknown }) => {
      if (isEnded) return;
      attempt = 0;
      onMessage(JSON.parse(String(data)));
    };
    mine.onopen = () => {
      onOpen?.((message) => mine.send(JSON.stringify(message)));
      onState?.(true);
    };
    mine.onclose = ({ code }) => {
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
}

/** What numbers are read from. */
interface NumberedMessage {
  readonly type: string;
  readonly home_id?: string;
  readonly seq?: number;
}

/** The number of the last message that was seen whole, by home. */
function seenOf(): { take(message: NumberedMessage): void; last(home: string): number | null } {
  const seen = new Map<string, number>();
  /** Numbers of the states that came last. */
  const states = new Map<string, number>();
  return {
    take({ type, home_id: home, seq }) {
      if (home === undefined || seq === undefined) return;
      // All messages of a state have its number: it came whole when one with a later number follows. What was missed follows a note
      // with the number of its end.
      if (type === 'snapshot') states.set(home, seq);
      else if (type !== 'resumed' && seq > (states.get(home) ?? 0)) seen.set(home, seq);
    },
    last: (home) => seen.get(home) ?? null,
  };
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

  const live = (site: string, { onMessage, onState }: LiveListener): (() => void) =>
    staying(socketAddress(addressOf(base, socketPaths.live, { query: { site, token } })), { onMessage, onState });

  const realtime = (homes: readonly string[], { onMessage, onState }: LiveListener): (() => void) => {
    const seen = seenOf();
    return staying(socketAddress(addressOf(base, socketPaths.realtime, { query: { token } })), {
      onOpen: (say) => {
        for (const home of homes) say({ action: 'subscribe', home_id: home, since: seen.last(home) });
      },
      onMessage: (message) => {
        onMessage(message);
        seen.take(message as NumberedMessage);
      },
      onState,
    });
  };

  return { call, live, realtime };
}
