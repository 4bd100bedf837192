// Every text a request can hold is bounded, and is a line without invisible characters unless this list says why not.
import { IsArray, IsObject, IsString, IsUnion, type TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { endpointIds, endpoints, paramsSchema } from './endpoints.ts';
import { line, lineOfText } from './line.ts';
import { routeOf, type SocketId, socketPaths } from './routes.ts';
import { sockets } from './sockets.ts';

/** Several lines, or any character at all. */
const free: ReadonlySet<string> = new Set([
  'signIn password',
  'claimHome password',
  'changePassword password',
  'changePassword newPassword',
  'acceptInvitation password',
  'recoverPassword newPassword',
  'issueTokens password',
  'confirmPerson password',
  'addDevice password',
  'changeDevice password',
  'previewDeviceChange password',
  'registerDevice password',
  'saveTariff text',
  'addTariffVersion text',
  'importPrices text',
  'addCorrection why',
  'saveBackupSettings passphrase',
  'testBackupPlace secret',
  'restoreUpload passphrase',
  'sendUploadPart data',
  'saveUplink settings ca',
  'testUplink settings ca',
  'addOutput settings ca',
  'addOutput secret',
  'changeOutput settings ca',
  'changeOutput secret',
  'testOutput settings ca',
  'testOutput secret',
]);

interface Text {
  readonly at: string;
  readonly pattern: string;
  readonly isBounded: boolean;
}

function textsOf(schema: TSchema, at: string): readonly Text[] {
  if (IsUnion(schema)) return schema.anyOf.flatMap((each) => textsOf(each, at));
  if (IsArray(schema)) return textsOf(schema.items, at);
  if (IsObject(schema))
    return Object.entries<TSchema>(schema.properties).flatMap(([name, part]) => textsOf(part, `${at} ${name}`));
  if (!IsString(schema) || 'const' in schema || 'enum' in schema) return [];
  const { pattern = '', maxLength } = schema as { readonly pattern?: string; readonly maxLength?: number };
  return [
    {
      at,
      pattern,
      isBounded: maxLength !== undefined || /[{]\d+(,\d+)?[}]\$$/.test(pattern),
    },
  ];
}

const inputs = [
  ...endpointIds.flatMap((id) => {
    const { path } = routeOf(id);
    const { query, body } = endpoints[id];
    return [query, body, path.includes(':') ? paramsSchema(path) : undefined].map((schema) => ({ id, schema }));
  }),
  ...(Object.keys(socketPaths) as SocketId[]).map((id) => ({ id, schema: sockets[id].query })),
];
const texts = inputs.flatMap(({ id, schema }) => (schema === undefined ? [] : textsOf(schema, id)));

test('every text of a request is a line, or says why it is not', () => {
  expect(texts.length).toBeGreaterThan(60);
  const unseen = ['\0', '\u001b', '\u200b', '\u202e'];
  const open = texts.filter(
    ({ at, pattern }) => !free.has(at) && unseen.some((each) => new RegExp(pattern, 'u').test(`a${each}`)),
  );
  expect(open.map(({ at }) => at)).toEqual([]);
  expect(texts.filter(({ isBounded }) => !isBounded).map(({ at }) => at)).toEqual([]);
});

test('a line is what people write, whatever their script', () => {
  expect(line()).toMatchObject({ pattern: lineOfText });
  for (const text of ['', 'Süd', 'دستگاه', '家', '👨‍👩‍👧', 'a "b" <c> \\ %'])
    expect(text).toMatch(new RegExp(lineOfText, 'u'));
});
