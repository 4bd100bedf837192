// What a request must look like before anybody asks who sent it: its host, its origin, its content type. Together they
// keep other web sites that the person has open from acting through their browser.
import { because } from '#core/reason.ts';
import { isIP } from 'node:net';
import { hostname as machineName } from 'node:os';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SolsteadError } from '#core/errors.ts';

/** Headers of every answer. Styles may stand inline: charts and overlays place themselves with them. */
const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** Sets the security headers; answers about the home are never cached. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders);
  if (isApi(request.url) || request.url === '/health') reply.header('cache-control', 'no-store');
}

/** Whether an address belongs to the interfaces for programs, not to the app's files. */
export function isApi(url: string): boolean {
  return /^\/(api|ws)([/?]|$)/.test(url);
}

/**
 * Refuses names that somebody outside may point at this computer (DNS rebinding): while a home is open to its visitors,
 * only addresses, `localhost`, `*.local` and the machine's own name may be used. Errors: `access.denied`.
 */
export function checkHost(request: FastifyRequest, boundHost: string): void {
  const name = request.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const own = [boundHost.toLowerCase(), machineName().toLowerCase(), 'localhost'];
  if (isIP(name) !== 0 || own.includes(name) || name.endsWith('.local')) return;
  const why = because('access.name-not-accepted');
  throw new SolsteadError('access.denied', { at: name, why });
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Refuses requests that change something, and sockets, when another site's page sent them. Programs send neither header
 * and pass. Errors: `access.denied`.
 */
export function checkOrigin(request: FastifyRequest): void {
  const isChange = changing.has(request.method);
  if (!isChange && !request.ws) return;
  const { origin } = request.headers;
  const fetchSite = request.headers['sec-fetch-site'];
  const isForeign = isChange && fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
  if (isForeign || (origin !== undefined && hostOf(origin) !== request.host.toLowerCase())) {
    throw new SolsteadError('access.denied', { at: 'origin', why: because('access.other-site') });
  }
}

/**
 * Refuses a change whose body is not JSON: a form of another site's page can send no JSON. A path that leads nowhere is
 * told so first. Errors: `input.not-json`.
 */
export function checkContentType(request: FastifyRequest): void {
  if (!changing.has(request.method) || request.method === 'DELETE' || isJson(request)) return;
  throw new SolsteadError('input.not-json', { at: 'content-type', why: because('request.no-json') });
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}

function isJson(request: FastifyRequest): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
