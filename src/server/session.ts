// Who is asking: from the cookie, the bearer token or (sockets only) the address to a caller, and what a caller may do.
import { because } from '#core/reason.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '#api/contract.ts';
import { type Action, everySite, type Principal, visitorActions } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { OutsidePerson } from '#core/outside-person.ts';
import type { Hub, HubDoor } from '#hub/types.ts';
import { isApi } from './guard.ts';
import type { IngressVisit } from './ingress.ts';

/** A home that is served, and whether it is the simulated one. */
export interface CurrentHome {
  readonly hub: Hub;
  readonly demo: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller of the route must be permitted to do; `open`: everybody may ask. */
    action?: Action | 'open';
    /** Only for a person who has signed in. */
    isPersonal?: boolean;
    /** Takes parts of an upload that is named in its path. */
    isUpload?: boolean;
    /** The route can be upgraded to a WebSocket. */
    socket?: boolean;
  }
}

/** Who is asking, of which home. One request sees one home, even if that is swapped during the request. */
export interface Caller extends CurrentHome {
  readonly state: Session['state'];
  /** The home as the caller may see and use it; absent if nobody signed in. */
  readonly door?: HubDoor;
  readonly token?: string;
  /** Home Assistant signed them in: they leave there, as every request of theirs names them anew. */
  readonly isOutside?: true;
}

/** A visitor of the demo: may play with what it simulates, but set nothing up. */
const visitor: Principal = {
  id: 'visitor',
  name: 'Visitor',
  kind: 'visitor',
  grants: [{ site: everySite, may: { actions: visitorActions } }],
};

const cookieNames = { session: 'solstead', browser: 'solstead-browser' } as const;
// The hub ends sessions; the cookie only has to outlive them.
const cookieSeconds = 400 * 86_400;

/** The token that a request brings: of a program, of a socket’s address, or the cookie. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  // Only for sockets, where a browser can set no header: addresses of requests end up in logs and histories.
  const fromUrl = request.ws ? new URL(request.url, 'http://host').searchParams.get('token') : null;
  return fromUrl ?? (request.getDecorator<boolean>('isElsewhere') ? undefined : cookieOf(request, 'session'));
}

/** Hubs that have an owner: remembered, as that never changes back and every request asks. */
const claimed = new WeakSet<Hub>();

/** Whether anybody may look at this home or take it: the demo, and one without an owner. */
export async function isOpenHome({ hub, demo }: CurrentHome): Promise<boolean> {
  return demo || !(await isClaimed(hub));
}

async function isClaimed(hub: Hub): Promise<boolean> {
  if (claimed.has(hub)) return true;
  const has = await hub.access.isClaimed();
  if (has) claimed.add(hub);
  return has;
}

/** Whom Home Assistant has signed in, where a request comes by its ingress. */
export function outsiderOf(request: FastifyRequest): OutsidePerson | undefined {
  return request.getDecorator<IngressVisit | null>('ingress')?.person;
}

/** The session of somebody whom Home Assistant has signed in; a token that a program shows goes before. */
async function outsideToken(request: FastifyRequest, { hub, demo }: CurrentHome): Promise<string | undefined> {
  const person = outsiderOf(request);
  if (person === undefined || demo || request.headers.authorization !== undefined) return undefined;
  return (await isClaimed(hub)) ? hub.access.enterFrom(person, { from: request.ip }) : undefined;
}

/** Finds out who sends a request. */
export async function identify(request: FastifyRequest, home: CurrentHome): Promise<Caller> {
  const { hub, demo } = home;
  const outside = await outsideToken(request, home);
  const token = outside ?? tokenOf(request);
  const principal = token === undefined ? undefined : await hub.access.principal(token, request.ip);
  if (principal !== undefined && token !== undefined)
    return {
      ...home,
      state: demo ? 'demo' : 'signed-in',
      door: hub.as(principal),
      token,
      ...(outside === undefined ? {} : { isOutside: true }),
    };
  if (demo) return { ...home, state: 'demo', door: hub.as(visitor) };
  return { ...home, state: (await isClaimed(hub)) ? 'signed-out' : 'unclaimed' };
}

/** What a route is about, as far as its path says so. */
export interface RouteTarget {
  readonly site?: string | undefined;
  readonly device?: string | undefined;
}

/** What a route requires; an interface that does not say is the owner's. */
export function actionOf(url: string, declared: Action | 'open' | undefined): Action | 'open' {
  return declared ?? (isApi(url) ? 'people.manage' : 'open');
}

/** The home as a caller may see and use it. Errors: `access.signed-out`. */
function openDoor({ door, state }: Caller): HubDoor {
  if (door !== undefined) return door;
  const why = state === 'unclaimed' ? because('access.no-owner-yet') : because('access.sign-in-first');
  throw new SolsteadError('access.signed-out', { at: 'session', why });
}

/** Whether somebody signed in, or a program showed its token. */
export function isKnown({ door }: Caller): boolean {
  return door !== undefined && door.principal.kind !== 'visitor';
}

/** Lets a caller through or not. Errors: `access.signed-out`, `access.denied`, `site.unknown`. */
export async function admit(caller: Caller, action: Action | 'open', { site, device }: RouteTarget): Promise<void> {
  if (action === 'open') return;
  const about = { site: site ?? everySite, ...(device === undefined ? {} : { device }) };
  await openDoor(caller).admit({ action, ...about });
}

/** Refuses programs and visitors. Errors: `access.denied`. */
export function assertPerson({ door }: Caller): void {
  if (door?.principal.kind === 'person') return;
  throw new SolsteadError('access.denied', { at: 'session', why: because('account.person-only') });
}

/** The caller that {@link identify} found for a request. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>('caller');
}

/** The home as the caller of a request may see and use it. Errors: `access.signed-out`. */
export function doorOf(request: FastifyRequest): HubDoor {
  return openDoor(callerOf(request));
}

/** Which of our cookies, and the path where a proxy shows Solstead. */
interface CookiePlace {
  readonly which: keyof typeof cookieNames;
  readonly path: string;
}

/** A browser accepts a name with this prefix only over TLS, and from no neighbour in the domain. Source: RFC 6265bis §4.1.3.2. */
function cookieName(request: FastifyRequest, { which, path }: CookiePlace): string {
  const isBound = request.protocol === 'https' && path === '/';
  // Of two people of Home Assistant in one browser each has a session of their own.
  const whose = outsiderOf(request)?.id;
  const name = whose === undefined ? cookieNames[which] : `${cookieNames[which]}-of-${whose}`;
  return isBound ? `__Host-${name}` : name;
}

/** A cookie of ours. */
function cookieOf(request: FastifyRequest, which: CookiePlace['which']): string | undefined {
  return request.cookies[cookieName(request, { which, path: cookiePathOf(request) })];
}

function setCookie(reply: FastifyReply, place: CookiePlace, value: string): void {
  const { request } = reply;
  const secure = request.protocol === 'https';
  const { path } = place;
  const options = { path, httpOnly: true, sameSite: 'strict', secure, maxAge: cookieSeconds } as const;
  reply.setCookie(cookieName(request, place), value, options);
}

/** Where a proxy shows Solstead to the browser that asks. */
const cookiePathOf = (request: FastifyRequest): string => request.getDecorator<string>('cookiePath');

/** Gives the browser its session. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  setCookie(reply, { which: 'session', path: cookiePathOf(reply.request) }, token);
}

/** Marks a browser in which somebody signed in: guesses of others do not lock it out. */
export function setBrowserCookie(reply: FastifyReply, browser: string): void {
  setCookie(reply, { which: 'browser', path: cookiePathOf(reply.request) }, browser);
}

/** What marks the browser that asks; undefined if it was not marked. */
export function browserOf(request: FastifyRequest): string | undefined {
  return cookieOf(request, 'browser');
}

/** Removes the session from the browser. */
export function clearSessionCookie(reply: FastifyReply): void {
  const path = cookiePathOf(reply.request);
  const secure = reply.request.protocol === 'https';
  reply.clearCookie(cookieName(reply.request, { which: 'session', path }), { path, secure });
}

/** Accounts belong to the real home: whoever signs in or claims it must see it. Errors: `access.denied`. */
export function outsideDemo(caller: Caller): Caller {
  if (caller.demo) throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.leave-first') });
  return caller;
}
