// The app of Home Assistant: its repository with the folders of a release in it, so that it can be put where Home Assistant looks for local
// apps, or an image be made of it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFolder } from './archive.ts';
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
  const from = join(root, 'packaging', 'addon');
  cpSync(from, repository, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  const config = join(repository, 'solstead', 'config.yaml');
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^version: .*$/m, `version: "${version}"`));
  for (const { architecture, folder } of folders) {
    // As Home Assistant calls architectures.
    const name = architecture.debian === 'arm64' ? 'aarch64' : architecture.debian;
    cpSync(folder, join(repository, 'solstead', `app-${name}`), { recursive: true });
  }
  const packed = `${repository}.tar.zst`;
  await packFolder(repository, packed, atS);
  rmSync(repository, { recursive: true });
  return packed;
}
