// `npm run build:client`: makes the package @solstead/client in packaging/client/dist, ready for `npm pack`: one module for browsers and
// Node, and types of every endpoint, written from the table. It has no dependency.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { endpointIds } from '#api/endpoints.ts';
import { openApiDocument } from '#api/openapi.ts';
import { routeOf } from '#api/routes.ts';
import { isRecord } from '#core/entries.ts';
import { strangers } from './build-protocols.ts';
import { ROOT } from './steps.ts';

const FOLDER = join(ROOT, 'packaging', 'client');
/** Where the package is made. */
export const CLIENT_DIST = join(FOLDER, 'dist');

type Schema = Readonly<Record<string, unknown>>;

const schemaIn = (value: unknown): Schema => (isRecord(value) ? value : {});
const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);

/** A type with its description in front, where it has one. */
function fieldOf(name: string, schema: Schema, isRequired: boolean): string {
  const { description } = schema;
  const told = typeof description === 'string' ? `/** ${description.replaceAll('*/', '* /')} */ ` : '';
  return `${told}readonly ${isName(name) ? name : JSON.stringify(name)}${isRequired ? '' : '?'}: ${typeOf(schema)};`;
}

function objectType({ properties, required = [], additionalProperties, patternProperties }: Schema): string {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const fields = Object.entries(schemaIn(properties)).map(([name, part]) =>
    fieldOf(name, schemaIn(part), needed.includes(name)),
  );
  if (fields.length > 0) return `{ ${fields.join(' ')} }`;
  const [values] = Object.values(schemaIn(patternProperties));
  if (values !== undefined) return `Readonly<Record<string, ${typeOf(schemaIn(values))}>>`;
  return isRecord(additionalProperties)
    ? `Readonly<Record<string, ${typeOf(additionalProperties)}>>`
    : 'Readonly<Record<string, unknown>>';
}

/** A JSON schema as a type of TypeScript. */
export function typeOf(schema: Schema): string {
  const { $ref, anyOf, type, items, prefixItems } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((word: unknown) => JSON.stringify(word)).join(' | ');
  if (Array.isArray(anyOf)) return anyOf.map((each: unknown) => typeOf(schemaIn(each))).join(' | ');
  const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : undefined;
  if (tuple !== undefined) return `readonly [${tuple.map((each: unknown) => typeOf(schemaIn(each))).join(', ')}]`;
  switch (type) {
    case 'array':
      return `readonly (${typeOf(schemaIn(items))})[]`;
    case 'object':
      return objectType(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'unknown';
  }
}

/** What an endpoint takes and answers. */
function endpointType(operation: Schema): string {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].map(schemaIn) : [];
  const part = (place: string, name: string): readonly string[] => {
    const own = parameters.filter((each) => each['in'] === place);
    if (own.length === 0) return [];
    const isNeeded = own.some(({ required }) => required === true);
    const fields = own.map(({ name: field, schema, required, description }) =>
      fieldOf(
        String(field),
        { ...schemaIn(schema), ...(description === undefined ? {} : { description }) },
        required === true,
      ),
    );
    return [`readonly ${name}${isNeeded ? '' : '?'}: { ${fields.join(' ')} };`];
  };
  const contentOf = (value: unknown): Schema | undefined => {
    const content = schemaIn(schemaIn(value)['content']);
    const media = content['application/json'] ?? Object.values(content)[0];
    return media === undefined ? undefined : schemaIn(schemaIn(media)['schema']);
  };
  const body = contentOf(operation['requestBody']);
  const answers = Object.entries(schemaIn(operation['responses'])).filter(([status]) => status.startsWith('2'));
  const types = answers.map(([, answer]) => {
    const schema = contentOf(answer);
    return schema === undefined ? 'undefined' : typeOf(schema);
  });
  const input = [
    ...part('path', 'params'),
    ...part('query', 'query'),
    ...(body === undefined ? [] : [`readonly body: ${typeOf(body)};`]),
  ];
  return `{ readonly input: { ${input.join(' ')} }; readonly answer: ${[...new Set(types)].join(' | ')} }`;
}

/** The declarations of the package. */
export function declarations(): string {
  const document = openApiDocument();
  const schemas = schemaIn(schemaIn(document['components'])['schemas']);
  const types = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schemaIn(schema))};`);
  const rows = endpointIds.map((id) => {
    const { method, path } = routeOf(id);
    const operation = schemaIn(document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]);
    return `  /** ${String(operation['summary'])} */\n  readonly ${id}: ${endpointType(operation)};`;
  });
  const fixed = readFileSync(join(FOLDER, 'fixed.d.ts.txt'), 'utf8');
  return `// Written from the table of endpoints.\n${types.join('\n')}\n\n/** Every endpoint: what it takes and answers. */\nexport interface Endpoints {\n${rows.join('\n')}\n}\n\n${fixed}`;
}

/** Makes the package anew; returns the bytes of its module. */
export async function buildClient(): Promise<number> {
  rmSync(CLIENT_DIST, { recursive: true, force: true });
  mkdirSync(CLIENT_DIST, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    root: FOLDER,
    build: {
      outDir: CLIENT_DIST,
      emptyOutDir: false,
      target: 'es2023',
      minify: false,
      lib: { entry: join(FOLDER, 'index.ts'), formats: ['es'], fileName: () => 'index.js' },
    },
  });
  const code = readFileSync(join(CLIENT_DIST, 'index.js'), 'utf8');
  const found = strangers(code);
  if (found.length > 0) throw new TypeError(`assertion: the client does not stand alone: ${found.join(', ')}`);
  writeFileSync(join(CLIENT_DIST, 'index.d.ts'), declarations());
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as object;
  writeFileSync(join(CLIENT_DIST, 'package.json'), `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`);
  cpSync(join(FOLDER, 'README.md'), join(CLIENT_DIST, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(CLIENT_DIST, 'LICENSE'));
  return code.length;
}

if (import.meta.main) console.log(`packaging/client/dist/index.js: ${((await buildClient()) / 1000).toFixed(0)} kB`);
