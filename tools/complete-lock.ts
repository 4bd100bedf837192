// Run it after every change of dependencies. npm leaves a platform's package out of the lock when the registry at hand
// does not hold it yet, and `npm ci` then refuses the lock on every platform. The parent names the exact version, so
// the entry can be written without having seen the package.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: string;
  readonly cpu?: string;
  readonly libc?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages of a lock file by their path in the tree. */
export type LockedPackages = Readonly<Record<string, LockEntry>>;

const SYSTEMS = ['android', 'darwin', 'freebsd', 'openharmony', 'win32', 'linux'];
const PROCESSORS = ['arm64', 'riscv64', 'ppc64', 's390x', 'ia32', 'x64', 'arm'];

const isExact = (version: string): boolean => /^\d+\.\d+\.\d+/.test(version);

/** What a lock says of a platform's package, from its name: `@swc/core-linux-arm-gnueabihf`. */
function platformEntry(name: string, version: string, parent: LockEntry): LockEntry | undefined {
  const os = SYSTEMS.find((system) => name.includes(system));
  const cpu = PROCESSORS.find((processor) => name.includes(processor));
  if (!os || !cpu || !isExact(version)) return undefined;
  const libc = os === 'linux' ? { libc: name.includes('musl') ? 'musl' : 'glibc' } : {};
  return { version, cpu, ...(parent.dev ? { dev: true } : {}), optional: true, os, ...libc };
}

/** Entries that the lock refers to and does not have. */
export function missingEntries(packages: LockedPackages): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [path, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      const entry = places.some((place) => packages[place]) ? undefined : platformEntry(name, version, parent);
      if (entry) missing[`node_modules/${name}`] = entry;
    }
  }
  return missing;
}

function main(): void {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockedPackages };
  const missing = missingEntries(lock.packages);
  const entries = Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (Object.keys(missing).length > 0) {
    writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
  }
  console.log(`package-lock.json: ${Object.keys(missing).length} entries added`);
}

if (import.meta.main) main();
