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
import { browserOf, callerOf, type Caller, clearSessionCookie, identify, outsideDemo, tokenOf } from './session.ts';
import { accountOf, clientOf, enterBrowser } from './sign-in.ts';

/** Answers about the process, the session, the owner and the demo. */
export function sessionHandlers(context: RouteContext): HandlersOf<typeof sessionEndpoints> {
  const { version, prefix, setupCode } = context.options;
  const path = prefix ?? '/';
  const { assertCode } = context;
  let document: OpenApiDocument | undefined;
  const view = ({ state, door }: Pick<Caller, 'state' | 'door'>): Session =>
    // The visitor of the demo has no account.
    door === undefined || door.principal.kind === 'visitor'
      ? { state, version }
      : { state, version, account: accountOf(door.principal) };
  return {
    readHealth: healthHandler(context),
    readLive: () => ({ status: 'live' }) as const,
    readReady: readyHandler(context),
    readOpenApi: () => (document ??= openApiDocument()),
    readSession: ({ request }) => {
      const caller = callerOf(request);
      const needsCode = caller.state === 'unclaimed' && setupCode !== undefined && !isFromHere(request);
      return { ...view(caller), ...(needsCode ? { needsCode } : {}) };
    },
    async signIn({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      const client = { ...clientOf(request), browser: browserOf(request), place: placeOf(request) };
      return enterBrowser(context, reply, await hub.access.signIn({ ...body, ...client }));
    },
    async signOut({ request, reply }) {
      const { token, state, hub } = callerOf(request);
      if (token !== undefined) {
        await hub.access.signOut(token);
      }
      clearSessionCookie(reply, path);
      return view({ state: state === 'signed-in' ? 'signed-out' : state });
    },
    async claimHome({ body, request, reply }) {
      const { code, ...claim } = body;
      const caller = callerOf(request);
      if (caller.demo || !(await caller.hub.access.isClaimed())) await assertCode({ request, code, caller });
      const { hub } = await homeToClaim(caller, context);
      return enterBrowser(context, reply, await hub.access.claim(claim, clientOf(request)));
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
      startedBy = caller.state === 'unclaimed' ? undefined : tokenOf(request);
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

/** Who started the demo of an owned home ends it, or whoever sits at this computer. */
function assertMayLeave(request: FastifyRequest, startedBy: string | undefined): void {
  if (startedBy === undefined || tokenOf(request) === startedBy || isFromHere(request)) return;
  throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.owner-only') });
}
