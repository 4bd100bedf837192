// The list of the built-in definitions: the facts of each, and the file its tables are loaded from when they are used.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '#devices/definition.ts';
import { factsOf } from '#devices/listed.ts';
import { definitions } from '#devices/registry.ts';

const folder = join(import.meta.dirname, '../src/devices');

/** Where each definition is exported from: its file below `devices`, and its name there. */
async function exportsOf(): Promise<ReadonlyMap<unknown, readonly [file: string, name: string]>> {
  const places = new Map<unknown, readonly [file: string, name: string]>();
  const files = globSync('*/*.ts', { cwd: folder }).filter(
    (file) => !/\.test\.|^(testing|generated|user)\b/.test(file),
  );
  for (const file of files.toSorted()) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    for (const [name, value] of Object.entries(module ?? {})) if (!places.has(value)) places.set(value, [file, name]);
  }
  return places;
}

/** The file of the list. */
export async function builtInList(): Promise<string> {
  const places = await exportsOf();
  const row = (definition: Definition): string => {
    const place = places.get(definition);
    if (place === undefined) throw new Error(`${definition.id} is exported by no file of devices/<maker>`);
    const [file, name] = place;
    const facts = JSON.stringify(factsOf(definition)).slice(1, -1);
    return `  { ${facts}, load: async () => (await import('../${file.replaceAll('\\', '/')}')).${name} },`;
  };
  return [
    '// Written by `npm run gen` from the definitions of devices.',
    "import type { ListedDefinition } from '../listed.ts';",
    '',
    '/** The built-in definitions, in the order of `registry.ts`. */',
    'export const builtInDefinitions: readonly ListedDefinition[] = [',
    ...definitions.map(row),
    '];',
    '',
  ].join('\n');
}
