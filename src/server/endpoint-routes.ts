// Registers every route of the contract's table with its handler. A handler that is missing, or that the table does not
// know, is a type error; what a handler is given was checked against the table's schemas.
import { entriesOf } from '#core/entries.ts';
import { because } from '#core/reason.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { SolsteadError } from '#core/errors.ts';
import { type AnswerOf, endpointIds, endpoints, type InputOf, paramsSchema } from '#api/endpoints.ts';
import { type EndpointId, routeOf, type SocketId, socketPaths } from '#api/routes.ts';
import { sockets } from '#api/sockets.ts';
import { mostBodyBytes, smallBodyBytes } from './body-turns.ts';
import type { App } from './route-context.ts';
import { makeVersionCheck } from './versions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The row of the table that the route was made from. */
    endpoint?: EndpointId;
  }
}

/** What a handler is given: its input by the table, and the request it came in. */
export type Call<Id extends EndpointId> = InputOf<Id> & {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Answers an endpoint with the usual status of its row, unless it sets another on `reply`. */
export type Handler<Id extends EndpointId> = (call: Call<Id>) => AnswerOf<Id> | Promise<AnswerOf<Id>>;

/** The handlers of an area of the table. */
export type HandlersOf<Area> = { readonly [Id in keyof Area & EndpointId]: Handler<Id> };

/** A handler for every endpoint there is. */
export type Handlers = { readonly [Id in EndpointId]: Handler<Id> };

/** What a socket is given when it opened. */
export interface SocketCall {
  readonly socket: WebSocket;
  readonly request: FastifyRequest;
  /** Parameters of the path and the query together. */
  readonly asked: Readonly<Record<string, string>>;
}

/** The schemas of sockets hold texts only. */
type SocketRequest = FastifyRequest<{ Params: Record<string, string>; Querystring: Record<string, string> }>;

/** A handler for every socket there is. */
export type SocketHandlers = { readonly [Id in SocketId]: (call: SocketCall) => void };

/** A handler as the loop below sees it: which input goes with which is known to the table and not to the type checker. */
type AnyHandler = (call: never) => unknown;

function usualStatus(id: EndpointId): number {
  return Number(Object.keys(endpoints[id].answers)[0]);
}

async function answer(handler: AnyHandler, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { params, query, body } = request;
  // The validators have checked all three against the schemas that the handler's types are made of.
  return handler({ params, query, body, request, reply } as never);
}

function openSocket(handlers: SocketHandlers, id: SocketId) {
  return (socket: WebSocket, request: FastifyRequest): void => {
    const { params, query } = request as SocketRequest;
    handlers[id]({ socket, request, asked: { ...params, ...query } });
  };
}

/** Registers all of them. */
export function registerEndpoints(app: App, handlers: Handlers, socketHandlers: SocketHandlers): void {
  const unchanged = makeVersionCheck(async (id, request, reply) => answer(handlers[id], request, reply));
  const socketIds = new Map<string, SocketId>(entriesOf(socketPaths).map(([id, path]) => [path, id]));
  for (const id of endpointIds) {
    const { action, isPersonal = false, isUpload = false, query, body, files } = endpoints[id];
    const { method, path } = routeOf(id);
    const handler: AnyHandler = handlers[id];
    const status = usualStatus(id);
    const socketId = socketIds.get(path);
    socketIds.delete(path);
    app.route({
      method,
      url: path,
      config: { action, isPersonal, isUpload, endpoint: id, ...(socketId === undefined ? {} : { socket: true }) },
      // Who is not known yet has little to say.
      bodyLimit: action === 'open' && !isUpload ? smallBodyBytes : mostBodyBytes,
      // To say how long a file is, all of it would have to be made.
      ...(files === undefined ? {} : { exposeHeadRoute: false }),
      schema: {
        ...(path.includes(':') ? { params: paramsSchema(path) } : {}),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
      },
      handler: (request, reply) =>
        unchanged(id, { request, reply }, () => answer(handler, request, reply.code(status))),
      ...(socketId === undefined ? {} : { wsHandler: openSocket(socketHandlers, socketId) }),
    });
  }
  for (const id of socketIds.values()) registerSocket(app, id, openSocket(socketHandlers, id));
}

/** A path that is a socket and nothing else. */
function registerSocket(app: App, id: SocketId, wsHandler: ReturnType<typeof openSocket>): void {
  const { action, query } = sockets[id];
  app.route({
    method: 'GET',
    url: socketPaths[id],
    config: { action, socket: true },
    schema: query === undefined ? {} : { querystring: query },
    handler: () => {
      throw new SolsteadError('input.invalid', { at: 'upgrade', why: because('request.no-socket') });
    },
    wsHandler,
  });
}
