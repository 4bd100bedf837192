// Credentials: tokens of clients and programs, second factors, passkeys, the proof that it is still the same person.
import type { FastifyRequest } from 'fastify';
import type { credentialEndpoints } from '#api/endpoints/credentials.ts';
import type { PasskeyPlace } from '#hub/credentials/passkeys.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { type Caller, callerOf, outsideDemo } from './session.ts';
import { clientOf, enterBrowser } from './sign-in.ts';

type Access = Caller['hub']['access'];

/** Where the browser sees this server, as far as the request says; the guards have checked the name. */
export function placeOf(request: FastifyRequest): PasskeyPlace {
  return { origin: `${request.protocol}://${request.host}`.toLowerCase(), host: request.hostname.toLowerCase() };
}

const accessOf = (request: FastifyRequest): Access => outsideDemo(callerOf(request)).hub.access;

/** The credentials of whoever asks. Errors: `access.denied`. */
function ownOf(request: FastifyRequest): { readonly own: Access['own']; readonly token: string } {
  const { hub, token = '' } = outsideDemo(callerOf(request));
  return { own: hub.access.own, token };
}

type Open = 'issueTokens' | 'refreshTokens' | 'revokeToken' | 'requestPasskey' | 'signInByPasskey' | 'recoverPassword';

function openHandlers(context: RouteContext): Pick<HandlersOf<typeof credentialEndpoints>, Open> {
  return {
    issueTokens: ({ body, request }) => accessOf(request).signInClient({ ...body, ...clientOf(request) }),
    refreshTokens: ({ body, request }) => accessOf(request).refresh(body.refreshToken, request.ip),
    revokeToken: ({ body, request }) => accessOf(request).revoke(body.token),
    requestPasskey: ({ request }) => accessOf(request).passkeyRequest(placeOf(request)),
    async signInByPasskey({ body: { passkey }, request, reply }) {
      const proof = { passkey, place: placeOf(request) };
      return enterBrowser(context, reply, await accessOf(request).signInByPasskey(proof, clientOf(request)));
    },
    recoverPassword: ({ body, request }) => accessOf(request).recover({ ...body, from: request.ip }),
  };
}

/** Answers about credentials. */
export function credentialHandlers(context: RouteContext): HandlersOf<typeof credentialEndpoints> {
  return {
    ...openHandlers(context),
    readCredentials({ request }) {
      const { own, token } = ownOf(request);
      return own.view(token);
    },
    confirmPerson({ body, request }) {
      const { own, token } = ownOf(request);
      return own.confirm(token, body, placeOf(request));
    },
    beginTotp({ request }) {
      const { own, token } = ownOf(request);
      return own.beginTotp(token);
    },
    turnOnTotp({ body, request }) {
      const { own, token } = ownOf(request);
      return own.turnOnTotp(token, body.code);
    },
    turnOffTotp({ request }) {
      const { own, token } = ownOf(request);
      return own.turnOffTotp(token);
    },
    async makeRecoveryCodes({ request }) {
      const { own, token } = ownOf(request);
      return { codes: await own.newRecoveryCodes(token) };
    },
    setPin({ body, request }) {
      const { own, token } = ownOf(request);
      return own.setPin(token, body.pin);
    },
    removePin({ request }) {
      const { own, token } = ownOf(request);
      return own.setPin(token, undefined);
    },
    optionsForPasskey({ body, request }) {
      const { own, token } = ownOf(request);
      return own.passkeyOptions(token, body.use, placeOf(request));
    },
    addPasskey({ body, request }) {
      const { own, token } = ownOf(request);
      return own.addPasskey(token, body, placeOf(request));
    },
    removePasskey({ params, request }) {
      const { own, token } = ownOf(request);
      return own.removePasskey(token, params.id);
    },
    listTokens({ request }) {
      const { own, token } = ownOf(request);
      return own.tokens(token);
    },
    addToken({ body, request }) {
      const { own, token } = ownOf(request);
      return own.addToken(token, body);
    },
    async removeToken({ params, request }) {
      const { own, token } = ownOf(request);
      await own.removeToken(token, params.id);
    },
  };
}
