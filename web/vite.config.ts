// Builds the app. `base` is relative so that it works under any path prefix; #core and #api come from package.json.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), stylesAfterFirstSight],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    // What pages share is one file: each request costs a phone at the edge of the Wi-Fi as much as 20 kB.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, ws: true } } },
});
