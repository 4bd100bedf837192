// The interface of a client of one HTTP server of somebody's own, such as a time-series server: requests go out one at a time over one
// connection that is kept. Answers are bounded, redirects are not followed, no proxy is used and no cookie kept.
import type { Secret } from './secrets.ts';

/** As whom a server is asked; the secret is sent to it alone. */
export type HttpServerAccount =
  | { readonly by: 'basic'; readonly user: string; readonly secret: Secret }
  /** `Authorization: Bearer …` or `Authorization: Token …`. */
  | { readonly by: 'bearer' | 'token'; readonly secret: Secret }
  | { readonly by: 'header'; readonly name: string; readonly secret: Secret };

/** Where a server is, and how it is asked. */
export interface HttpServer {
  /** `http://host:port` or `https://…`, with a path if the server is behind one. */
  readonly server: string;
  /** Who signed its certificate, and the client's own certificate with its key: PEM. */
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: Secret | undefined;
  };
  readonly account?: HttpServerAccount | undefined;
  /** Longest time for one request with its answer, ms; absent: 30 s. */
  readonly timeoutMs?: number;
  /** Headers of answers that are of interest, in small letters. */
  readonly keptHeaders?: readonly string[];
  /** Most bytes of an answer that are read; absent: 64 KiB. */
  readonly mostAnswerBytes?: number;
}

/** A request. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Put behind the path of the server, with its query: `/write?db=home`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Whether the body is sent as gzip. */
  readonly isPacked?: boolean;
}

/** An answer of any status. */
export interface HttpAnswer {
  readonly status: number;
  /** The body as far as it was read; what is not UTF-8 is replaced. */
  readonly text: string;
  /** Whether it came from this computer or the network that it stands in, where programs answer that no stranger may read. */
  readonly isNear?: boolean;
  /** When the server wants to be asked again, s. */
  readonly retrySeconds?: number;
  /** Those of its headers that were asked for. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that is asked. */
export interface HttpClient {
  /** Its address without account, for people. */
  readonly place: string;
  /** Errors: `link.unavailable` (nothing there, no answer in time, no HTTP), `link.forbidden`; the reason of the signal. */
  call(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}
