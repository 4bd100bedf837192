// Builds the server into dist/: one set of modules with all that it needs, which starts sooner and takes less memory than the
// sources. bin/solstead.js runs it as long as no source has changed since. Each build has a folder of its own, so that a server
// that runs goes on loading from the one it was started from; all folders lie as deep as those of `src/`, because the code finds
// package.json and web/dist from where it is.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { freshBundle } from '../bin/bundle.js';
import { shortText } from './short-text.ts';

const ROOT = join(import.meta.dirname, '..');

/** What is started by its own name: the program and the threads. */
const entries = {
  solstead: 'src/main/solstead.ts',
  'history-worker': 'src/store/history-worker.ts',
  'import-worker': 'src/main/import-worker.ts',
  'plug-in-host': 'src/main/plug-ins/plug-in-host.ts',
  'search-worker': 'src/hub/anomalies/search-worker.ts',
};

/**
 * Machine code stays where npm put it, and so does what looks for some that need not be there, and what has to be loaded in an order that a
 * build does not keep (tsyringe below the passkeys wants reflect-metadata before it).
 */
const native = [
  '@node-rs/argon2',
  'node-gyp-build',
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

/** Something that Node has of its own, taken with its first call. */
const whenCalled = (from: string, name: string): string =>
  `function (...given) { const own = process.getBuiltinModule("${from}").${name}; return new.target ? new own(...given) : own(...given); }`;

/** The same as the one thing of a module that a package asks for. */
const onlyWhenCalled = (from: string, name: string): string => `export const ${name} = ${whenCalled(from, name)};`;

/** What packages assert with at their start: Node's own brings along how two things differ, which these do not ask. */
const asserting = [
  'find-my-way/index.js',
  'find-my-way/lib/constrainer.js',
  'find-my-way/lib/strategies/accept-host.js',
  'find-my-way/lib/strategies/accept-version.js',
  'fastify/lib/plugin-utils.js',
  'thread-stream/index.js',
  'sonic-boom/index.js',
  'mqemitter/mqemitter.js',
];
const check =
  'const check = (holds, why) => { if (!holds) throw new Error(why); }; export { check as "module.exports" };';

/** What serial ports are opened with, but for its machine code: 20 small files and what writes their doings down cost as much as a bare Node. */
const serial = Object.fromEntries(
  [
    'stream/dist/index.js',
    ...['linux', 'darwin', 'win32', 'poller', 'unix-read', 'unix-write', 'index'].map(
      (name) => `bindings-cpp/dist/${name}.js`,
    ),
  ].map((file) => [`debug from node_modules/@serialport/${file}`, 'export default () => () => undefined;']),
);
/** Their machine code, from where it is on most computers; what looks through all that there is takes 20 times as long. */
const machineCode = `import { existsSync } from 'node:fs';
  import { createRequire } from 'node:module';
  const { arch, platform } = process;
  const version = arch === 'arm64' ? '.armv8' : '';
  const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc';
  const usual = new URL('../../node_modules/@serialport/bindings-cpp/prebuilds/' + platform + '-' + arch + '/@serialport+bindings-cpp' + version + '.' + libc + '.node', import.meta.url).pathname;
  const searched = () => {
    const require = createRequire(import.meta.url);
    const found = require.resolve('@serialport/bindings-cpp/package.json');
    return require('node-gyp-build')(found.slice(0, -'/package.json'.length));
  };
  const taken = () => {
    const module = { exports: {} };
    process.dlopen(module, decodeURIComponent(usual));
    return module.exports;
  };
  export const binding = platform === 'linux' && existsSync(decodeURIComponent(usual)) ? taken() : searched();`;
for (const file of ['load-bindings', 'poller'])
  serial[`./serialport-bindings from node_modules/@serialport/bindings-cpp/dist/${file}.js`] = machineCode;

/**
 * What Node has of its own, and what a package asks for at its start and uses for nothing that is done here: the search for files of
 * @fastify/static, which looks for each file when it is asked for; the timers of MQTT.js in browsers; commands of commander that are
 * programs of their own; HTTP/2, which Fastify serves on request only and which takes 5 MB.
 */
const instead: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    asserting.flatMap((file) => ['assert', 'node:assert'].map((name) => [`${name} from node_modules/${file}`, check])),
  ),
  ...serial,
  // Ports are looked for by `transport/find-ports.ts`.
  './linux-list from node_modules/@serialport/bindings-cpp/dist/linux.js': 'export const linuxList = undefined;',
  'readable-stream': `export * from 'node:stream'; export { default } from 'node:stream';`,
  glob: 'export const glob = undefined;',
  'worker-timers': 'export const clearInterval = undefined;',
  // The command line loads no more of Node than it uses.
  'node:process from node_modules/commander/lib/command.js': 'export default globalThis.process;',
  'node:child_process from node_modules/commander/lib/command.js': 'export default undefined;',
  'node:http2 from node_modules/fastify/lib/server.js': 'export default undefined;',
  'node:dns from node_modules/fastify/lib/server.js': onlyWhenCalled('node:dns', 'lookup'),
  // Homes without certificates never encrypt: 3 MB.
  'node:https from node_modules/fastify/lib/server.js': onlyWhenCalled('node:https', 'createServer'),
  'https from node_modules/ws/lib/websocket.js': onlyWhenCalled('node:https', 'request'),
  'tls from node_modules/ws/lib/websocket.js': onlyWhenCalled('node:tls', 'connect'),
  // Its client alone: connections are made here, so that its ways through WebSockets and proxies stay out.
  [`mqtt from src/transport/mqtt-link.ts`]: `import client from 'mqtt/lib/client'; export const MqttClient = client.default ?? client;`,
};

/** Files below `src/` by a regular expression of their paths. */
const sourcesLike = (paths: string): RegExp => new RegExp(`/src/(?:${paths})\\.ts$`);

/** What is loaded together is one module: each more costs time and memory to be found, about a thirtieth of a start. */
const groups = [
  // Without what only some commands want, and takes a package along.
  { name: 'core', test: /[\\/]src[\\/]core[\\/](?!yaml-places)|rolldown[\\/]runtime/ },
  // What every command loads.
  {
    name: 'start',
    test: new RegExp(
      `/node_modules/commander/|${sourcesLike('cli/(?:program|print|tell-addresses|(?:order|protocol|read|watch|own)-flags|examples|ending|failure|open-to-all|version|file-kinds|tell-errors|answers/special-words|completion/scripts)|main/(?:environment|process-outputs|plug-ins/plug-in-files)|store/regular-file|automation/duration').source}`,
    ),
  },
  // What says how all the other commands are called: each alone would be a module for --help to find.
  { name: 'flags', test: sourcesLike('cli/(?:[a-z-]+-flags|history-commands)') },
  // What reads a device, whichever it is.
  {
    name: 'field',
    test: sourcesLike(
      [
        // Those that are reached otherwise are loaded with their first device: `drivers/drivers.ts`.
        'drivers/(?!mqtt-|push-|message-|back-fill|fallback|gathered|receipt-times|receive-once)[^.]+',
        'transport/(?:open-link|exchange|(?:byte|tcp|udp|serial|hid|http|ble|esphome|solar-assistant|mqtt-line)-link|http-(?:accounts|digest)|metadata-hosts|port-failure|ble-nearby|usb-identity)',
        'devices/(?:define|definition|by-mode|find-command|listed|on-demand|built-in|readings|setting-view|capabilities|state-rows|told-metrics|message-parts|generated/[^.]+|mpp-solar/(?:rounds|old-commands)|user/limits)',
        'codec/table',
        'main/(?:bare-field|user-devices|device-files)',
        'cli/(?:commands/read|answers/(?:ask-device|questions)|format-fields|device-password)',
      ].join('|'),
    ),
  },
  // What the old spelling takes beside.
  {
    name: 'answers',
    test: sourcesLike(
      'cli/old-spelling/[^.]+|cli/answers/(?:to-outputs|answer-for|give-out|places)|devices/mpp-solar/(?:named-answer|old-names|old-texts?)|outputs/answers/(?:settings|near-output|addresses|key-filter|shape|open-answer-output|forms/(?:columns|text))|main/answer-parts',
    ),
  },
  { name: 'addresses', test: sourcesLike('outputs/(?:tested|broker-session|database-address)') },
  { name: 'pi30', test: sourcesLike('devices/voltronic/(?:pi30(?:-[a-z]+)?|writers)|codec/positional(?:-fields)?') },
  { name: 'shelly', test: sourcesLike('devices/shelly/[^.]+') },
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

/** An import of something that Node has of its own, as the bundler writes it. */
const ownImport = /^import (?:([\w$]+)(?:, )?)?(?:\* as ([\w$]+)|\{([^}]*)\})? ?from "(node:[\w/]+)";$/gm;

/**
 * What Node has of its own is taken as it is: `import` would look at every export of it, and so load its streams, promises and more that
 * nobody asked for. The same of `require` in packages, which is made when it is first wanted.
 */
function takenDirectly(code: string): string {
  const requires = /^var __require = .*createRequire\(import\.meta\.url\).*$/m;
  return code
    .replace(
      requires,
      'var __made, __require = (id) => (__made ??= process.getBuiltinModule("node:module").createRequire(import.meta.url))(id);',
    )
    .replaceAll(/\b__require\("(?:node:)?([\w/]+)"\)/g, (asked, name: string) =>
      isBuiltin(name) ? `globalThis.process.getBuiltinModule("${name}")` : asked,
    )
    .replaceAll(ownImport, (...found) => {
      const [, whole, all, named, name] = found.map((one) => (typeof one === 'string' ? one : undefined));
      const own = `process.getBuiltinModule("${name}")`;
      const parts = named === undefined ? [] : [`{${named.replaceAll(' as ', ': ')}} = ${own}`];
      return `var ${[whole, all]
        .flatMap((one) => (one === undefined ? [] : `${one} = ${own}`))
        .concat(parts)
        .join(', ')};`;
    });
}

/** What is imported of Node's names and encryption, which most starts never call: it looks for servers and certificates when it is loaded. */
const seldomCalled = /^import \{([^}]*)\} from "(node:(?:dns|dns\/promises|tls|https|net))";$/gm;
const forwarded =
  'lookup connect checkServerIdentity createSecureContext TLSSocket createServer Agent request get isIP BlockList'.split(
    ' ',
  );
/** What is asked of files without their promises. */
const plainly = ['stat', 'access'];

/** The same of Node's files by promises, which takes watchers and readline along: taken with the first call, for most are of seldom use. */
function seldomWhenWanted(code: string): string {
  const late = code.replaceAll(seldomCalled, (whole, names: string, from: string) => {
    const pairs = names.split(',').map((one) => one.trim().split(' as '));
    if (!pairs.every(([name = '']) => forwarded.includes(name))) return whole;
    return `var ${pairs.map(([name = '', as = name]) => `${as} = ${whenCalled(from, name)}`).join(', ')};`;
  });
  return late.replaceAll(/^import \{([^}]*)\} from "node:fs\/promises";$/gm, (_, names: string) => {
    const made = names.split(',').map((one) => {
      const [name = '', as = name] = one.trim().split(' as ');
      if (name === 'constants') return `${as} = process.getBuiltinModule("node:fs").constants`;
      if (plainly.includes(name))
        return `${as} = (...given) => new Promise((found, failed) => process.getBuiltinModule("node:fs").${name}(...given, (error, value) => error === null ? found(value) : failed(error)))`;
      return `${as} = (...given) => process.getBuiltinModule("node:fs").promises.${name}(...given)`;
    });
    return `var ${made.join(', ')};`;
  });
}

/** What is written down is frozen where tests would see it changed; a twentieth of a start. */
function notFrozen(): Plugin {
  const freezing = /^export function freezeDeep[^]*?^\}$/m;
  return {
    name: 'solstead:not-frozen',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/devices/define.ts')) return null;
      if (!freezing.test(code)) throw new Error('devices/define.ts: freezeDeep is not there any more');
      return code.replace(freezing, 'export const freezeDeep = <T>(value: T): T => value;');
    },
  };
}

/** Sentences are made when `core/reason.ts` puts all together, which most starts of the command line never ask for. */
function sentencesWhenWanted(): Plugin {
  const replaced = (code: string, ...pairs: readonly (readonly [RegExp, string])[]): string =>
    pairs.reduce((text, [pattern, by]) => {
      if (text.search(pattern) === -1) throw new Error(`core/reasons: ${pattern.source} is not there any more`);
      return text.replace(pattern, by);
    }, code);
  return {
    name: 'solstead:sentences',
    enforce: 'pre',
    transform(code, id) {
      if (/\/src\/core\/reasons\/[^/]+\.ts$/.test(id))
        return replaced(
          code,
          [/^(export const \w+Reasons =) \{$/m, '$1 () => ({'],
          [/^\} as const;$/m, '}) as const;'],
        );
      if (id.endsWith('/src/core/reason.ts'))
        return replaced(code, [/\.\.\.(\w+Reasons),/g, '...$1(),'], [/yield (\w+Reasons);/g, 'yield $1();']);
      return null;
    },
  };
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
      return { code: takenDirectly(seldomWhenWanted(found)), map: null };
    },
  };
}

/** A module that only hands on what another one has. */
const handedOn = /^export \{ ([^}]+) \} from "(\.\/[^"]+)";\s*$/;

/**
 * What is imported when it is wanted, and lies in a module with others, gets one of its own from the bundler, which only hands it on. Each
 * costs a start as much as any: what asks for it takes it from where it lies.
 */
function withoutHandingOn(): Plugin {
  return {
    name: 'solstead:without-handing-on',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
      const direct = new Map<string, string>();
      for (const { fileName, code, isEntry } of chunks) {
        const [, names = '', from] = handedOn.exec(code) ?? [];
        if (isEntry || from === undefined) continue;
        const taken = names.split(', ').map((name) => {
          const [inside = '', outside = inside] = name.split(' as ');
          return `${outside}: all.${inside}`;
        });
        direct.set(`import("./${fileName}")`, `import("${from}").then((all) => ({ ${taken.join(', ')} }))`);
        delete bundle[fileName];
      }
      for (const chunk of chunks) {
        const code = withoutRuntime(chunk.code.replaceAll(/import\("[^"]+"\)/g, (call) => direct.get(call) ?? call));
        chunk.code = shortText(chunk.fileName, code);
      }
    },
  };
}

/** What only the import of a package needs of the bundler comes with that import. */
function withoutRuntime(code: string): string {
  const [taken, name, from] = /^import \{ (\w+) as __toESM \} from "(\.\/rolldown-runtime-[^"]+)";$/m.exec(code) ?? [];
  if (taken === undefined) return code;
  const without = code
    .replace(taken, '')
    .replaceAll('(m) => __toESM(m.default, 1)', `async (m) => (await import("${from}")).${name}(m.default, 1)`);
  return without.includes('__toESM') ? code : without;
}

function others(): Plugin {
  const mark = '\0instead:';
  return {
    name: 'solstead:instead',
    enforce: 'pre',
    resolveId(id, importer = '') {
      // The port alone, without what parses lines.
      if (id === 'serialport') return join(ROOT, 'node_modules/serialport/dist/serialport.js');
      const known = [id, `${id} from ${relative(ROOT, importer)}`].find((name) => name in instead);
      // The same text is one module.
      const first =
        known === undefined ? undefined : Object.keys(instead).find((name) => instead[name] === instead[known]);
      return first === undefined ? null : `${mark}${first}`;
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
    plugins: [others(), sentencesWhenWanted(), notFrozen(), threadsAndSources(sources), withoutHandingOn()],
    ssr: { noExternal: true, external: [...native, ...notAsked] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node26',
      copyPublicDir: false,
      // What is done to the text looks for it as it is written; it is made short behind that.
      minify: false,
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
  if (options.onlyIfStale && freshBundle(ROOT, true) !== undefined) return 'up to date';
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
