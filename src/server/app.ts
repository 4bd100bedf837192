// The app: hooks in their order, then the routes. What the routes may count on stands here.
import fastifyCookie from '@fastify/cookie';
import fastifyWebsocket from '@fastify/websocket';
import { fastify, LogController } from 'fastify';
import { SolsteadError } from '#core/errors.ts';
import { anomalyRoutes } from './anomaly-routes.ts';
import type { App, Desk, ServerOptions } from './desk.ts';
import { exportRoute } from './export-route.ts';
import { sendFailure } from './failures.ts';
import { checkHost, checkOrigin, isApi, setSecurityHeaders } from './guard.ts';
import { healthRoute } from './health-route.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { liveRooms } from './live-room.ts';
import { monitoringRooms } from './monitoring-room.ts';
import { openSockets } from './open-sockets.ts';
import { sessionRoutes } from './session-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { settingRoutes } from './setting-routes.ts';
import { accessOf, admit, callerOf, identify, isOpenHome, type RouteAccess } from './session.ts';
import { setupRoutes } from './setup-routes.ts';
import { siteRoutes } from './site-routes.ts';
import { socketRoutes } from './socket-routes.ts';
import { staticFiles } from './static-files.ts';
import { validatorCompiler } from './validation.ts';

const bodyBytes = 1024 * 1024;
/** Time a client may take to send its request. */
const requestMs = 30_000;
/** Clients of the sockets have nothing to say. */
const socketMessageBytes = 4096;

/** One registered route and who may use it. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
}

/** The app and the list of its routes. */
export interface BuiltApp {
  readonly app: App;
  readonly routes: readonly RegisteredRoute[];
}

/** Builds the app, ready to listen. */
export async function buildApp(options: ServerOptions): Promise<BuiltApp> {
  const { log, clock, current, trustedProxies } = options;
  const app: App = fastify({
    loggerInstance: log,
    bodyLimit: bodyBytes,
    requestTimeout: requestMs,
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    // Sockets are told goodbye before; what is left then are idle connections and clients that do not listen.
    forceCloseConnections: true,
    // An address may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => void sendFailure(error, request, reply),
  });
  const desk: Desk = {
    options,
    sockets: openSockets({ clock, log, current }),
    live: liveRooms(log),
    monitoring: monitoringRooms({ clock, log }),
  };
  app.setErrorHandler(sendFailure);
  app.setValidatorCompiler(validatorCompiler);
  acceptOnlyJson(app);
  const routes = listRoutes(app);
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, {
    options: { maxPayload: socketMessageBytes },
    preClose: () => desk.sockets.close(),
    errorHandler: (error, socket) => {
      log.debug({ err: error }, 'a socket failed');
      socket.terminate();
    },
  });
  addGuards(app, options);
  healthRoute(app, desk);
  sessionRoutes(app, desk);
  siteRoutes(app, desk);
  exportRoute(app, desk);
  settingRoutes(app);
  historyRoutes(app);
  ledgerRoutes(app, desk);
  anomalyRoutes(app);
  setupRoutes(app, desk);
  socketRoutes(app, desk);
  await staticFiles(app, options.webRoot);
  await app.ready();
  return { app, routes };
}

/** JSON alone is read, and a request may come without a body. */
function acceptOnlyJson(app: App): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, String(body), done);
  });
}

function listRoutes(app: App): readonly RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) routes.push({ method: each, url, access: accessOf(url, config?.access) });
  });
  return routes;
}

/** Before every request: headers, host, origin, then who asks and whether they may. */
function addGuards(app: App, { host, current }: ServerOptions): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(request, reply);
    const { url, config } = request.routeOptions;
    if (request.ws && config.socket !== true) {
      throw new SolsteadError('input.invalid', { at: 'upgrade', why: 'there is no WebSocket at this address' });
    }
    // Health tells nothing worth stealing, and probes call this computer by any name.
    if (url === '/health') return;
    const home = current();
    if (await isOpenHome(home)) checkHost(request, host);
    checkOrigin(request);
    if (url === undefined || !isApi(url)) return;
    request.setDecorator('caller', await identify(request, home));
    // A browser learns nothing from a refused handshake: sockets are admitted by their handlers, which close them.
    if (!request.ws) admit(callerOf(request), accessOf(url, config.access));
  });
}
