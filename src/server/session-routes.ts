// Signing in and out, the first owner, the demo: everything that changes who sees which home.
import { because } from '#core/reason.ts';
import type { FastifyReply } from 'fastify';
import type { Session } from '#api/contract.ts';
import type { sessionEndpoints } from '#api/endpoints/session.ts';
import { everySite, isPermitted, type Principal, roleOf } from '#core/access.ts';
import { openApiDocument, type OpenApiDocument } from '#api/openapi.ts';
import { SolsteadError } from '#core/errors.ts';
import type { SignedIn } from '#hub/types.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { healthHandler } from './health.ts';
import type { DemoSwitch, RouteContext } from './route-context.ts';
import { callerOf, clearSessionCookie, identify, setSessionCookie, type Caller } from './session.ts';

const accountOf = (principal: Principal) => ({ name: principal.name, role: roleOf(principal) });

/** Answers about the process, the session, the owner and the demo. */
export function sessionHandlers(context: RouteContext): HandlersOf<typeof sessionEndpoints> {
  const { version, prefix } = context.options;
  const path = prefix ?? '/';
  let document: OpenApiDocument | undefined;
  const view = ({ state, door }: Pick<Caller, 'state' | 'door'>): Session =>
    // The visitor of the demo has no account.
    door === undefined || door.principal.kind === 'visitor'
      ? { state, version }
      : { state, version, account: accountOf(door.principal) };
  const signedIn = (reply: FastifyReply, { principal, token }: SignedIn): Session => {
    setSessionCookie(reply, token, path);
    return { state: 'signed-in', version, account: accountOf(principal) };
  };
  return {
    readHealth: healthHandler(context),
    readOpenApi: () => (document ??= openApiDocument()),
    readSession: ({ request }) => view(callerOf(request)),
    async signIn({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      return signedIn(reply, await hub.access.signIn({ ...body, from: request.ip }));
    },
    async signOut({ request, reply }) {
      const { token, state, hub } = callerOf(request);
      if (token !== undefined) {
        await hub.access.signOut(token);
        context.sockets.endSession(token);
      }
      clearSessionCookie(reply, path);
      return view({ state: state === 'signed-in' ? 'signed-out' : state });
    },
    async claimHome({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      return signedIn(reply, await hub.access.claim(body));
    },
    ...demoHandlers(context, view),
  };
}

function demoHandlers(
  { options, sockets }: RouteContext,
  view: (caller: Caller) => Session,
): Pick<HandlersOf<typeof sessionEndpoints>, 'startDemo' | 'leaveDemo'> {
  return {
    async startDemo({ request }) {
      const caller = callerOf(request);
      if (caller.demo) return view(caller);
      if (caller.state !== 'unclaimed' && !mayShowDemo(caller)) {
        throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.owner-only') });
      }
      await demoOf(options.demo).start();
      sockets.closeSwapped();
      return view(await identify(request, options.current()));
    },
    async leaveDemo({ request }) {
      if (!callerOf(request).demo)
        throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.not-running') });
      await demoOf(options.demo).stop();
      sockets.closeSwapped();
      return view(await identify(request, options.current()));
    },
  };
}

/** To show the demo hides the home from everybody. */
function mayShowDemo({ door }: Caller): boolean {
  return door !== undefined && isPermitted(door.principal, { action: 'site.manage', site: everySite });
}

function demoOf(demo: DemoSwitch | undefined): DemoSwitch {
  if (demo === undefined) throw new SolsteadError('command.refused', { at: 'demo', why: because('demo.no-switch') });
  return demo;
}

/** Accounts belong to the real home: whoever signs in or takes it must see it. */
function outsideDemo(caller: Caller): Caller {
  if (caller.demo) throw new SolsteadError('access.denied', { at: 'demo', why: because('demo.leave-first') });
  return caller;
}
