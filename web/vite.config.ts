// Builds the app. `base` is relative so that it works under any path prefix; #core and #api come from package.json.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['SOLSTEAD_SERVER'] ?? 'http://127.0.0.1:7000';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1500 },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, ws: true } } },
});
