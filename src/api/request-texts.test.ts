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
  'testDevice password',
  'saveTariff text',
  'addTariffVersion text',
  'importPrices text',
  'addCorrection why',
  'saveBackupSettings passphrase',
  'testBackupPlace secret',
  'restoreUpload passphrase',
  'sendUploadPart data',
  'addOutput settings devices',
  'addOutput settings template',
  'addOutput settings headers',
  'addOutput settings former',
  'changeOutput settings devices',
  'changeOutput settings template',
  'changeOutput settings headers',
  'changeOutput settings former',
  'testOutput settings devices',
  'testOutput settings template',
  'testOutput settings headers',
  'testOutput settings former',
  'saveUplink settings ca',
  'testUplink settings ca',
  // A condition may be written over several lines.
  'addOutput filter onlyWhen',
  'changeOutput filter onlyWhen',
  'testOutput filter onlyWhen',
  'addOutput settings ca',
  'addOutput settings cert',
  'addOutput clientKey',
  'addOutput secret',
  'changeOutput settings ca',
  'changeOutput settings cert',
  'changeOutput clientKey',
  'changeOutput secret',
  'testOutput settings ca',
  'testOutput settings cert',
  'testOutput clientKey',
  'testOutput secret',
  'addAlertChannel secret',
  'changeAlertChannel secret',
  'testAlertChannel change secret',
  'beginAutomationTrial text',
  'saveAutomation text',
  'checkAutomation text',
  'editAutomation text',
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

test('what is kept as it came has no end of text in it: PostgreSQL takes none', () => {
  const kept = texts.filter(({ at }) => free.has(at) && at.includes('utomation'));
  expect(kept.map(({ at }) => at).toSorted()).toEqual([
    'beginAutomationTrial text',
    'checkAutomation text',
    'editAutomation text',
    'saveAutomation text',
  ]);
  for (const { pattern } of kept) {
    expect('rules:\n  - a').toMatch(new RegExp(pattern, 'u'));
    expect('rules: # a\0b').not.toMatch(new RegExp(pattern, 'u'));
  }
});

test('a line is what people write, whatever their script', () => {
  expect(line()).toMatchObject({ pattern: lineOfText });
  for (const text of ['', 'Süd', 'دستگاه', '家', '👨‍👩‍👧', 'a "b" <c> \\ %'])
    expect(text).toMatch(new RegExp(lineOfText, 'u'));
});

test('a line takes no pattern of its own: it would be replaced without a word', () => {
  // @ts-expect-error -- a form of its own is a Type.String
  const spaced = line({ pattern: '^[0-9]+$' });
  expect(spaced).toMatchObject({ pattern: lineOfText });
});
