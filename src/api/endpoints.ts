// The table of endpoints: what each takes, answers and refuses. The server registers its routes from it, the web app calls
// by it, and docs/openapi.json, the check of answers in tests and the tests of access are made of it.
import { keysOf } from '#core/entries.ts';
import Type, { type Static, type TObject, type TSchema } from 'typebox';
import { errorRegistry, type ErrorCode } from '#core/errors.ts';
import { alertEndpoints } from './endpoints/alerts.ts';
import { automationEndpoints } from './endpoints/automation.ts';
import { chargingEndpoints } from './endpoints/charging.ts';
import { commandEndpoints } from './endpoints/commands.ts';
import { credentialEndpoints } from './endpoints/credentials.ts';
import { backupEndpoints } from './endpoints/backup.ts';
import { deviceEndpoints } from './endpoints/devices.ts';
import { kioskEndpoints } from './endpoints/kiosks.ts';
import { ledgerEndpoints } from './endpoints/ledger.ts';
import { monitoringEndpoints } from './endpoints/monitoring.ts';
import { olderEndpoints } from './endpoints/older.ts';
import { plugInEndpoints } from './endpoints/plug-ins.ts';
import { outputEndpoints } from './endpoints/outputs.ts';
import { peopleEndpoints } from './endpoints/people.ts';
import { readingEndpoints } from './endpoints/readings.ts';
import type { EndpointRow } from './endpoints/row.ts';
import { sessionEndpoints } from './endpoints/session.ts';
import { setupEndpoints } from './endpoints/setup.ts';
import { siteEndpoints } from './endpoints/sites.ts';
import { uplinkEndpoints } from './endpoints/uplink.ts';
import { upkeepEndpoints } from './endpoints/upkeep.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { type EndpointId, type ParamsOf, routeOf, routes } from './routes.ts';

const table = {
  ...sessionEndpoints,
  ...peopleEndpoints,
  ...credentialEndpoints,
  ...kioskEndpoints,
  ...siteEndpoints,
  ...readingEndpoints,
  ...deviceEndpoints,
  ...commandEndpoints,
  ...ledgerEndpoints,
  ...setupEndpoints,
  ...upkeepEndpoints,
  ...backupEndpoints,
  ...uplinkEndpoints,
  ...outputEndpoints,
  ...plugInEndpoints,
  ...automationEndpoints,
  ...chargingEndpoints,
  ...alertEndpoints,
  ...monitoringEndpoints,
  ...olderEndpoints,
} satisfies Record<EndpointId, EndpointRow>;

type Table = typeof table;

/** Every endpoint by its name. */
export const endpoints: Readonly<Record<EndpointId, EndpointRow>> = Object.freeze(table);

/** The names of all endpoints, in the order of routes.ts. */
export const endpointIds: readonly EndpointId[] = keysOf(routes);

/** Nothing where a name is not there, so that what takes no query is called without one. */
type Part<Name extends string, Value> = [Value] extends [never] ? unknown : { readonly [Key in Name]: Value };
type ParamsPart<Id extends EndpointId> = [keyof ParamsOf<Id>] extends [never]
  ? unknown
  : { readonly params: ParamsOf<Id> };
type Shape<Row, Name extends string> = Row extends { readonly [Key in Name]: infer Schema extends TSchema }
  ? Frozen<Static<Schema>>
  : never;

type Inputs = {
  readonly [Id in EndpointId]: ParamsPart<Id> &
    Part<'query', Shape<Table[Id], 'query'>> &
    Part<'body', Shape<Table[Id], 'body'>>;
};

type Answers = {
  readonly [Id in EndpointId]: {
    [Status in keyof Table[Id]['answers']]: Table[Id]['answers'][Status] extends infer Schema extends TSchema
      ? Frozen<Static<Schema>>
      : never;
  }[keyof Table[Id]['answers']];
};

/** What an endpoint takes: `params` of its path, `query`, `body` – those it has. */
export type InputOf<Id extends EndpointId> = Inputs[Id];

/** What an endpoint answers. */
export type AnswerOf<Id extends EndpointId> = Answers[Id];

/** What every parameter of a path is. */
const paramTexts: Readonly<Record<string, string>> = {
  site: 'Id of the home',
  system_id: 'Id of the home',
  device: 'Id of the device',
  name: 'Name of the setting',
  account: 'Id of the account',
  id: 'Id of what the path names',
  place: 'Id of the place',
  upload: 'Name of the upload',
};

/** The schema of the parameters in a path. */
export function paramsSchema(path: string): TObject {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const entries = names.map((name) => [name, line({ maxLength: 100, description: paramTexts[name] ?? name })] as const);
  return Type.Object(Object.fromEntries(entries));
}

/** Every code an endpoint can answer: its own and those of any request. */
export function errorsOf(id: EndpointId): readonly ErrorCode[] {
  const { action, query, body, errors } = endpoints[id];
  const { method, path } = routeOf(id);
  const takesInput = query !== undefined || body !== undefined || path.includes(':');
  const codes = new Set<ErrorCode>([
    ...errors,
    ...(takesInput ? (['input.invalid'] as const) : []),
    ...(path.includes(':') ? (['input.too-long'] as const) : []),
    ...(method === 'GET' || method === 'DELETE' ? [] : (['input.not-json', 'input.too-large'] as const)),
    ...(action === 'open' ? [] : (['access.signed-out'] as const)),
    'request.too-many',
    'access.denied',
    'store.failed',
    'store.corrupt',
    'internal',
  ]);
  return keysOf(errorRegistry).filter((code) => codes.has(code));
}
