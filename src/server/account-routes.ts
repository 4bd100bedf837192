// Accounts: one's own password and sessions, people and invitations.
import type { FastifyRequest } from 'fastify';
import type { peopleEndpoints } from '#api/endpoints/people.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { type Caller, callerOf, doorOf, outsideDemo } from './session.ts';
import { hostsOf } from './setup-routes.ts';
import { clientOf, enterBrowser } from './sign-in.ts';

/** The access of the home and the token of the person who asks it. Errors: `access.denied`. */
function ownAccess(request: FastifyRequest): Pick<Caller['hub'], 'access'> & { readonly token: string } {
  const { hub, token = '' } = outsideDemo(callerOf(request));
  return { access: hub.access, token };
}

/** Answers about accounts. */
export function accountHandlers(context: RouteContext): HandlersOf<typeof peopleEndpoints> {
  return {
    async changePassword({ body, request, reply }) {
      const { access, token } = ownAccess(request);
      return enterBrowser(context, reply, await access.changePassword(token, body, clientOf(request)));
    },
    async listSessions({ request }) {
      const { access, token } = ownAccess(request);
      return access.sessions(token);
    },
    async endSession({ params, request }) {
      const { access, token } = ownAccess(request);
      await access.endSession(token, params.id);
    },
    async endOtherSessions({ request }) {
      const { access, token } = ownAccess(request);
      await access.endOtherSessions(token);
    },
    listPeople: ({ request }) => doorOf(request).people.list(),
    changeGrant: ({ params, body, request }) => doorOf(request).people.grant({ account: params.account, ...body }),
    removePerson: ({ params, request }) => doorOf(request).people.remove(params.account),
    endPersonSessions: ({ params, request }) => doorOf(request).people.endSessions(params.account),
    invitePerson: async ({ body: { site, may }, request }) => ({
      ...(await doorOf(request).people.invite(site, may)),
      hosts: hostsOf(context.options.host, request.hostname),
    }),
    listInvitations: ({ request }) => doorOf(request).people.invitations(),
    withdrawInvitation: ({ params, request }) => doorOf(request).people.withdraw(params.id),
    readInvitation: ({ body, request }) => outsideDemo(callerOf(request)).hub.access.invitation(body.code, request.ip),
    async acceptInvitation({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      return enterBrowser(context, reply, await hub.access.accept(body, clientOf(request)));
    },
  };
}
