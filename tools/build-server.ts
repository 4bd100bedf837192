// Builds the server into dist/: one set of modules with all that it needs, which starts sooner and takes less memory than the
// sources. bin/solstead.js runs it as long as no source has changed since. Each build has a folder of its own, so that a server
// that runs goes on loading from the one it was started from; all folders lie as deep as those of `src/`, because the code finds
// package.json and web/dist from where it is.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { freshBundle } from '../bin/bundle.js';

const ROOT = join(import.meta.dirname, '..');

/** What is started by its own name: the program and the threads. */
const entries = {
  solstead: 'src/main/solstead.ts',
  'history-worker': 'src/store/history-worker.ts',
  'search-worker': 'src/hub/anomalies/search-worker.ts',
};

/**
 * Machine code stays where npm put it, and so does what looks for some that need not be there, and what has to be loaded in an order that a
 * build does not keep (tsyringe below the passkeys wants reflect-metadata before it).
 */
const native = [
  '@node-rs/argon2',
  '@serialport/bindings-cpp',
  'pg-native',
  'ssh2',
  '@simplewebauthn/server',
  '@peculiar/x509',
  'reflect-metadata',
];

/**
 * Stays in node_modules too, and is never asked for there: what Fastify compiles schemas with unless it is given compilers, and what
 * it sends itself requests with.
 */
const notAsked = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'];

/**
 * What Node has of its own, and what a package asks for at its start and uses for nothing that is done here: the search for files of
 * @fastify/static, which looks for each file when it is asked for; the timers of MQTT.js in browsers; commands of commander that are
 * programs of their own.
 */
const instead: Readonly<Record<string, string>> = {
  'readable-stream': `export * from 'node:stream'; export { default } from 'node:stream';`,
  glob: 'export const glob = undefined;',
  'worker-timers': 'export const clearInterval = undefined;',
  // The command line loads no more of Node than it uses.
  'node:process from node_modules/commander/lib/command.js': 'export default globalThis.process;',
  'node:child_process from node_modules/commander/lib/command.js': 'export default undefined;',
  // Its client alone: connections are made here, so that its ways through WebSockets and proxies stay out.
  [`mqtt from src/transport/mqtt-link.ts`]: `import client from 'mqtt/lib/client'; export const MqttClient = client.default ?? client;`,
};

/** What is loaded together is one module: each more costs time and memory to be found. */
const groups = [
  { name: 'core', test: /[\\/]src[\\/]core[\\/]/ },
  { name: 'shelly', test: /[\\/]src[\\/]devices[\\/](?:shelly|state-rows)/ },
];

/** Packages change with one of these. */
const packageFiles = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'];

/** Builds that are kept: the new one and the one that a server may still run from. */
const kept = 2;

/** Path below the root, size and time of change, as bin/bundle.js compares them. */
type FileState = readonly [path: string, size: number, changedMs: number];

function statesOf(path: string): FileState[] {
  const file = statSync(join(ROOT, path), { throwIfNoEntry: false });
  return file === undefined ? [] : [[path, file.size, file.mtimeMs]];
}

/** Threads are found by the names they have in the build; each source is noted as it is before it is read. */
function threadsAndSources(sources: FileState[]): Plugin {
  return {
    name: 'solstead:server',
    load(id) {
      if (id.startsWith(join(ROOT, 'src'))) sources.push(...statesOf(relative(ROOT, id)));
      return null;
    },
    renderChunk(code) {
      const thread = /new URL\((["'`])\.\/([\w-]+)\.ts\1, import\.meta\.url\)/g;
      const found = code.replaceAll(thread, (_, __, name: string) => {
        if (!(name in entries)) throw new Error(`${name}.ts is started as a thread: it belongs to the entries`);
        return `new URL('./${name}.js', import.meta.url)`;
      });
      return { code: found, map: null };
    },
  };
}

function others(): Plugin {
  const mark = '\0instead:';
  return {
    name: 'solstead:instead',
    enforce: 'pre',
    resolveId(id, importer = '') {
      const known = [id, `${id} from ${relative(ROOT, importer)}`].find((name) => name in instead);
      return known === undefined ? null : `${mark}${known}`;
    },
    load: (id) => (id.startsWith(mark) ? (instead[id.slice(mark.length)] ?? null) : null),
  };
}

async function bundleInto(folder: string): Promise<FileState[]> {
  const sources = packageFiles.flatMap(statesOf);
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [others(), threadsAndSources(sources)],
    ssr: { noExternal: true, external: [...native, ...notAsked] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node26',
      copyPublicDir: false,
      minify: false,
      // Names stay as they are written: a stack trace of the log must mean something to who reads it.
      rolldownOptions: {
        input: entries,
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // The text of every module stays in memory, and one letter that is not ASCII doubles it.
          comments: false,
          charset: 'ascii',
          codeSplitting: { groups },
        },
      },
    },
  });
  return sources;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).toSorted()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

function removeOld(dist: string, current: string): void {
  const builds = readdirSync(dist)
    .filter((name) => name.startsWith('server-') && name !== current)
    .map((name) => ({ name, changedMs: statSync(join(dist, name)).mtimeMs }))
    .toSorted((a, b) => b.changedMs - a.changedMs);
  for (const { name } of builds.slice(kept - 1)) rmSync(join(dist, name), { recursive: true });
}

/** Builds the server; throws with the bundler's own words when that fails. */
export async function buildServer(options: { readonly onlyIfStale: boolean }): Promise<'built' | 'up to date'> {
  if (options.onlyIfStale && freshBundle(ROOT) !== undefined) return 'up to date';
  const dist = join(ROOT, 'dist');
  const draft = join(dist, `draft-${process.pid}`);
  mkdirSync(dist, { recursive: true });
  try {
    const sources = await bundleInto(draft);
    const folder = `server-${hashOf(draft)}`;
    if (statSync(join(dist, folder), { throwIfNoEntry: false }) === undefined) renameSync(draft, join(dist, folder));
    const list = join(dist, `server.json.${process.pid}`);
    writeFileSync(list, JSON.stringify({ folder, sources }));
    renameSync(list, join(dist, 'server.json'));
    removeOld(dist, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return 'built';
}
