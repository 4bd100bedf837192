// The licences of what is packed: of Node, of packages that are loaded, and of those that were built into server and app.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageOf, packagesBehind } from './parts.ts';

/** A package as its licence has it. */
interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly texts: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly cpu?: readonly string[];
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

function licensed(folder: string): Licensed {
  const { name = basename(folder), version = '', license = '' } = manifestOf(folder);
  const files = globSync('*', { cwd: folder, withFileTypes: true }).filter(
    (file) => file.isFile() && /^(?:licen[cs]e|notice|copying)/i.test(file.name),
  );
  const texts = files
    .map((file) => file.name)
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, version, licence: typeof license === 'string' ? license : (license.type ?? ''), texts };
}

/** Packages that sources name. */
function namedIn(folder: string): readonly string[] {
  const asks = /(?:\bfrom|\bimport|\bimport\()\s*'([\w@][\w@./-]*)'/g;
  const found = new Set<string>();
  for (const file of globSync('**/*.{ts,tsx}', { cwd: folder })) {
    if (file.includes('.test.')) continue;
    for (const [, specifier = ''] of readFileSync(join(folder, file), 'utf8').matchAll(asks)) {
      const name = packageOf(specifier);
      if (name !== undefined) found.add(name);
    }
  }
  return [...found];
}

/** What was built into server and app: folders of packages below `root`. `left`: packages that are not there. */
export function builtIn(root: string, left: readonly string[]): readonly string[] {
  const named = [...namedIn(join(root, 'web', 'src')), ...namedIn(join(root, 'src'))];
  // What is made for one processor is loaded and never built in; here are those of this computer.
  return packagesBehind(named, root, left).filter((path) => manifestOf(join(root, path)).cpu === undefined);
}

/** The file of them all. `loaded`: folders of packages below `parts`; `built`: below `root`. */
export function licencesOf(
  root: string,
  {
    parts,
    loaded,
    built,
  }: { readonly parts: string; readonly loaded: readonly string[]; readonly built: readonly string[] },
): string {
  const all = new Map<string, Licensed>();
  for (const folder of [...loaded.map((path) => join(parts, path)), ...built.map((path) => join(root, path))]) {
    const one = licensed(folder);
    all.set(`${one.name} ${one.version}`, one);
  }
  const byText = Map.groupBy(
    [...all.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ([, { texts, licence }]) => texts.join('\n\n') || `No text came with it; it says: ${licence}.`,
  );
  const parted = [...byText].map(
    ([text, packages]) => `${packages.map(([title, { licence }]) => `${title} (${licence})`).join('\n')}\n\n${text}\n`,
  );
  return `Solstead stands on the work of others. These are their packages with their licences.\n\n${parted.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
