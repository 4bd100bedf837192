// The app: hooks in their order, then the routes. What the routes may rely on is set up here.
import { because } from '#core/reason.ts';
import fastifyCookie from '@fastify/cookie';
import fastifyWebsocket from '@fastify/websocket';
import { fastify, type FastifyRequest, LogController } from 'fastify';
import type { Action } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { App, RouteContext, ServerOptions } from './route-context.ts';
import { packAnswers } from './compression.ts';
import { exportSlots } from './export-slots.ts';
import { bodyTurns, smallBodyBytes } from './body-turns.ts';
import { type Connections, makeConnections, sharedAddresses } from './connections.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { networkOf } from '#core/network-of.ts';
import { backupHandlers } from './backup-routes.ts';
import { accountHandlers } from './account-routes.ts';
import { kioskHandlers } from './kiosk-routes.ts';
import { credentialHandlers } from './credential-routes.ts';
import { sendFailure } from './failures.ts';
import {
  allowOrigin,
  checkContentType,
  checkHost,
  checkOrigin,
  checkTarget,
  isApi,
  isHealth,
  setSecurityHeaders,
  unnamedProxy,
} from './guard.ts';
import { noteIngress } from './ingress.ts';
import { ledgerHandlers } from './ledger-routes.ts';
import { liveChannels } from './live-channels.ts';
import { monitoringChannels } from './monitoring-channels.ts';
import { openSockets } from './open-sockets.ts';
import { requestRate } from './request-rate.ts';
import { sessionHandlers } from './session-routes.ts';
import { alertHandlers } from './alert-routes.ts';
import { chargingHandlers } from './charging-routes.ts';
import { automationHandlers } from './automation-routes.ts';
import { plugInHandlers } from './plug-in-routes.ts';
import { outputHandlers } from './output-routes.ts';
import { uplinkHandlers } from './uplink-routes.ts';
import { upkeepHandlers } from './upkeep-routes.ts';
import { commandHandlers } from './command-routes.ts';
import { deviceHandlers } from './device-routes.ts';
import { type Handlers, registerEndpoints } from './endpoint-routes.ts';
import {
  actionOf,
  admit,
  assertPerson,
  type Caller,
  type RouteTarget,
  callerOf,
  identify,
  isKnown,
  isOpenHome,
} from './session.ts';
import { readingHandlers } from './reading-routes.ts';
import { setupCodeCheck } from './setup-code.ts';
import { setupHandlers } from './setup-routes.ts';
import { siteHandlers } from './site-routes.ts';
import { socketHandlers } from './socket-routes.ts';
import { staticFiles } from './static-files.ts';
import { countedServer } from './counted-server.ts';
import { eventStreams } from './ways/event-streams.ts';
import { olderHandlers, registerStream } from './ways/older-api.ts';
import { requestId } from './ways/request-ids.ts';
import { countTraffic } from './ways/traffic.ts';
import { monitoringHandlers } from './ways/monitoring-routes.ts';
import { realtimeChannels } from './ways/realtime-channels.ts';
import { docsPage } from './ways/docs-page.ts';
import { mcpRoutes } from './ways/mcp.ts';
import { brokerSockets } from './ways/broker-sockets.ts';
import { validatorCompiler } from './validation.ts';
import { uplinkBeside, type UplinkWay, uplinkWay } from './ways/uplink-way.ts';
import { tellVersions } from './versions.ts';

/** Time a client may take to send its request. */
const requestMs = 30_000;
/** For a year. Source: RFC 6797 §6.1. */
const strictTransport = 'max-age=31536000';
/** Clients of the sockets have nothing to say, and little time to answer a close. */
const socketOptions = { maxPayload: 4096, closeTimeout: 2000 };

/** Fastify loads its own compilers and their dependencies unless it is given others; its type only allows its own. */
const compilers = {
  buildValidator: () => validatorCompiler as never,
  buildSerializer: () => () => JSON.stringify,
};

/** One registered route and what it takes to use it. */
export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly action: Action | 'open';
}

/** The app and the list of its routes. */
export interface BuiltApp {
  readonly app: App;
  readonly routes: readonly RegisteredRoute[];
  /** Makes another server whose connections are counted with those of the app. */
  readonly makeServer: ReturnType<typeof countedServer>;
  /** The way in of homes that send their readings here. */
  readonly uplinks: UplinkWay;
  /** From now on it says that it is not ready. */
  beginClosing(): void;
}

/** Builds the app, ready to listen. */
export async function buildApp(options: ServerOptions): Promise<BuiltApp> {
  const { log, clock, trustedProxies, connections: bounds } = options;
  const tell = limitedLog(clock, (line) => log.warn(line));
  const connections = makeConnections({ bounds, trustedProxies, tell });
  const onHandshakeFailure = (from: string, reason: string): void =>
    tell(`tls ${networkOf(from)}`, `web: a TLS handshake with ${foreign(from)} failed: ${foreign(reason)}`);
  const makeServer = countedServer(options.tls, { requestMs, admit: connections.admit, onHandshakeFailure });
  const app: App = fastify({
    loggerInstance: log,
    bodyLimit: smallBodyBytes,
    requestTimeout: requestMs,
    genReqId: requestId,
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    // Sockets were closed before; what is left are idle connections and clients that do not listen.
    forceCloseConnections: true,
    // While the sockets are being closed the home is still there: who asks gets an answer.
    return503OnClosing: false,
    // An address may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
    schemaController: { compilersFactory: compilers },
    serverFactory: makeServer,
    frameworkErrors(error, request, reply) {
      // No hook sees this request: its headers are set here, and its connection is ended where it asked for a socket.
      setSecurityHeaders(request, reply);
      if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.destroySoon());
      void sendFailure(error, request, reply);
    },
  });
  const context = contextOf(app, options, connections);
  const uplinks = uplinkWay({
    clock,
    accept: options.acceptUplink,
    isProxy: sharedAddresses(trustedProxies ?? []),
    entered: connections.entered,
  });
  app.setErrorHandler(sendFailure);
  acceptOnlyJson(app);
  const routes = listRoutes(app);
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, {
    options: socketOptions,
    async preClose() {
      context.phase.isClosing = true;
      context.streams.close();
      await context.sockets.close();
      context.realtime.close();
      await uplinks.close();
    },
    errorHandler: (error, socket) => {
      log.debug({ err: error }, 'a socket failed');
      socket.terminate();
    },
  });
  addGuards(app, options, connections);
  takeTurns(app, options);
  watchAnswers(app, options);
  tellVersions(app);
  packAnswers(app);
  registerEndpoints(app, handlersOf(context), socketHandlers(context));
  docsPage(app);
  mcpRoutes(app, options.version);
  brokerSockets(app, options, connections);
  registerStream(app, context);
  await staticFiles(app, options.webRoot, options.grafana);
  await app.ready();
  uplinkBeside(app, uplinks);
  return { app, routes, makeServer, uplinks, beginClosing: () => void (context.phase.isClosing = true) };
}

/** What answers each endpoint. */
function handlersOf(context: RouteContext): Handlers {
  return {
    ...sessionHandlers(context),
    ...accountHandlers(context),
    ...credentialHandlers(context),
    ...kioskHandlers(context),
    ...siteHandlers(context),
    ...readingHandlers(context),
    ...deviceHandlers(context),
    ...commandHandlers(context),
    ...ledgerHandlers(context),
    ...setupHandlers(context),
    ...upkeepHandlers(context),
    ...backupHandlers(context),
    ...uplinkHandlers(),
    ...outputHandlers(),
    ...plugInHandlers(),
    ...automationHandlers(),
    ...chargingHandlers(context.options),
    ...alertHandlers(),
    ...monitoringHandlers(context),
    ...olderHandlers(context),
  };
}

/** What the routes share. */
function contextOf(app: App, options: ServerOptions, connections: Connections): RouteContext {
  const { clock, log, current, trustedProxies = [], sockets: bounds } = options;
  const isShared = sharedAddresses(trustedProxies);
  return {
    options,
    phase: { isClosing: false },
    sockets: openSockets({ clock, log, current, bounds, isShared }),
    slots: exportSlots(),
    live: liveChannels(log),
    monitoring: monitoringChannels({ clock, log }),
    realtime: realtimeChannels({ clock, log }),
    streams: eventStreams(clock),
    traffic: countTraffic(app),
    connections,
    assertCode: setupCodeCheck(options),
  };
}

/** Only JSON is read, and a request may come without a body. */
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
    for (const each of [method].flat()) routes.push({ method: each, url, action: actionOf(url, config?.action) });
  });
  return routes;
}

/** Before every request: headers, host, origin, then who asks and whether they may. */
function addGuards(
  app: App,
  {
    clock,
    log,
    hsts,
    allowedOrigins = [],
    host,
    names,
    current,
    restores,
    prefix,
    metricsOpen,
    requests,
    ingress,
  }: ServerOptions,
  connections: Connections,
): void {
  app.decorateRequest('caller', null);
  // Whether a page of another site asks: its browser's cookies are not its own.
  app.decorateRequest('isElsewhere', false);
  app.decorateRequest('cookiePath', prefix ?? '/');
  app.decorateRequest('ingress', null);
  const count = requests === undefined ? undefined : requestRate(clock, requests);
  const countRequest = (caller: Caller): void => {
    if (caller.door !== undefined && isKnown(caller)) count?.(caller.door.principal.id);
  };
  const tellProxy = limitedLog(clock, (line) => log.warn(line));
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(request, reply);
    reply.header('x-request-id', request.id);
    checkTarget(request);
    noteIngress(request, ingress);
    const { url, config } = request.routeOptions;
    if (request.ws && config.socket !== true) {
      throw new SolsteadError('input.invalid', { at: 'upgrade', why: because('request.no-socket-here') });
    }
    // Health reveals nothing worth stealing, and probes call this computer by any name.
    if (hsts === true && request.protocol === 'https') reply.header('strict-transport-security', strictTransport);
    if (isHealth(url)) return;
    if (url === '/health') return;
    const proxy = unnamedProxy(request);
    if (proxy !== undefined)
      tellProxy(
        networkOf(proxy),
        `${proxy} passes requests on for others and is not named by --trusted-proxies: they count as its own, and --prefix and https do not`,
      );
    await restores?.quiet();
    const home = current();
    const isProgram = async (): Promise<boolean> =>
      actionOf(url ?? '', config.action) !== 'open' || isKnown(await identify(request, home));
    await checkHost(request, { host, names, isOpen: await isOpenHome(home), isProgram });
    if (allowOrigin(request, reply, allowedOrigins)) {
      request.setDecorator('isElsewhere', true);
      if (request.method === 'OPTIONS') return reply.code(204).send();
    } else checkOrigin(request);
    if (url === undefined) return;
    checkContentType(request);
    if (!isApi(url)) return;
    const caller = await identify(request, home);
    request.setDecorator('caller', caller);
    if (isKnown(caller)) connections.entered(request.raw.socket);
    // A browser learns nothing from a refused handshake: sockets are admitted by their handlers, which close them.
    if (request.ws) return;
    if (config.isUpload !== true) countRequest(caller);
    if (url === '/metrics' && metricsOpen === true) return;
    await admit(callerOf(request), actionOf(url, config.action), targetOf(request));
    if (config.isPersonal === true) assertPerson(callerOf(request));
  });
}

/** Large bodies are read in turn. Before this, who sends one was let through. */
function takeTurns(app: App, options: ServerOptions): void {
  const turns = bodyTurns();
  const held = new WeakMap<FastifyRequest, () => void>();
  app.addHook('preParsing', async (request, reply, payload) => {
    const { bodyLimit, config } = request.routeOptions;
    // A stranger's part is not read at all.
    if (config.isUpload === true) options.restores?.state(uploadOf(request));
    if (bodyLimit <= smallBodyBytes || Number(request.headers['content-length'] ?? Infinity) <= smallBodyBytes)
      return payload;
    const end = await turns.take(callerOf(request).door?.principal.id ?? '');
    held.set(request, end);
    if (request.raw.socket.destroyed) end();
    else reply.raw.once('close', end);
    return payload;
  });
  app.addHook('preValidation', async (request) => held.get(request)?.());
}

/** The name of the upload in the path of a request. */
function uploadOf({ params }: FastifyRequest): string {
  return (params as Readonly<Record<string, string | undefined>>)['upload'] ?? '';
}

/** The site and the device named in the path of a request. */
function targetOf({ params }: FastifyRequest): RouteTarget {
  const { site, system_id, device } = params as Readonly<Record<string, string | undefined>>;
  return { site: site ?? system_id, device };
}

/** Passes every answer of an endpoint to an observer, as an object before it becomes text. */
function watchAnswers(app: App, { watchAnswer }: ServerOptions): void {
  if (watchAnswer === undefined) return;
  app.addHook('preSerialization', async (request, reply, body) => {
    const { endpoint } = request.routeOptions.config;
    if (endpoint !== undefined) watchAnswer({ endpoint, status: reply.statusCode, body });
    return body;
  });
}
