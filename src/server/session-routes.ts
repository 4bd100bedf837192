// Signing in and out, the first owner, the demo: everything that changes who sees which home.
import { because } from '#core/reason.ts';
import type { FastifyRequest } from 'fastify';
import type { Session } from '#api/contract.ts';
import type { sessionEndpoints } from '#api/endpoints/session.ts';
import { everySite, isPermitted } from '#core/access.ts';
import { openApiDocument, type OpenApiDocument } from '#api/openapi.ts';
import { SolsteadError } from '#core/errors.ts';
import { placeOf } from './credential-routes.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { healthHandler, readyHandler } from './health.ts';
import type { DemoSwitch, RouteContext } from './route-context.ts';
import { isFromHere } from './guard.ts';
import { isVouchedFor } from './setup-code.ts';
import {
  browserOf,
  callerOf,
  type Caller,
  clearSessionCookie,
  identify,
  outsideDemo,
  outsiderOf,
  setSessionCookie,
  tokenOf,
} from './session.ts';
import { clientOf, enterBrowser, signedInAs } from './sign-in.ts';

/** Who else signs people in, as the session names it. */
const outsideSystem = 'home-assistant';

/** Answers about the process, the session, the owner and the demo. */
export function sessionHandlers(context: RouteContext): HandlersOf<typeof sessionEndpoints> {
  const { version, setupCode } = context.options;
  const { assertCode } = context;
  let document: OpenApiDocument | undefined;
  const view = ({ state, door, isOutside }: Pick<Caller, 'state' | 'door' | 'isOutside'>): Session =>
    // The visitor of the demo has no account.
    door === undefined || door.principal.kind === 'visitor'
      ? { state, version }
      : { ...signedInAs(context.options, door.principal), state, ...(isOutside ? { signedInBy: outsideSystem } : {}) };
  return {
    readHealth: healthHandler(context),
    readLive: () => ({ status: 'live' }) as const,
    readReady: readyHandler(context),
    readOpenApi: () => (document ??= openApiDocument()),
    readSession: ({ request, reply }) => {
      const caller = callerOf(request);
      // Nobody signs in again at a wall: the cookie never grows old.
      if (caller.door?.principal.kind === 'kiosk' && request.headers.authorization === undefined)
        setSessionCookie(reply, caller.token ?? '');
      const needsCode = caller.state === 'unclaimed' && setupCode !== undefined && !isVouchedFor(request);
      return { ...view(caller), ...(needsCode ? { needsCode } : {}) };
    },
    async signIn({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      const client = { ...clientOf(request), browser: browserOf(request), place: placeOf(request) };
      return enterBrowser(context, reply, await hub.access.signIn({ ...body, ...client }));
    },
    async signOut({ request, reply }) {
      const { token, state, hub, isOutside } = callerOf(request);
      // It would open again with the next request.
      if (isOutside) throw new SolsteadError('access.denied', { at: 'session', why: because('session.outside') });
      if (token !== undefined) await hub.access.signOut(token);
      clearSessionCookie(reply);
      return view({ state: state === 'signed-in' ? 'signed-out' : state });
    },
    async claimHome({ body, request, reply }) {
      const { code, ...claim } = body;
      const caller = callerOf(request);
      if (caller.demo || !(await caller.hub.access.isClaimed())) await assertCode({ request, code, caller });
      const { hub } = await homeToClaim(caller, context);
      const person = outsiderOf(request);
      const entered = await hub.access.claim(claim, clientOf(request), person);
      // Home Assistant says who it is with every request: a cookie would stay in the browser for the next one who signs in there.
      if (person !== undefined) return view({ state: 'signed-in', door: hub.as(entered.principal), isOutside: true });
      return enterBrowser(context, reply, entered);
    },
    ...demoHandlers(context, view),
  };
}

function demoHandlers(
  { options, sockets, assertCode }: RouteContext,
  view: (caller: Caller) => Session,
): Pick<HandlersOf<typeof sessionEndpoints>, 'startDemo' | 'leaveDemo'> {
  // For an owned home; the demo of a home without an owner is everybody's.
  let startedBy: string | undefined;
  return {
    async startDemo({ request, body }) {
      const caller = callerOf(request);
      if (caller.demo) return view(caller);
      if (caller.state !== 'unclaimed' && !mayShowDemo(caller)) {
        throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.owner-only') });
      }
      if (caller.state === 'unclaimed') await assertCode({ request, code: body.code, caller });
      await demoOf(options.demo).start();
      startedBy = caller.state === 'unclaimed' ? undefined : showerOf(request);
      sockets.closeSwapped();
      return view(await identify(request, options.current()));
    },
    async leaveDemo({ request }) {
      if (!callerOf(request).demo)
        throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.not-running') });
      assertMayLeave(request, startedBy);
      await demoOf(options.demo).stop();
      sockets.closeSwapped();
      return view(await identify(request, options.current()));
    },
  };
}

/** Showing the demo hides the home from everybody. */
function mayShowDemo({ door }: Caller): boolean {
  return door !== undefined && isPermitted(door.principal, { action: 'site.manage', site: everySite });
}

function demoOf(demo: DemoSwitch | undefined): DemoSwitch {
  if (demo === undefined) throw new SolsteadError('command.refused', { at: 'demo', why: because('demo.no-switch') });
  return demo;
}

/**
 * The home that is claimed. The demo that a visitor started before anybody owned it must not lock the owner out: it ends.
 * Errors: `access.denied` in a demo that is all there is.
 */
async function homeToClaim(caller: Caller, { options, sockets }: RouteContext): Promise<Pick<Caller, 'hub'>> {
  const { demo, setupCode } = options;
  if (!caller.demo || demo === undefined || setupCode === undefined) return outsideDemo(caller);
  await demo.stop();
  sockets.closeSwapped();
  const home = options.current();
  return home.demo ? outsideDemo(caller) : home;
}

/** Whoever shows the demo, by what stays the same while the home is hidden: whom Home Assistant names has no token of their own. */
function showerOf(request: FastifyRequest): string | undefined {
  const person = request.headers.authorization === undefined ? outsiderOf(request) : undefined;
  return person === undefined ? tokenOf(request) : `${person.system} ${person.id}`;
}

/** Who started the demo of an owned home ends it, or whoever sits at this computer. */
function assertMayLeave(request: FastifyRequest, startedBy: string | undefined): void {
  if (startedBy === undefined || showerOf(request) === startedBy || isFromHere(request)) return;
  throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.owner-only') });
}
