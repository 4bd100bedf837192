// What every step of the test of packages works with: programs of this computer, and words for what cannot be tried here.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a step works, and what was made for it. */
export interface Place {
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  readonly root: string;
  /** What `npm run release` made. */
  readonly release: string;
  readonly version: string;
  /** A tar file with s6-overlay 3 as it lies in a root file system; absent: a stand-in for it is made. */
  readonly addonBase?: string;
}

/** One thing that is tried. It answers with what was seen. */
export interface Step {
  readonly name: string;
  run(place: Place): Promise<string>;
}

/** Thrown where a step cannot run on this computer. */
export class NotHere extends Error {}

/** Programs that have to be there. Errors: {@link NotHere}. */
export function needsPrograms(...names: readonly string[]): void {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const isThere = (name: string): boolean =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        // Not in this one.
        return false;
      }
    });
  const missing = names.filter((name) => !isThere(name));
  if (missing.length > 0) throw new NotHere(`no ${missing.join(', ')}`);
}

/** Errors: {@link NotHere}. */
export function needsRoot(): void {
  if (process.getuid?.() !== 0) throw new NotHere('it needs root');
}

/** All times are those of a computer without other work; one that is busy gets this many times as long before a step counts as failed. */
const patience = 5;

/** How a program is called. */
export interface CallOptions {
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a program; answers with what it said. Errors: it ended otherwise than with 0. */
export function call(command: readonly string[], { timeoutMs = 300_000, env, input, cwd }: CallOptions = {}): string {
  const [program = '', ...args] = command;
  const ended = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: patience * timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (ended.status === 0) return `${ended.stdout}${ended.stderr}`;
  const said = `${ended.stdout ?? ''}${ended.stderr ?? ''}`.trim().slice(-1500);
  throw new Error(`${command.slice(0, 6).join(' ')}: ${ended.error?.message ?? `ended with ${ended.status}`}\n${said}`);
}

/** Unmounts what a program that was ended left below a folder: a removal would go through it. */
export function unmountBelow(folder: string): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const below = mounts.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${folder}/`));
  for (const path of below.toReversed()) spawnSync('umount', ['--lazy', path]);
}

/** Asks until the answer is right. Errors: it never was. */
export async function until<T>(what: string, ask: () => T | undefined, timeoutMs = 60_000): Promise<T> {
  const endMs = performance.now() + patience * timeoutMs;
  for (;;) {
    const found = ask();
    if (found !== undefined) return found;
    if (performance.now() > endMs) throw new Error(`${what}: not within ${(patience * timeoutMs) / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Where packages of Debian come from on this computer. Errors: {@link NotHere}. */
function mirror(): string {
  const files = ['/etc/apt/sources.list', ...globSync('/etc/apt/sources.list.d/*')];
  for (const file of files) {
    let text = '';
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      continue;
    }
    const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+\/debian\/?)(?:\s|$)/m.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  throw new NotHere('apt names no mirror of Debian');
}

/** How a Debian is made. */
interface Debian {
  readonly packages: readonly string[];
  /** Which Debian; 12 if absent. */
  readonly suite?: 'bookworm' | 'trixie';
  readonly variant?: string;
  readonly arch?: string;
  /** Whether apt still knows there what could be installed. */
  readonly keepsLists?: boolean;
}

/** Makes a small Debian in a folder or a tar file. Errors: {@link NotHere}. */
export function makeDebianRoot(
  target: string,
  { packages, suite = 'bookworm', variant = 'minbase', arch, keepsLists = false }: Debian,
): void {
  needsRoot();
  needsPrograms('mmdebstrap');
  const make = [
    'mmdebstrap',
    `--variant=${variant}`,
    '--mode=root',
    '--keyring=/usr/share/keyrings/debian-archive-keyring.gpg',
    `--include=${packages.join(',')}`,
    ...(arch === undefined ? [] : [`--arch=${arch}`]),
    ...(keepsLists ? ['--skip=cleanup/apt'] : []),
    suite,
    target,
    mirror(),
  ];
  // Some hundred packages are fetched and unpacked.
  call(make, { timeoutMs: 600_000 });
}
