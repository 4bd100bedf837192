// Builds web/ into web/dist, or leaves it alone when nothing it is made from has changed since.
// Without the development packages a dist that is up to date is used as it is.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOT = join(import.meta.dirname, '..');
const STAMP = join(ROOT, 'web', 'dist', '.sources');
const SOURCES = [
  'web/**/*',
  'src/core/**/*',
  'src/api/**/*',
  'src/words/**/*',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** One number for everything the app is made from. */
function hashOfSources(): string {
  const exclude = ['web/dist/**', '**/*.test.*', '**/node_modules/**'];
  const entries = globSync(SOURCES, { cwd: ROOT, exclude, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const path of paths.toSorted())
    hash
      .update(`${relative(ROOT, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

function stampOfBuild(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    // Never built here.
    return undefined;
  }
}

/** Shorter files fit into one packet as they are. */
const leastBytes = 1024;

/** Writes the packed forms of what is text beside it; the server sends them as they are. */
async function packFiles(): Promise<void> {
  const dist = join(ROOT, 'web', 'dist');
  for (const name of globSync('**/*.{js,css,html,svg,json,webmanifest}', { cwd: dist })) {
    const bytes = readFileSync(join(dist, name));
    if (bytes.length < leastBytes) continue;
    const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(dist, `${name}.br`), await promisify(brotliCompress)(bytes, { params: size }));
    writeFileSync(join(dist, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
  }
}

/** A run of tests says so in NODE_ENV, and React would come in the form for its developers: larger, slower, with paths of this machine. */
async function asPeopleGetIt(build: () => Promise<void>): Promise<void> {
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

/** Builds the app; throws with vite's own words when that fails. */
export async function buildWeb(options: { readonly onlyIfStale: boolean }): Promise<'built' | 'up to date'> {
  const hash = hashOfSources();
  if (options.onlyIfStale && stampOfBuild() === hash) return 'up to date';
  await asPeopleGetIt(async () => {
    const { build } = await import('vite');
    await build({ configFile: join(ROOT, 'web', 'vite.config.ts'), configLoader: 'native', logLevel: 'error' });
  });
  await packFiles();
  writeFileSync(STAMP, hash);
  return 'built';
}
