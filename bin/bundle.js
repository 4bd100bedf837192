// Which build of the server may run in place of the sources: one made from them as they are now.
// Plain JavaScript, as bin/solstead.js, which asks before anything else is loaded; tools/build-server.ts writes what is read here.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the build, or undefined where there is none or a source has changed since. */
export function freshBundle(root) {
  try {
    const { folder, sources } = JSON.parse(readFileSync(join(root, 'dist', 'server.json'), 'utf8'));
    const isUnchanged = ([path, size, changedMs]) => {
      // As it was written down: a path that is put together anew takes as long as the look.
      const file = statSync(`${root}/${path}`);
      return file.size === size && file.mtimeMs === changedMs;
    };
    const built = join(root, 'dist', folder);
    statSync(join(built, 'solstead.js'));
    return sources.every(isUnchanged) ? built : undefined;
  } catch {
    // Never built here, or something it was made from is gone: the sources run.
    return undefined;
  }
}
