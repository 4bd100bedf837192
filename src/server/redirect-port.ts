// A port without TLS that sends browsers to the one with it, and does nothing else. Programs are not redirected: they would go on sending
// their token readably, and nobody would notice. Source: ASVS 5.0, V4.1.2.
import { createServer, type RequestListener } from 'node:http';
import { isIPv6 } from 'node:net';
import { problemMedia, problemType, statusOf } from '#api/problem.ts';
import { errorRegistry } from '#core/errors.ts';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { because, inEnglish } from '#core/reason.ts';
import { isApi } from './guard.ts';
import { requestId } from './ways/request-ids.ts';

/** Where it listens, and the port with TLS. */
export interface RedirectPlace extends PortPlace {
  readonly to: number;
}

const times = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 1 };
const mostConnections = 200;
const httpsPort = 443;
/** A longer path is nobody's. */
const mostPath = 2000;

/** The name that was asked for, without its port; undefined if it is none. */
function nameOf(host: string | undefined): string | undefined {
  const [, name] = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9_][a-z0-9_.-]{0,252})(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  if (name?.startsWith('[') === true && !isIPv6(name.slice(1, -1))) return undefined;
  return name;
}

function redirectTo(port: number): RequestListener {
  return (request, reply) => {
    const { method, url = '/', headers } = request;
    const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', connection: 'close' };
    const name = nameOf(headers.host);
    const isPage =
      (method === 'GET' || method === 'HEAD') && !isApi(url) && url.startsWith('/') && url.length < mostPath;
    if (isPage && name !== undefined && headers.upgrade === undefined) {
      const location = `https://${name}${port === httpsPort ? '' : `:${port}`}${url}`;
      reply.writeHead(301, { ...common, location, 'content-length': 0 }).end();
      return;
    }
    const code = 'access.plain';
    const { title, repair } = errorRegistry[code];
    const reason = because('access.plain');
    const status = statusOf(code);
    const problem = { type: problemType(code), title, status, detail: inEnglish(reason), code, repair, reason };
    const text = JSON.stringify({ ...problem, requestId: requestId(request) });
    const type = { 'content-type': `${problemMedia}; charset=utf-8`, 'content-length': Buffer.byteLength(text) };
    reply.writeHead(status, { ...common, ...type }).end(method === 'HEAD' ? undefined : text);
  };
}

/** Opens it. Errors: those of listening. */
export async function openRedirectPort({ host, port, to }: RedirectPlace): Promise<OpenPort> {
  const server = createServer(times, redirectTo(to));
  server.maxConnections = mostConnections;
  return listenOn(server, { host, port });
}
