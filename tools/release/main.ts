// `npm run release`: everything that people install, made from this checkout into `release/`. The same checkout gives the same bytes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildServer } from '../build-server.ts';
import { buildWeb } from '../build-web.ts';
import { makeAddon, type PackedFolder } from './addon.ts';
import { packFolder, sumOf } from './archive.ts';
import { makeDebian } from './debian.ts';
import { folderName, makeFolder } from './folder.ts';
import { architectures, fetchedParts } from './parts.ts';

const root = join(import.meta.dirname, '..', '..');

/** Largest packed folder, bytes. */
const mostPacked = 60_000_000;

const { values } = parseArgs({
  options: {
    arch: { type: 'string', multiple: true, default: architectures.map(({ debian }) => debian) },
    out: { type: 'string', default: join(root, 'release') },
    'allow-changed': { type: 'boolean', default: false },
    fetch: { type: 'boolean', default: false },
  },
});

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** When the checkout was made, epoch seconds: the time of all files. */
function madeAt(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  return given === undefined ? Number(git('log', '-1', '--format=%ct')) : Number(given);
}

async function main(): Promise<void> {
  // Who makes it, and what new files of theirs may be read by, changes nothing of what is packed.
  process.umask(0o022);
  const wanted = values.arch.map((name) => {
    const found = architectures.find(({ debian }) => debian === name);
    if (found === undefined)
      throw new Error(`--arch ${name}: it is ${architectures.map(({ debian }) => debian).join(' or ')}`);
    return found;
  });
  if (values.fetch) {
    for (const one of wanted) console.log(`${one.debian}: ${fetchedParts(root, one)}`);
    return;
  }
  const changed = git('status', '--porcelain', '--untracked-files=no');
  if (changed !== '' && !values['allow-changed'])
    throw new Error(
      `these files are changed and not committed, so nobody could make the same again (--allow-changed):\n${changed}`,
    );
  const atS = madeAt();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const place = { root, out: values.out, version };
  mkdirSync(place.out, { recursive: true });
  const told = async <T>(what: string, make: () => T | Promise<T>): Promise<T> => {
    const startMs = performance.now();
    const made = await make();
    console.log(`${what} (${((performance.now() - startMs) / 1000).toFixed(0)} s)`);
    return made;
  };
  await told('app built', () => buildWeb({ onlyIfStale: true }));
  await told('server built', () => buildServer({ onlyIfStale: true }));
  const files: string[] = [];
  const folders: PackedFolder[] = [];
  for (const architecture of wanted) {
    const name = folderName(version, architecture);
    const folder = await told(`${name}: folder`, () => makeFolder(place, architecture));
    const packed = join(place.out, `${name}.tar.zst`);
    await told(basename(packed), () => packFolder(folder, packed, atS));
    files.push(packed);
    const { size } = statSync(packed);
    if (size > mostPacked) throw new Error(`${basename(packed)} has ${size} bytes: ${mostPacked} at most`);
    files.push(await told(`${name}: Debian package`, () => makeDebian(place, architecture, { folder, atS })));
    files.push(join(place.out, `${name}.cdx.json`));
    writeFileSync(files.at(-1) ?? '', readFileSync(join(folder, 'solstead.cdx.json')));
    folders.push({ architecture, folder });
  }
  files.push(await told('app of Home Assistant', () => makeAddon(place, folders, atS)));
  for (const { folder } of folders) rmSync(folder, { recursive: true });
  const sums: string[] = [];
  for (const file of files.toSorted()) {
    sums.push(`${await sumOf(file)}  ${basename(file)}\n`);
    console.log(`${(statSync(file).size / 1e6).toFixed(1).padStart(7)} MB  ${sums.at(-1)?.trim() ?? ''}`);
  }
  writeFileSync(join(place.out, 'SHA256SUMS'), sums.join(''));
}

try {
  await main();
} catch (error) {
  console.error(`release: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
