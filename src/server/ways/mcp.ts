// The home for assistants: Model Context Protocol, revision 2025-06-18, over streamable HTTP. Tools are the rows of the table of endpoints;
// a call goes through the same route as a request, with the same checks, so a tool can do nothing that its token cannot. It keeps no
// session and sends nothing by itself: each message is answered with JSON.
// Source: modelcontextprotocol.io/specification/2025-06-18 (basic/transports, server/tools).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Action, isPermittedSomewhere, type Principal } from '#core/access.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { endpointIds, endpoints, paramsSchema } from '#api/endpoints.ts';
import { type EndpointId, routeOf } from '#api/routes.ts';
import { IsObject, type TSchema } from 'typebox';
import { plainAnswer, sendProblem } from '../failures.ts';
import type { App } from '../route-context.ts';
import { doorOf } from '../session.ts';

const revisions = ['2025-06-18', '2025-03-26', '2024-11-05'] as const;
/** Longest answer of a tool, characters: an assistant reads all of it. */
const mostText = 60_000;

/** A tariff or a day of prices fits. */
const mostBytes = 65_536;

/** What assistants never do: they manage no people and no installation. */
const tooling: readonly Action[] = [
  'site.read',
  'audit.read',
  'anomaly.dismiss',
  'device.command',
  'device.configure',
  'device.manage',
  'energy.manage',
];

/** JSON-RPC codes. Source: JSON-RPC 2.0 §5.1. */
const codes = { invalidRequest: -32_600, unknownMethod: -32_601, invalidParams: -32_602 } as const;

type Message = Readonly<Record<string, unknown>>;

const isRead = (id: EndpointId): boolean => routeOf(id).method === 'GET';

/** Whether an endpoint is a tool: it answers JSON about a home, and nothing about an account. */
function isTool(id: EndpointId): boolean {
  const { action, isPersonal, files } = endpoints[id];
  return action !== 'open' && tooling.includes(action) && isPersonal !== true && files === undefined;
}

const propertiesOf = (schema: TSchema | undefined): Readonly<Record<string, TSchema>> =>
  schema !== undefined && IsObject(schema) ? schema.properties : {};
const requiredOf = (schema: TSchema | undefined): readonly string[] =>
  schema !== undefined && IsObject(schema) ? (schema.required ?? []) : [];

/** A tool as it is listed: parameters and query beside each other, a body as `body`. */
function toolOf(id: EndpointId): Message {
  const { summary, query, body } = endpoints[id];
  const params = paramsSchema(routeOf(id).path);
  return {
    name: id,
    description: summary,
    inputSchema: {
      type: 'object',
      properties: { ...params.properties, ...propertiesOf(query), ...(body === undefined ? {} : { body }) },
      required: [...Object.keys(params.properties), ...requiredOf(query), ...(body === undefined ? [] : ['body'])],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: isRead(id), destructiveHint: routeOf(id).method === 'DELETE', openWorldHint: false },
  };
}

/** The tools of a principal; those that change something only if they were asked for. */
function toolsOf(principal: Principal, isWriting: boolean): readonly EndpointId[] {
  return endpointIds.filter((id) => {
    const { action } = endpoints[id];
    return isTool(id) && action !== 'open' && (isRead(id) || isWriting) && isPermittedSomewhere(principal, action);
  });
}

const cut = (text: string): string =>
  text.length <= mostText
    ? text
    : `${text.slice(0, mostText)}\n… cut: ${text.length} characters; ask for less, such as fewer metrics or a longer step`;

/** A parameter as it is written in an address. */
const written = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The request that a tool call means. */
function requestOf(id: EndpointId, given: Message): { readonly url: string; readonly payload?: string } {
  const { path } = routeOf(id);
  const { body, ...rest } = given;
  const names = new Set(Object.keys(paramsSchema(path).properties));
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(written(rest[name] ?? '')));
  const query = new URLSearchParams(
    Object.entries(rest).flatMap(([name, value]) => (names.has(name) ? [] : [[name, written(value)]])),
  );
  const isSent = !isRead(id) && routeOf(id).method !== 'DELETE';
  return {
    url: query.size === 0 ? url : `${url}?${query.toString()}`,
    ...(isSent ? { payload: JSON.stringify(body ?? {}) } : {}),
  };
}

/** What answers messages. */
interface Conversation {
  readonly app: App;
  readonly request: FastifyRequest;
  readonly version: string;
}

/** Calls the endpoint of a tool as whoever called the tool. */
async function callTool({ app, request }: Conversation, id: EndpointId, given: Message): Promise<Message> {
  const { url, payload } = requestOf(id, given);
  const { authorization = '' } = request.headers;
  const { statusCode, payload: text } = await app.inject({
    method: routeOf(id).method,
    url,
    remoteAddress: request.ip,
    headers: {
      host: request.host,
      authorization,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  const said = text === '' ? `done (${statusCode})` : cut(text);
  return { content: [{ type: 'text', text: said }], ...(statusCode >= 400 ? { isError: true } : {}) };
}

const failed = (id: unknown, code: number, message: string): Message => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

async function resultOf({ app, request, version }: Conversation, message: Message): Promise<Message> {
  const { id = null, method } = message;
  const params: Message = isRecord(message['params']) ? message['params'] : {};
  const answer = (result: unknown): Message => ({ jsonrpc: '2.0', id, result });
  const { principal } = doorOf(request);
  const tools = toolsOf(principal, new URL(request.url, 'http://host').searchParams.get('write') === '1');
  switch (method) {
    case 'initialize': {
      const asked = revisions.find((revision) => revision === params['protocolVersion']);
      return answer({
        protocolVersion: asked ?? revisions[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'solstead', version },
        instructions:
          'A home-energy system. Times are epoch milliseconds (UTC) or ISO 8601, energy in Wh, power in W; grid + is import, battery + is discharge. Start with listSites.',
      });
    }
    case 'ping':
      return answer({});
    case 'tools/list':
      return answer({ tools: tools.map(toolOf) });
    case 'tools/call': {
      const name = tools.find((tool) => tool === params['name']);
      if (name === undefined)
        return failed(id, codes.invalidParams, `there is no tool ${written(params['name']).slice(0, 60)}`);
      const given = params['arguments'];
      return answer(await callTool({ app, request, version }, name, isRecord(given) ? given : {}));
    }
    default:
      return failed(id, codes.unknownMethod, 'no such method');
  }
}

/** Registers `/mcp`. */
export function mcpRoutes(app: App, version: string): void {
  const config = { action: 'site.read' } as const;
  app.route({
    method: 'POST',
    url: '/mcp',
    config,
    bodyLimit: mostBytes,
    async handler(request, reply): Promise<FastifyReply> {
      // A browser's cookie opens nothing here: what runs beside a page must not speak for its person.
      if (request.headers.authorization === undefined)
        throw new SolsteadError('access.signed-out', { at: 'session', why: because('access.sign-in-first') });
      const { body } = request;
      if (!isRecord(body) || body['jsonrpc'] !== '2.0' || typeof body['method'] !== 'string')
        return reply.code(400).send(failed(null, codes.invalidRequest, 'one JSON-RPC 2.0 message a request'));
      // A notification has no answer.
      if (body['id'] === undefined) return reply.code(202).send();
      return reply.send(await resultOf({ app, request, version }, body));
    },
  });
  // No stream of the server, and no session to end. Source: basic/transports, "Listening for Messages from the Server".
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    exposeHeadRoute: false,
    config,
    handler: (request, reply) => {
      reply.header('allow', 'POST');
      return sendProblem(
        request,
        reply,
        plainAnswer('path.method', because('request.no-method', { method: request.method, known: ['POST'] })),
      );
    },
  });
}
