// Signing in and out, the first owner, the demo: everything that changes who sees which home.
import type { FastifyReply } from 'fastify';
import { Claim, Session, SignIn } from '#api/contract.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Person } from '#hub/types.ts';
import type { App, Desk, DemoSwitch } from './desk.ts';
import { callerOf, clearSessionCookie, identify, setSessionCookie, type Caller } from './session.ts';

const answers = { response: { 200: Session } };

/** Registers the routes of the session, the owner and the demo. */
export function sessionRoutes(app: App, desk: Desk): void {
  const { version, prefix } = desk.options;
  const path = prefix ?? '/';
  const view = ({ state, person }: Pick<Caller, 'state' | 'person'>): Session =>
    person === undefined ? { state, version } : { state, version, account: { name: person.name, role: person.role } };
  const signedIn = (reply: FastifyReply, { person, token }: { person: Person; token: string }): Session => {
    setSessionCookie(reply, token, path);
    return view({ state: 'signed-in', person });
  };

  app.get('/api/v1/session', { config: { access: 'open' }, schema: answers }, (request) => view(callerOf(request)));

  app.post(
    '/api/v1/session',
    { config: { access: 'open' }, schema: { body: SignIn, ...answers } },
    async (request, reply) => {
      const { hub } = outsideDemo(callerOf(request));
      return signedIn(reply, await hub.access.signIn({ ...request.body, from: request.ip }));
    },
  );

  app.delete('/api/v1/session', { config: { access: 'reader' }, schema: answers }, async (request, reply) => {
    const { token, ...home } = callerOf(request);
    if (token !== undefined) {
      await home.hub.access.signOut(token);
      desk.sockets.endSession(token);
    }
    clearSessionCookie(reply, path);
    return view({ state: home.demo ? 'demo' : 'signed-out' });
  });

  app.post(
    '/api/v1/owner',
    { config: { access: 'open' }, schema: { body: Claim, ...answers } },
    async (request, reply) => {
      const { hub } = outsideDemo(callerOf(request));
      return signedIn(reply, await hub.access.claim(request.body));
    },
  );

  demoRoutes(app, desk, view);
}

function demoRoutes(app: App, { options, sockets }: Desk, view: (caller: Caller) => Session): void {
  app.post('/api/v1/demo', { config: { access: 'open' }, schema: answers }, async (request) => {
    const caller = callerOf(request);
    if (caller.demo) return view(caller);
    if (caller.state !== 'unclaimed' && caller.person?.role !== 'owner') {
      throw new SolsteadError('access.denied', { at: 'demo', why: 'only the owner may start the demo' });
    }
    await demoOf(options.demo).start();
    sockets.closeSwapped();
    return view(await identify(request, options.current()));
  });

  app.delete('/api/v1/demo', { config: { access: 'reader' }, schema: answers }, async (request) => {
    if (!callerOf(request).demo)
      throw new SolsteadError('access.denied', { at: 'demo', why: 'the demo is not running' });
    await demoOf(options.demo).stop();
    sockets.closeSwapped();
    return view(await identify(request, options.current()));
  });
}

function demoOf(demo: DemoSwitch | undefined): DemoSwitch {
  if (demo === undefined)
    throw new SolsteadError('command.refused', { at: 'demo', why: 'this server cannot switch the demo' });
  return demo;
}

/** Accounts belong to the real home: whoever signs in or takes it must see it. */
function outsideDemo(caller: Caller): Caller {
  if (caller.demo) throw new SolsteadError('access.denied', { at: 'demo', why: 'leave the demo first' });
  return caller;
}
