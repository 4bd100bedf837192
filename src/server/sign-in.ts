// What a browser gets when somebody signed in, and what is remembered about where they came from.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '#api/contract.ts';
import { everySite, type Principal, roleOf } from '#core/access.ts';
import { visible } from '#core/visible.ts';
import type { Client } from '#hub/sessions.ts';
import type { SignedIn } from '#hub/types.ts';
import type { RouteContext } from './route-context.ts';
import { callerOf, setBrowserCookie, setSessionCookie } from './session.ts';

/** An account as its owner sees it. */
const accountOf = (principal: Principal) => ({
  name: principal.name,
  role: roleOf(principal),
  ...(principal.grants.some(({ site, may }) => site === everySite && typeof may === 'string')
    ? { everywhere: true as const }
    : {}),
  grants: principal.grants,
});

/** The session of somebody who is signed in. */
export const signedInAs = (
  { version, grafana }: Pick<RouteContext['options'], 'version' | 'grafana'>,
  principal: Principal,
): Session => ({
  state: 'signed-in',
  version,
  account: accountOf(principal),
  ...(principal.kind === 'kiosk' ? { kiosk: true as const } : {}),
  ...(grafana === undefined ? {} : { grafana }),
});

/** Sets the cookies and says who is signed in; the session that the browser had before, whoever's it was, ends. */
export async function enterBrowser(
  { options }: RouteContext,
  reply: FastifyReply,
  { principal, token, browser }: SignedIn,
): Promise<Session> {
  const { hub, token: before } = callerOf(reply.request);
  // A program that signs somebody in goes on with its own token.
  const isCookie = reply.request.headers.authorization === undefined;
  if (isCookie && before !== undefined && before !== token) await hub.access.signOut(before);
  setSessionCookie(reply, token);
  if (browser !== undefined) setBrowserCookie(reply, browser);
  return signedInAs(options, principal);
}

/** Programs by a word of their `User-Agent`, the first that fits; many call themselves by several names. */
const programs = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
  ['curl', 'curl'],
] as const;
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;
const mostDevice = 60;

/** What a client calls itself, short: `Firefox on Linux`, or the first word of what it says. */
function deviceOf(userAgent: string | undefined): string {
  if (userAgent === undefined) return '';
  const find = (all: readonly (readonly [string, string])[]) => all.find(([word]) => userAgent.includes(word))?.[1];
  const [program, system] = [find(programs), find(systems)];
  if (program !== undefined) return system === undefined ? program : `${program} on ${system}`;
  return visible((userAgent.split(' ')[0] ?? '').slice(0, mostDevice));
}

/** Where a request comes from. */
export function clientOf(request: FastifyRequest): Client {
  return { from: request.ip, device: deviceOf(request.headers['user-agent']) };
}
