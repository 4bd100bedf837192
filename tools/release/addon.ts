// The app of Home Assistant: its repository with the folders of a release in it, so that it can be put where Home Assistant looks for local
// apps, or an image be made of it.
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFolder } from './archive.ts';
import { copyCommitted } from './committed.ts';
import type { ReleasePlace } from './folder.ts';
import type { Architecture } from './parts.ts';

/** A folder of the release, and what it is for. */
export interface PackedFolder {
  readonly architecture: Architecture;
  readonly folder: string;
}

/** Makes the archive. Returns its path. `atS`: the time of all files, epoch seconds. */
export async function makeAddon(
  { root, out, version }: ReleasePlace,
  folders: readonly PackedFolder[],
  atS: number,
): Promise<string> {
  const repository = join(out, `solstead-addon-${version}`);
  rmSync(repository, { recursive: true, force: true });
  mkdirSync(repository, { recursive: true });
  const from = join('packaging', 'addon');
  copyCommitted(root, { from, to: repository, isWanted: (path) => !path.endsWith('.test.ts') });
  const config = join(repository, 'solstead', 'config.yaml');
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^version: .*$/m, `version: "${version}"`));
  for (const { architecture, folder } of folders) {
    // As Home Assistant calls architectures.
    const name = architecture.debian === 'arm64' ? 'aarch64' : architecture.debian;
    cpSync(folder, join(repository, 'solstead', `app-${name}`), { recursive: true });
  }
  // A checkout has the rights that its maker's files get; only what is started is another one.
  for (const one of globSync('**/*', { cwd: repository, withFileTypes: true })) {
    const path = join(one.parentPath, one.name);
    chmodSync(path, one.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  const packed = `${repository}.tar.zst`;
  await packFolder(repository, packed, atS);
  rmSync(repository, { recursive: true });
  return packed;
}
