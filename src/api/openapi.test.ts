// The OpenAPI document against the specification's own schema, and against the table it is made of.
import { Validator } from '@seriousme/openapi-schema-validator';
import { IsVoid, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { endpointIds, endpoints } from './endpoints.ts';
import { openApiDocument } from './openapi.ts';
import { routeOf } from './routes.ts';

const document = openApiDocument();
const copy = (): Record<string, unknown> => structuredClone({ ...document });

test('the document is OpenAPI 3.1, and the validator would see what is not', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(copy());
  expect([valid, errors]).toEqual([true, undefined]);
  expect(validator.version).toBe('3.1');
  const broken = { ...copy(), paths: { '/health': { get: { responses: { 200: {} } } } } };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test('every reference leads somewhere, and every named schema is referred to', () => {
  const text = JSON.stringify(document);
  const names = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, unknown>> };
  expect([...names].filter((name) => name === undefined || schemas[name] === undefined)).toEqual([]);
  expect(names.size).toBeGreaterThan(40);
  // Shapes of a query stand as its parameters, and unions of words by themselves.
  const unused = Object.keys(schemas).filter((name) => !names.has(name) && !name.endsWith('Query'));
  expect(unused).toEqual([]);
});

test('every endpoint is an operation with its name, parameters, answers and failures', () => {
  let count = 0;
  for (const id of endpointIds) {
    const { method, path } = routeOf(id);
    const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] as {
      readonly operationId: string;
      readonly parameters?: readonly { readonly in: string; readonly name: string }[];
      readonly responses: Readonly<Record<string, unknown>>;
    };
    expect(operation.operationId).toBe(id);
    const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(Object.keys(endpoints[id].answers)));
    expect(Object.keys(operation.responses)).toContain('403');
    count += 1;
  }
  expect(count).toBe(endpointIds.length);
});

/** Files that nobody reads as text have no example. */
const noText: ReadonlySet<string> = new Set([
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.apache.parquet',
]);

/** What does not fit a schema, or is more than it knows. */
function faultsOf(schema: TSchema, example: unknown): readonly string[] {
  const misfits = Value.Errors(schema, example).map(({ instancePath, message }) => `${instancePath} ${message}`);
  if (misfits.length > 0) return misfits;
  const known = JSON.stringify(Value.Clean(schema, structuredClone(example)));
  return known === JSON.stringify(example) ? [] : ['has more than the schema knows'];
}

test('every good answer has an example that was really answered, and that its schema takes', () => {
  const wrong: unknown[] = [];
  let count = 0;
  for (const id of endpointIds) {
    const { method, path } = routeOf(id);
    const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] as {
      readonly responses: Readonly<
        Record<string, { readonly content?: Readonly<Record<string, { example?: unknown }>> }>
      >;
    };
    for (const [status, schema] of Object.entries(endpoints[id].answers)) {
      if (IsVoid(schema) || Number(status) >= 300) continue;
      const shown = Object.entries(operation.responses[status]?.content ?? {});
      for (const [media, { example }] of shown) {
        if (noText.has(media)) continue;
        const faults =
          example === undefined
            ? ['none: RECORD_ANSWERS=1 vitest run src/main/contract.real.test.ts']
            : faultsOf(schema, example);
        if (faults.length > 0) wrong.push([id, status, media, faults]);
        count += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(110);
});
