// `npm run build:protocols`: makes the package @solstead/protocols in packaging/protocols/dist, ready for `npm pack`: one
// module for Node and bundlers, the same in small for browsers, types, README. It has no dependency and needs no Node.
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type ESTree, parseSync, Visitor } from 'vite';
import { ROOT, runStep } from './steps.ts';

const FOLDER = join(ROOT, 'packaging', 'protocols');
/** Where the package is made. */
export const PROTOCOLS_DIST = join(FOLDER, 'dist');

/** Names that only Node has. */
const nodeNames = new Set(['Buffer', 'process', 'require', 'global', '__dirname', '__filename', 'setImmediate']);

/** Why a bundle does not run everywhere: imports that are left, dynamic ones too, and names that only Node has. */
export function strangers(code: string): string[] {
  const { program, module, errors } = parseSync('bundle.js', code);
  if (errors[0] !== undefined) throw new Error(errors[0].message);
  const found = new Set<string>();
  for (const { moduleRequest } of module.staticImports) found.add(`import ${moduleRequest.value}`);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries) if (moduleRequest !== null) found.add(`import ${moduleRequest.value}`);
  if (module.dynamicImports.length > 0) found.add('import()');
  const note = (node: ESTree.Node): void => {
    if (node.type === 'Identifier' && nodeNames.has(node.name)) found.add(node.name);
  };
  new Visitor({
    MemberExpression: ({ object }) => note(object),
    CallExpression: ({ callee }) => note(callee),
    NewExpression: ({ callee }) => note(callee),
  }).visit(program);
  return [...found];
}

/** The reasons that rooms of the package give, by their files in core/reasons; those of other rooms stay out of it. */
const ownReasons = new Set(['codec', 'core', 'decoding', 'devices', 'expressions', 'files', 'outside']);

/** Leaves the sentences of other rooms out. */
const otherReasons = {
  name: 'other-reasons',
  load(id: string): string | undefined {
    const [, room = ''] = /core\/reasons\/([a-z]+)\.ts$/.exec(id) ?? [];
    if (room === '' || ownReasons.has(room)) return undefined;
    const [, name] = /^export const (\w+)/m.exec(readFileSync(id, 'utf8')) ?? [];
    return `export const ${name} = {};`;
  },
};

async function bundle(file: string, minify: boolean): Promise<void> {
  await build({
    configFile: false,
    plugins: [otherReasons],
    logLevel: 'error',
    root: FOLDER,
    build: {
      outDir: PROTOCOLS_DIST,
      emptyOutDir: false,
      target: 'es2023',
      minify: minify ? 'oxc' : false,
      lib: { entry: join(FOLDER, 'index.ts'), formats: ['es'], fileName: () => file },
      rolldownOptions: { external: (id) => isBuiltin(id) },
    },
  });
  const code = readFileSync(join(PROTOCOLS_DIST, file), 'utf8');
  const found = strangers(code);
  if (found.length > 0) throw new TypeError(`assertion: ${file} does not stand alone: ${found.join(', ')}`);
}

/** Declarations by the compiler, with imports by room (`#core/…`) turned into relative ones. */
async function emitTypes(): Promise<void> {
  const made = join(PROTOCOLS_DIST, 'made');
  const command = ['tsc', '-p', join(FOLDER, 'tsconfig.json'), '--outDir', made, '--pretty', 'false'];
  const { passed, output } = await runStep({ name: 'types', command });
  if (!passed) throw new TypeError(`assertion: tsc makes no declarations\n${output}`);
  const types = join(PROTOCOLS_DIST, 'types');
  renameSync(join(made, 'src'), types);
  for (const name of globSync('*.d.ts', { cwd: join(made, 'packaging', 'protocols') }))
    renameSync(join(made, 'packaging', 'protocols', name), join(types, name));
  rmSync(made, { recursive: true });
  for (const path of globSync('**/*.d.ts', { cwd: types })) {
    const up = relative(dirname(path), '.') || '.';
    const text = readFileSync(join(types, path), 'utf8')
      .replaceAll(/(["'])#(core|codec|devices)\//g, (_, quote: string, room: string) => `${quote}${up}/${room}/`)
      .replaceAll(/(["']\.[^"']*)\.ts(["'])/g, '$1.js$2');
    writeFileSync(join(types, path), text);
  }
}

/**
 * Name, version and licence as they are published; the version is the repository's. The manifest is no package.json where it stands:
 * it would hide the one that says what #core is.
 */
function writeManifest(): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const manifest: unknown = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null) throw new TypeError('assertion: manifest.json is no object');
  if (['dependencies', 'peerDependencies', 'optionalDependencies'].some((key) => key in manifest))
    throw new TypeError('assertion: the package has a dependency');
  writeFileSync(join(PROTOCOLS_DIST, 'package.json'), `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`);
  cpSync(join(FOLDER, 'README.md'), join(PROTOCOLS_DIST, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(PROTOCOLS_DIST, 'LICENSE'));
}

/** Makes the package anew; returns the bytes of its modules. */
export async function buildProtocols(): Promise<Readonly<Record<string, { bytes: number; gzipped: number }>>> {
  rmSync(PROTOCOLS_DIST, { recursive: true, force: true });
  mkdirSync(PROTOCOLS_DIST, { recursive: true });
  await bundle('index.js', false);
  await bundle('index.min.js', true);
  await emitTypes();
  writeManifest();
  const sizes = ['index.js', 'index.min.js'].map((name) => {
    const code = readFileSync(join(PROTOCOLS_DIST, name));
    return [name, { bytes: code.length, gzipped: gzipSync(code).length }] as const;
  });
  return Object.fromEntries(sizes);
}

async function main(): Promise<void> {
  const sizes = await buildProtocols();
  for (const [name, { bytes, gzipped }] of Object.entries(sizes))
    console.log(
      `packaging/protocols/dist/${name}: ${(bytes / 1000).toFixed(0)} kB, ${(gzipped / 1000).toFixed(0)} kB gzipped`,
    );
}

if (import.meta.main) await main();
