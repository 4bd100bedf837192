// Writes the service worker when the app is built, with the list of the files that are the shell of the app in it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Files of the shell whose names stay when they change. */
const unhashed = ['favicon.svg'];

/** What the worker keeps: the files at once, others when they are first wanted, and what changes when any of them, or the page, does. */
interface Shell {
  readonly version: string;
  readonly files: readonly string[];
  readonly later: readonly string[];
}

function shellOf(folder: string, later: readonly string[]): Shell {
  const assets = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);
  const files = [...assets, ...unhashed].filter((name) => !later.includes(name)).sort();
  const hash = createHash('sha256').update([...files, ...later].join('\n'));
  for (const name of ['index.html', ...unhashed]) hash.update(readFileSync(join(folder, name)));
  return { version: hash.digest('hex').slice(0, 16), files, later };
}

/** Whether a file of the app is a language other than English: people read in one, and the others are as large. */
const isLanguage = (module: string | null): boolean =>
  /\/src\/words\/(?!en\/)([\w-]+\/(first|rest)|pseudo)\.ts$/.test(module ?? '');

/** The plugin. */
export const shellWorker: Plugin = {
  name: 'shell-worker',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    const languages = Object.values(bundle).flatMap((file) =>
      file.type === 'chunk' && file.isDynamicEntry && isLanguage(file.facadeModuleId) ? file.fileName : [],
    );
    const source = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8');
    writeFileSync(
      join(dir, 'service-worker.js'),
      source.replace('__SHELL__', () => JSON.stringify(shellOf(dir, languages.sort()))),
    );
    // Browsers that were told of this name, and have not been here since, go on with it.
    writeFileSync(join(dir, 'push-worker.js'), "importScripts('service-worker.js');\n");
  },
};
