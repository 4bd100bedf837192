// Solstead as one folder that runs by itself: Node, the built server and app, and the packages that they need. No source, map or test.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { freshBundle } from '../../bin/bundle.js';
import { softwareBill } from '../sbom.ts';
import { copyCommitted } from './committed.ts';
import { builtIn, licencesOf } from './licences.ts';
import { type Architecture, fetchedParts, neededPackages } from './parts.ts';

/**
 * What modules ask for and get along without: compilers of schemas that the build has its own in place of, requests that a server sends to
 * itself, colours, promises and a library of PostgreSQL that need not be there; and what compiles machine code, which is compiled already.
 */
const notNeeded = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
  'bluebird',
  'cardinal',
  'pg-native',
  'cpu-features',
  'node-addon-api',
  'nan',
];

/** Of a package, what is not loaded when it runs. */
const isLoaded = (path: string): boolean => {
  const name = basename(path);
  if (/^(licen[cs]e|notice|copying)/i.test(name)) return true;
  if (name.startsWith('.')) return false;
  if (['test', 'tests', '__tests__', 'example', 'examples', 'benchmark', '.github', 'src.ts'].includes(name))
    return false;
  return ![
    '.map',
    '.ts',
    '.mts',
    '.cts',
    '.md',
    '.markdown',
    '.tsx',
    '.c',
    '.cc',
    '.cpp',
    '.h',
    '.gyp',
    '.tsbuildinfo',
    '.yml',
  ].includes(extname(name));
};

/** Machine code is made for one system: that of others stays out. */
const isOfSystem = (path: string, { node }: Architecture): boolean => {
  const [, system] = /\/prebuilds\/([^/]+)/.exec(path) ?? [];
  if (system === undefined) return true;
  return system === `linux-${node}` && !path.endsWith('musl.node');
};

/** What a release is made of and where it goes. */
export interface ReleasePlace {
  readonly root: string;
  readonly out: string;
  readonly version: string;
}

/** Its folder's name. */
export const folderName = (version: string, { debian }: Architecture): string => `solstead-${version}-linux-${debian}`;

/** What the documents tell to copy: recipes for what runs beside it, and the types of plug-ins. */
const besides = ['caddy', 'container', 'grafana', 'nginx', 'openrc', 'plugin', 'systemd'].map((one) =>
  join('packaging', one),
);

/** What is started by its name. */
const programs = /^(?:bin\/solstead(?:\.js)?|lib\/node|packaging\/openrc\/.*)$/;

/** Starts the Node beside it, from wherever it is linked. */
const starter = `#!/bin/sh
# Starts Solstead with the Node that comes with it.
self=$(readlink -f -- "$0")
root=\${self%/bin/*}
exec "$root/lib/node" "$root/bin/solstead.js" "$@"
`;

/** Makes the folder anew. Returns its path. */
export function makeFolder({ root, out, version }: ReleasePlace, architecture: Architecture): string {
  const build = freshBundle(root, true);
  if (build === undefined)
    throw new Error('the server is not built from the sources as they are: run `node tools/build.ts`');
  const parts = fetchedParts(root, architecture);
  const folder = join(out, folderName(version, architecture));
  rmSync(folder, { recursive: true, force: true });
  const place = (path: string): string => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  const isWeb = (path: string): boolean => extname(path) !== '.map' && basename(path) !== '.sources';
  cpSync(join(root, 'web', 'dist'), place('web/dist'), { recursive: true, filter: isWeb });
  cpSync(build, place(`dist/${basename(build)}`), { recursive: true, filter: (path) => extname(path) !== '.map' });
  // No source lies beside it, so none can have changed.
  writeFileSync(place('dist/server.json'), JSON.stringify({ folder: basename(build), sources: [] }));
  for (const file of ['bin/bundle.js', 'bin/solstead.js', 'README.md', 'CHANGELOG.md', 'LICENSE', 'SECURITY.md'])
    copyFileSync(join(root, file), place(file));
  for (const one of ['docs', ...besides]) copyCommitted(root, { from: one, to: join(folder, one) });
  writeFileSync(place('bin/solstead'), starter);
  const { name, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  writeFileSync(
    place('package.json'),
    `${JSON.stringify({ name, version, description, license, type: 'module' }, null, 2)}\n`,
  );
  copyFileSync(join(parts, 'node_modules', `node-linux-${architecture.node}`, 'bin', 'node'), place('lib/node'));
  const loaded = neededPackages(build, parts, notNeeded);
  const withNode = [...loaded, `node_modules/node-linux-${architecture.node}`];
  const built = builtIn(root, notNeeded);
  writeFileSync(place('THIRD-PARTY'), licencesOf(root, { parts, loaded: withNode, built }));
  for (const one of loaded) {
    // Packages within a package come by themselves, where they are needed.
    const own = (path: string): boolean =>
      path === join(parts, one) || !/^[^/]*\/?.*\/node_modules\//.test(`${path.slice(join(parts, one).length)}/`);
    cpSync(join(parts, one), place(one), {
      recursive: true,
      dereference: true,
      filter: (path) => own(path) && isLoaded(path) && isOfSystem(path, architecture),
    });
  }
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Parameters<typeof softwareBill>[0];
  };
  writeFileSync(
    place('solstead.cdx.json'),
    `${JSON.stringify(softwareBill(lock.packages, new Set([...withNode, ...built])), null, 2)}\n`,
  );
  settle(folder);
  return folder;
}

/** The same rights whoever makes it, and no folder without a file. */
function settle(folder: string): void {
  for (const path of globSync('**/*', { cwd: folder }).toSorted().toReversed()) {
    const full = join(folder, path);
    const isFolder = statSync(full).isDirectory();
    if (isFolder && globSync('*', { cwd: full }).length === 0) rmSync(full, { recursive: true });
    else chmodSync(full, isFolder || programs.test(path) ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
}
