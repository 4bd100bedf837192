// What a request must look like before anybody asks who sent it: its host, its origin, its content type. Together they
// keep other web sites that the person has open from acting through their browser.
import { because } from '#core/reason.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { hostname as machineName } from 'node:os';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SolsteadError } from '#core/errors.ts';

/** Headers of every answer. No style is inline, but for those of the page itself, which are known by their hashes. */
const policy = (styleHashes: readonly string[], frames: readonly string[] = []): string =>
  [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    ["style-src 'self'", ...styleHashes.map((hash) => `'${hash}'`)].join(' '),
    ...frames.map((origin) => `frame-src ${origin}`),
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy([]),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** What a page may frame to show this address: exactly its origin; a path is of the page's own. */
const framesOf = (address: string | undefined): readonly string[] =>
  address === undefined ? [] : [address.startsWith('/') ? "'self'" : new URL(address).origin];

/** The policy of a page with these styles in it, which are allowed by their hashes, and of what it frames. */
export function pagePolicy(page: string, grafana?: string): string {
  const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => text);
  const hashes = styles.map((text) => `sha256-${createHash('sha256').update(text).digest('base64')}`);
  return policy(hashes, framesOf(grafana));
}

/** Sets the security headers; answers about the home are never cached. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders);
  if (isApi(request.url) || isHealth(request.url)) reply.header('cache-control', 'no-store');
}

/** Whether an address belongs to the interfaces for programs, not to the app's files. */
export function isApi(url: string): boolean {
  return /^\/(api|ws|mcp|metrics|stream)([/?]|$)/.test(url);
}

/** Where MQTT over WebSocket is. */
export const mqttPath = '/mqtt';

/** Below it is the account of a Shelly that opens a WebSocket itself. */
export const shellyPath = '/shelly/';

/** Below it is the id of a charge point that comes over OCPP. */
export const chargerPath = '/ocpp/';

/** Whether an address is that of MQTT, where a broker signs people in and no token of the home counts. */
const isMqtt = (url: string): boolean => url === mqttPath || url.startsWith(`${mqttPath}?`);

/** Whether an address is that of health. */
export function isHealth(url = ''): boolean {
  return /^\/health(\/(live|ready))?(\?|$)/.test(url);
}

/** Endings that nobody outside can register. Source: RFC 6762, RFC 8375, RFC 9476 and ICANN's `.internal`. */
const ownEndings = ['.local', '.lan', '.internal', '.home.arpa', '.localhost', '.alt'];

/** Names under which this computer may be asked for. */
export interface OwnNames {
  /** The one it listens on. */
  readonly host: string;
  /** Those that a person has named. */
  readonly names?: readonly string[] | undefined;
  /** Whether everybody may look at the home, or claim it. */
  readonly isOpen: boolean;
  /** Whether the request brings a token that counts, or asks for what is nobody's without one. */
  isProgram(): Promise<boolean>;
}

/**
 * Refuses names that somebody outside may point at this computer (DNS rebinding): addresses, `localhost`, `*.local`, the
 * machine's own name and those that a person named may be used; names without a dot and of the local network too, once the home
 * has an owner. Programs whose token counts, and what a trusted proxy passes on, are not a page of somebody else's.
 * Errors: `access.denied`.
 */
export async function checkHost(
  request: FastifyRequest,
  { host: boundHost, names = [], isOpen, isProgram }: OwnNames,
): Promise<void> {
  const name = request.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const own = [boundHost.toLowerCase(), machineName().toLowerCase(), 'localhost'];
  if (isIP(name) !== 0 || own.includes(name) || name.endsWith('.local')) return;
  if (names.some((one) => one.toLowerCase() === name)) return;
  if (!isOpen) {
    if (!name.includes('.') || ownEndings.some((ending) => name.endsWith(ending))) return;
    const isPassedOn = (request.ips ?? []).length > 1 || request.host !== request.headers.host;
    // Any page can send the header; it cannot know a token.
    if (isPassedOn || (request.headers.authorization !== undefined && (await isProgram()))) return;
  }
  const why = because(isOpen ? 'access.name-not-accepted' : 'access.name-unknown');
  throw new SolsteadError('access.denied', { at: name, why });
}

/**
 * Refuses requests that name their target twice: a proxy in front may have read the other one. Browsers and programs send a path and one
 * `Host`. Source: RFC 9112 §3.2. Errors: `input.invalid`.
 */
export function checkTarget({ raw }: FastifyRequest): void {
  const hosts = raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length;
  const isPath = raw.url?.startsWith('/') === true || (raw.url === '*' && raw.method === 'OPTIONS');
  if (hosts > 1 || !isPath)
    throw new SolsteadError('input.invalid', { at: 'host', why: because('request.two-targets') });
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a request comes from this computer itself, and not through a proxy on it. A proxy that does not identify itself and asks for
 * `127.0.0.1`, as nginx does by default, speaks HTTP/1.0; no browser does.
 */
export function isFromHere(request: FastifyRequest): boolean {
  const { headers, socket, hostname, raw } = request;
  const isPassedOn =
    raw.httpVersion === '1.0' ||
    ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'].some((name) => name in headers);
  const address = socket.remoteAddress?.replace(/^::ffff:/i, '') ?? '';
  const isOwn = isIP(address) !== 0 && loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const asked = hostname.replace(/^\[(.*)\]$/, '$1');
  const isAskedHere =
    asked === 'localhost' || (isIP(asked) !== 0 && loopback.check(asked, isIP(asked) === 6 ? 'ipv6' : 'ipv4'));
  return isOwn && isAskedHere && !isPassedOn;
}

/** The address of a proxy that passes a request on without being trusted to; undefined if there is none. */
export function unnamedProxy({ headers, socket, ip }: FastifyRequest): string | undefined {
  const isPassedOn = 'x-forwarded-for' in headers || 'x-forwarded-proto' in headers || 'forwarded' in headers;
  // Of a proxy that is trusted the address of its client is taken.
  return isPassedOn && ip === socket.remoteAddress ? ip : undefined;
}

/** Whether what was typed is the code; spaces, dashes and case do not matter. */
export function isCode(typed: string | undefined, code: string): boolean {
  const plain = (text: string): Buffer => Buffer.from(text.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));
  const [given, right] = [plain(typed ?? ''), plain(code)];
  return given.length === right.length && timingSafeEqual(given, right);
}

/**
 * Lets the page of another site that is named ask, with a token of its own: it is sent no cookies, and those that come all the same do not
 * count. Returns whether it is one. Source: Fetch §3.3, CORS protocol.
 */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return false;
  reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin) || !(isApi(request.url) || isMqtt(request.url))) return false;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'etag, retry-after, link' });
  if (request.method === 'OPTIONS')
    reply.headers({
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-none-match, prefer',
      'access-control-max-age': '600',
    });
  return true;
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Refuses requests that change something, and sockets, if another site's page sent them. Programs send neither header
 * and pass. Errors: `access.denied`.
 */
export function checkOrigin(request: FastifyRequest): void {
  const isChange = changing.has(request.method);
  if (!isChange && !request.ws) return;
  // A page of another origin that knows a token acts for whoever gave it that; a cookie would be used without being known.
  if (request.ws && hasOwnToken(request)) return;
  const { origin } = request.headers;
  const fetchSite = request.headers['sec-fetch-site'];
  const isForeign = isChange && fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
  if (isForeign || (origin !== undefined && hostOf(origin) !== request.host.toLowerCase())) {
    throw new SolsteadError('access.denied', { at: 'origin', why: because('access.other-site') });
  }
}

/**
 * Refuses a change whose body is not JSON: a form of another site's page can send no JSON. An unknown path is
 * reported first. Errors: `input.not-json`.
 */
export function checkContentType(request: FastifyRequest): void {
  if (!changing.has(request.method) || request.method === 'DELETE' || isJson(request) || isBare(request)) return;
  throw new SolsteadError('input.not-json', { at: 'content-type', why: because('request.no-json') });
}

/** Whether a request has no body and names no type of one, as many programs send what needs none; a form always names its type. */
function isBare({ headers }: FastifyRequest): boolean {
  const { 'content-type': type, 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  return type === undefined && encoding === undefined && length === '0';
}

/** Whether a socket names its token itself. */
function hasOwnToken({ url }: FastifyRequest): boolean {
  return (
    !isMqtt(url) &&
    ![shellyPath, chargerPath].some((path) => url.startsWith(path)) &&
    new URL(url, 'http://host').searchParams.has('token')
  );
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}

function isJson(request: FastifyRequest): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
