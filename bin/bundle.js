// Which build of the server may run in place of the sources: one made from them as they are now.
// Plain JavaScript, as bin/solstead.js, which asks before anything else is loaded; tools/build-server.ts writes what is read here.

/** As it is: `import` would load more of Node than is used. */
const { existsSync, readFileSync, statSync } = process.getBuiltinModule('node:fs');

/**
 * The folder of the build, or undefined where there is none or a source has changed since. `isSure`: every source is looked at, also where
 * nobody is expected to edit them.
 */
export function freshBundle(root, isSure = false) {
  try {
    const { folder, sources } = JSON.parse(readFileSync(`${root}/dist/server.json`, 'utf8'));
    const isUnchanged = ([path, size, changedMs]) => {
      // As it was written down: a path that is put together anew takes as long as the look.
      const file = statSync(`${root}/${path}`);
      return file.size === size && file.mtimeMs === changedMs;
    };
    const built = `${root}/dist/${folder}`;
    statSync(`${built}/solstead.js`);
    // What was installed is edited by nobody who does not build it then; in a clone every source is looked at, a fifth of a start.
    const isClone = isSure || existsSync(`${root}/.git`);
    return !isClone || sources.every(isUnchanged) ? built : undefined;
  } catch {
    // Never built here, or something it was made from is gone: the sources run.
    return undefined;
  }
}
