// Builds the app. `base` is relative so that it works under any path prefix; #core and #api come from package.json.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { earlyPart } from './worker/early-plugin.ts';
import { shellWorker } from './worker/shell-plugin.ts';

const server = process.env['SOLSTEAD_SERVER'] ?? 'http://127.0.0.1:7000';

/**
 * Puts the app's style sheets behind what the page shows at once: in the head they would keep it blank until they have come. The
 * app still waits for them, as scripts wait for the sheets before them.
 */
const stylesAfterFirstSight: Plugin = {
  name: 'styles-after-first-sight',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const sheets = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
      const scripts = html.match(/ *<script type="module"[^>]*><\/script>\n/g) ?? [];
      const moved = [...sheets, ...scripts];
      const rest = moved.reduce((page, tag) => page.replace(tag, ''), html);
      return rest.replace('  </body>', `${moved.join('')}  </body>`);
    },
  },
};

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** What the start of the app imports, directly or through others. */
function neededAtStart(modules: Modules): ReadonlySet<string> {
  const needed = new Set([join(import.meta.dirname, 'src/main.tsx')]);
  // A set that grows is walked to its end.
  for (const id of needed) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) needed.add(imported);
  return needed;
}

let atStart: ReadonlySet<string> | undefined;

/** Whether a module is needed at the start. */
const isNeededAtStart = (id: string, modules: Modules): boolean => (atStart ??= neededAtStart(modules)).has(id);

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), stylesAfterFirstSight, earlyPart, shellWorker],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    // What pages share is in one file: each request costs a phone at the edge of the Wi-Fi as much as 20 kB. What only later
    // pages share is in another: the first one must not wait for it.
    rolldownOptions: {
      output: {
        // The files of a language are known by its tag.
        chunkFileNames: ({ facadeModuleId }) => {
          const [, tag, part] = /\/src\/words\/([\w-]+)\/(first|rest)\.ts$/.exec(facadeModuleId ?? '') ?? [];
          return tag === undefined ? 'assets/[name]-[hash].js' : `assets/${tag}-${part}-[hash].js`;
        },
        codeSplitting: {
          minShareCount: 3,
          groups: [
            { name: (id, modules) => (isNeededAtStart(id, modules) ? 'shared' : null), priority: 2 },
            { name: 'pages', priority: 1 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, ws: true } } },
});
