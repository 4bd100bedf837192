// The contract as an OpenAPI 3.1 document, made of the tables of endpoints and sockets.
import { entriesOf, keysOf } from '#core/entries.ts';
import { errorRegistry, type ErrorCode } from '#core/errors.ts';
import { IsObject, IsSchema, IsVoid, type TSchema } from 'typebox';
import * as anomalies from './anomalies.ts';
import { closeCodes } from './close-codes.ts';
import * as contract from './contract.ts';
import { endpointIds, endpoints, errorsOf, paramsSchema } from './endpoints.ts';
import answersFile from './examples/answers.json' with { type: 'json' };
import { examples } from './examples.ts';
import type { Example } from './examples/example.ts';
import { type HeaderName, requestHeaders } from './endpoints/row.ts';
import { Problem, problemMedia, problemType, statusOf } from './problem.ts';
import * as commands from './commands.ts';
import * as history from './history.ts';
import * as homes from './homes.ts';
import * as corrections from './corrections.ts';
import * as ledger from './ledger.ts';
import { type EndpointId, routeOf, socketPaths } from './routes.ts';
import * as readings from './readings.ts';
import * as realtime from './realtime.ts';
import * as setUp from './set-up.ts';
import * as settings from './settings.ts';
import { sockets } from './sockets.ts';
import * as tariffs from './tariffs.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The parts of the document that are looked at by code; the rest is JSON. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly [key: string]: Json;
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Schemas that go by a name, by their text: what is optional somewhere is a copy and has no identity. */
const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...contract,
    ...setUp,
    ...anomalies,
    ...settings,
    ...history,
    ...homes,
    ...commands,
    ...readings,
    ...realtime,
    ...ledger,
    ...tariffs,
    ...corrections,
    Problem,
  })
    .filter(([name, value]) => /^[A-Z]/.test(name) && IsSchema(value))
    .map(([name, schema]) => [JSON.stringify(schema), name]),
);

/** A union of words as one list of them. */
function wordsOf(choices: Json): Json | undefined {
  if (!Array.isArray(choices)) return undefined;
  const words = choices.map((choice: Json) => (isRecord(choice) ? choice['const'] : undefined));
  return words.every((word) => typeof word === 'string') ? words : undefined;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema with what has a name replaced by it. */
function referring(schema: Json): Json {
  const name = named.get(JSON.stringify(schema));
  return name === undefined ? inside(schema) : { $ref: `#/components/schemas/${name}` };
}

function inside(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(referring);
  if (!isRecord(schema)) return schema;
  const { anyOf = null, ...rest } = schema;
  const words = wordsOf(anyOf);
  if (words !== undefined) return { type: 'string', enum: words, ...rest };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referring(value)]));
}

type Shown = Readonly<Record<string, Json>>;

const content = (
  schema: TSchema,
  media: readonly string[] = ['application/json'],
  shown: (media: string) => Shown = () => ({}),
): Json => Object.fromEntries(media.map((each) => [each, { schema: referring(plain(schema)), ...shown(each) }]));

/** What real answers looked like, by endpoint, and beginnings of files, by media type: written by the contract test. */
const recorded: {
  readonly answers: Readonly<Partial<Record<string, Json>>>;
  readonly files: Readonly<Partial<Record<string, Readonly<Partial<Record<string, string>>>>>>;
} = answersFile;

/** The recorded answer of an endpoint in a media type, if it is text. */
function answerExample(id: EndpointId, media: string): Shown {
  const example = media === 'application/json' ? recorded.answers[id] : recorded.files[id]?.[media];
  return example === undefined ? {} : { example };
}

/** Example values by the names of their parameters. */
type Values = Readonly<Record<string, unknown>>;

function parametersIn(place: 'path' | 'query', schema: TSchema | undefined, values: Values = {}): readonly Json[] {
  if (schema === undefined || !IsObject(schema)) return [];
  const { properties } = schema;
  const required: readonly string[] = schema.required ?? [];
  return Object.entries(properties).map(([name, value]) => {
    const { description = null, ...rest } = plain(value) as { readonly [key: string]: Json };
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === null ? {} : { description }),
      ...(values[name] === undefined ? {} : { example: plain(values[name]) }),
      schema: referring(rest),
    };
  });
}

const headerParameter = (name: HeaderName): Json => ({
  name,
  in: 'header',
  required: false,
  description: requestHeaders[name],
  schema: { type: 'string' },
});

/** The headers that an endpoint heeds; every read of JSON tells its version. */
function headersOf(id: EndpointId): readonly Json[] {
  const { headers = [], files } = endpoints[id];
  const isRead = routeOf(id).method === 'GET' && files === undefined;
  return [...headers, ...(isRead ? (['if-none-match'] as const) : [])].map(headerParameter);
}

const text = (description: string): Json => ({ description, schema: { type: 'string' } });

/** Headers of a good answer that a program looks at. */
function answerHeadersOf(id: EndpointId): { readonly [key: string]: Json } {
  const { headers = [], files } = endpoints[id];
  const isRead = routeOf(id).method === 'GET' && files === undefined;
  return {
    ...(isRead ? { ETag: text('Version of the answer') } : {}),
    ...(files === undefined ? {} : { 'Content-Disposition': text('Name of the file') }),
    ...(headers.includes('prefer') ? { 'Preference-Applied': text('How long was waited at most') } : {}),
    ...(headers.includes('idempotency-key') ? { Location: text('Where the command is followed') } : {}),
  };
}

function answersOf(id: EndpointId): Json {
  const { answers, files } = endpoints[id];
  const usual = Object.entries(answers).map(([status, schema]): [string, Json] => {
    const isWell = status !== '503';
    const description = isWell ? 'Done' : 'Not well';
    const shown = (media: string): Shown => (isWell ? answerExample(id, media) : {});
    if (IsVoid(schema)) return [status, { description }];
    const headers = answerHeadersOf(id);
    const told = Object.keys(headers).length === 0 ? {} : { headers };
    return [status, { description, ...told, content: content(schema, files, shown) }];
  });
  return Object.fromEntries([...failuresOf(id), ...usual]);
}

/** A problem as it may look. */
function problemExample(code: ErrorCode): Problem {
  const { title, repair } = errorRegistry[code];
  return {
    type: problemType(code),
    title,
    status: statusOf(code),
    detail: title,
    code,
    repair,
    requestId: 'fJ2k9xQ0aWvT',
  };
}

/** Failed answers, by status. */
function failuresOf(id: EndpointId): readonly [string, Json][] {
  const codes = errorsOf(id);
  const statuses = [...new Set(codes.map(statusOf))].toSorted((a, b) => a - b);
  return statuses.map((status) => {
    const own: readonly string[] = codes.filter((code) => statusOf(code) === status);
    const words = own.map((code) => `\`${code}\``).join(', ');
    const headers = status === 429 ? { headers: { 'Retry-After': text('Seconds to wait') } } : {};
    const told = own.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
    const shown = { examples: Object.fromEntries(told) };
    return [String(status), { description: words, ...headers, content: content(Problem, [problemMedia], () => shown) }];
  });
}

/** Tag of an endpoint: what its path is about. */
function tagOf(path: string): string {
  const words = path
    .replaceAll(/^\/api\/v1|\.json$/g, '')
    .split('/')
    .filter((word) => word !== '' && !word.startsWith(':'));
  return (words[0] === 'sites' ? words[1] : words[0]) ?? 'sites';
}

function operationOf(id: EndpointId): Json {
  const { action, summary, query, body } = endpoints[id];
  const { path } = routeOf(id);
  const { params, query: asked, body: example }: Example = examples[id];
  const parameters = [
    ...parametersIn('path', paramsSchema(path), params),
    ...parametersIn('query', query, asked),
    ...headersOf(id),
  ];
  return {
    operationId: id,
    summary,
    tags: [tagOf(path)],
    'x-action': action,
    ...(action === 'open' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: content(body, undefined, () => ({ example: plain(example) })) } }),
    responses: answersOf(id),
  };
}

function pathsOf(): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, Json>> = {};
  for (const id of endpointIds) {
    const { method, path } = routeOf(id);
    const key = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[key] = { ...paths[key], [method.toLowerCase()]: operationOf(id) };
  }
  return { ...paths, ...otherWays() };
}

/** Ways in that are no rows of the table: one has no end, and the other speaks a protocol of its own. */
function otherWays(): OpenApiDocument['paths'] {
  const refused = { description: '`access.signed-out`', content: content(Problem, [problemMedia]) };
  const of = (tag: string, operationId: string, summary: string) =>
    ({ operationId, summary, tags: [tag], 'x-action': 'site.read' }) as const;
  return {
    '/stream': {
      get: {
        ...of('stream', 'streamLive', 'Live values as server-sent events, without end; docs/live.md says which.'),
        parameters: [{ name: 'site', in: 'query', required: false, schema: { type: 'string' } }],
        responses: {
          '200': { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          '401': refused,
        },
      },
    },
    '/mcp': {
      post: {
        ...of('mcp', 'askAsAssistant', 'One message of the Model Context Protocol (2025-06-18), JSON-RPC 2.0.'),
        security: [{ bearer: [] }],
        parameters: [
          {
            name: 'write',
            in: 'query',
            required: false,
            description: '1: offer the tools that change something as well',
            schema: { type: 'string' },
          },
        ],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses: {
          '200': { description: 'The answer', content: { 'application/json': { schema: { type: 'object' } } } },
          '202': { description: 'A notification, which has no answer' },
          '401': refused,
        },
      },
    },
  };
}

/** OpenAPI knows no sockets: they stand beside the paths. */
function socketsOf(): Json {
  return Object.fromEntries(
    entriesOf(socketPaths).map(([id, path]) => {
      const { action, summary, query, says, messages, closes } = sockets[id];
      const socket = {
        path: path.replaceAll(/:(\w+)/g, '{$1}'),
        summary,
        'x-action': action,
        parameters: [...parametersIn('path', paramsSchema(path)), ...parametersIn('query', query)],
        ...(says === undefined ? {} : { says: referring(plain(says)) }),
        messages: Object.values(messages).map((schema) => referring(plain(schema))),
        closes: Object.fromEntries(closes.map((name) => [String(closeCodes[name]), name])),
      };
      return [id, socket];
    }),
  );
}

const description = `Everything that Solstead's web app does goes over this interface, and programs may use it alike.

Times are epoch milliseconds (UTC), energy is in Wh, power in W; sources are positive (grid + is import, battery + is discharge).
What changes something is sent as \`application/json\`, from the same origin or without an Origin header; a field that the contract does not name is refused. A program sends the token of
its session as a bearer token, a browser the cookie. Every failure is a \`Problem\` (RFC 9457). \`x-action\` names what the caller must be
permitted to do; \`open\` is for everybody. WebSockets stand under \`x-websockets\`.`;

/** Makes the document. */
export function openApiDocument(): OpenApiDocument {
  const schemas = [...named].map(([text, name]): [string, Json] => [name, inside(JSON.parse(text) as Json)]);
  return {
    openapi: '3.1.1',
    info: { title: 'Solstead', version: 'v1', description, license: { name: 'MIT', identifier: 'MIT' } },
    security: [{ cookie: [] }, { bearer: [] }],
    paths: pathsOf(),
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'solstead', description: 'Set by signing in; for browsers' },
        bearer: { type: 'http', scheme: 'bearer', description: 'A token of a program, or that of a session' },
      },
      examples: Object.fromEntries(
        keysOf(errorRegistry).map((code) => [code, { value: plain(problemExample(code)) }] as const),
      ),
      schemas: Object.fromEntries(schemas.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
    'x-websockets': socketsOf(),
  };
}
