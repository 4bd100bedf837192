// The packages that a packed Solstead needs of an architecture, as the lock has them. They are fetched once and checked by their sums;
// from then on a release is made without a network.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** An architecture by the names that others have for it. */
export interface Architecture {
  /** Of Debian, containers and archives. */
  readonly debian: 'amd64' | 'arm64';
  /** Of Node and npm. */
  readonly node: 'x64' | 'arm64';
  /** Of the kernel, as `uname -m` says it. */
  readonly machine: 'x86_64' | 'aarch64';
}

/** What a release is made for. */
export const architectures: readonly Architecture[] = [
  { debian: 'amd64', node: 'x64', machine: 'x86_64' },
  { debian: 'arm64', node: 'arm64', machine: 'aarch64' },
];

/**
 * Where the packages of an architecture are: those of this machine as they are installed; those of another one, without development, in a
 * folder that is kept until the lock changes. No script of a package runs. Errors: they are not there yet, and cannot be fetched.
 */
export function fetchedParts(root: string, { node }: Architecture): string {
  if (process.platform === 'linux' && process.arch === node) return root;
  const lock = readFileSync(join(root, 'package-lock.json'));
  const sum = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const kept = join(root, 'node_modules', '.release');
  const folder = join(kept, `${node}-${sum}`);
  if (existsSync(folder)) return folder;
  mkdirSync(kept, { recursive: true });
  for (const old of globSync(`${node}-*`, { cwd: kept })) rmSync(join(kept, old), { recursive: true });
  const draft = join(kept, `draft-${process.pid}`);
  mkdirSync(draft);
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(draft, file));
    const wanted = ['--omit=dev', '--ignore-scripts', '--os=linux', `--cpu=${node}`, '--libc=glibc'];
    // Without a network `npm ci` tries for many minutes; one question, asked once, tells it in seconds.
    execFileSync('npm', ['view', 'node', 'version', '--fetch-retries=0'], { cwd: draft, stdio: 'ignore' });
    execFileSync('npm', ['ci', ...wanted, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: draft,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    renameSync(draft, folder);
  } catch (error) {
    const once = 'run `npm run release -- --fetch` once where there is a network; after that none is needed';
    throw new Error(`the packages for ${node} are not here and could not be fetched: ${once}`, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package name of what a module asks for; undefined: it is a file, or something that Node has of its own. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/') || isBuiltin(specifier)) return undefined;
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') && name !== undefined ? `${scope}/${name}` : scope;
}

/** How a module asks for one by a name: in a statement, or by a call, whose text may be made short and stand between back-quotes. */
const asks = [
  /\b(?:from|import)\s*["']([\w@][\w@./-]*)["']/g,
  /\b(?:import|_*require(?:\$\d+)?(?:\.resolve)?)\(\s*["'`]([\w@][\w@./-]*)["'`]/g,
];

/** Machine code of serial ports is asked for by a `require` that the server makes itself: a build that makes names short hides it. */
const askedOtherwise = ['@serialport/bindings-cpp', 'node-gyp-build'];

/** What built modules ask for by a name. */
function askedBy(build: string): Set<string> {
  const texts = globSync('*.js', { cwd: build }).map((file) => readFileSync(join(build, file), 'utf8'));
  const specifiers = texts.flatMap((text) => asks.flatMap((ask) => [...text.matchAll(ask)].map(([, one = '']) => one)));
  const isSaid = (name: string): boolean =>
    ['"', "'", '`'].some((quote) => texts.some((text) => text.includes(`(${quote}${name}`)));
  return new Set([...specifiers.flatMap((one) => packageOf(one) ?? []), ...askedOtherwise.filter(isSaid)]);
}

/** Where a package is that another one at `from` asks for, as Node looks for it. */
function foundFrom(from: string, name: string, top: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === top) return undefined;
  }
}

/** Folders of the packages that built modules ask for, and of those that these ask for, below `parts`. `left`: never asked for when it runs. */
export const neededPackages = (build: string, parts: string, left: readonly string[]): readonly string[] =>
  packagesBehind([...askedBy(build)], parts, left);

/** Folders of packages, and of those that they ask for, below `parts`; without those of `left`. */
export function packagesBehind(names: readonly string[], parts: string, left: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const take = (from: string, name: string, isOptional: boolean): void => {
    if (left.includes(name)) return;
    const place = foundFrom(from, name, parts);
    if (place === undefined) {
      if (isOptional) return;
      throw new Error(`${name} is asked for by ${relative(parts, from) || 'the server'}, and is not installed`);
    }
    if (found.has(place)) return;
    found.add(place);
    const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest;
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    for (const one of Object.keys(dependencies)) take(place, one, one in optionalDependencies);
    for (const one of Object.keys(optionalDependencies)) take(place, one, true);
  };
  for (const name of names) take(parts, name, false);
  return [...found].map((place) => relative(parts, place)).toSorted();
}
