// Who is asking: from the cookie, the bearer token or (sockets only) the address to a caller, and what a caller may do.
import { because } from '#core/reason.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '#api/contract.ts';
import { type Principal, roleOf } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Hub } from '#hub/types.ts';
import { isApi } from './guard.ts';

/** A home that is served, and whether it is the simulated one. */
export interface CurrentHome {
  readonly hub: Hub;
  readonly demo: boolean;
}

/** Who may use a route: everybody; who is signed in or visits the demo; the owner or a visitor of the demo; the owner. */
export type RouteAccess = 'open' | 'reader' | 'operator' | 'owner';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** The route can be upgraded to a WebSocket. */
    socket?: boolean;
  }
}

/** Who is asking, of which home. One request sees one home, even when it is swapped meanwhile. */
export interface Caller extends CurrentHome {
  readonly state: Session['state'];
  readonly principal?: Principal;
  readonly token?: string;
}

/** Who acts in the demo. */
const visitor: Principal = {
  id: 'visitor',
  name: 'Visitor',
  kind: 'visitor',
  grants: [{ site: '*', may: 'operator' }],
};

const cookieName = 'solstead';
// The hub ends sessions; the cookie only has to outlive them.
const cookieSeconds = 400 * 86_400;

function tokenOf(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  // Only for sockets, where a browser can set no header: addresses of requests end up in logs and histories.
  const fromUrl = request.ws ? new URL(request.url, 'http://host').searchParams.get('token') : null;
  return fromUrl ?? request.cookies[cookieName];
}

/** Hubs that have an owner: that never changes back, and every request asks. */
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

/** Finds out who sends a request. */
export async function identify(request: FastifyRequest, home: CurrentHome): Promise<Caller> {
  const token = tokenOf(request);
  const principal = token === undefined ? undefined : await home.hub.access.principal(token);
  const known = principal === undefined || token === undefined ? {} : { principal, token };
  if (home.demo) return { ...home, ...known, state: 'demo' };
  if (principal !== undefined) return { ...home, ...known, state: 'signed-in' };
  return { ...home, state: (await isClaimed(home.hub)) ? 'signed-out' : 'unclaimed' };
}

/** Whether a caller may read this home. */
export function mayRead({ state }: Caller): boolean {
  return state === 'signed-in' || state === 'demo';
}

/** Who may use a route; one of the interfaces that does not say belongs to the owner. */
export function accessOf(url: string, declared: RouteAccess | undefined): RouteAccess {
  return declared ?? (isApi(url) ? 'owner' : 'open');
}

/** Lets a caller through or not. Errors: `access.signed-out`, `access.denied`. */
export function admit(caller: Caller, access: RouteAccess): void {
  if (access === 'open') return;
  if (!mayRead(caller)) {
    const why = caller.state === 'unclaimed' ? because('access.no-owner-yet') : because('access.sign-in-first');
    throw new SolsteadError('access.signed-out', { at: 'session', why });
  }
  if (access === 'reader' || (caller.principal !== undefined && roleOf(caller.principal) === 'owner')) return;
  if (access === 'operator' && caller.demo) return;
  const why = caller.demo ? because('demo.no-set-up') : because('access.owner-only');
  throw new SolsteadError('access.denied', { at: 'account', why });
}

/** The caller that {@link identify} found for a request. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>('caller');
}

/** Who an action is written down for. Only for routes that need more than `open`. */
export function actorOf({ principal, demo }: Caller): Principal {
  if (principal !== undefined) return principal;
  if (!demo) throw new TypeError('assertion: somebody acts without being signed in');
  return visitor;
}

/** Gives the browser its session. `path` is where a proxy shows Solstead. */
export function setSessionCookie(reply: FastifyReply, token: string, path: string): void {
  const secure = reply.request.protocol === 'https';
  reply.setCookie(cookieName, token, { path, httpOnly: true, sameSite: 'strict', secure, maxAge: cookieSeconds });
}

/** Takes the session away from the browser. */
export function clearSessionCookie(reply: FastifyReply, path: string): void {
  reply.clearCookie(cookieName, { path });
}
