// `npm run dev`: the server, started again whenever its code changes, and the app with hot reload in front of it.
// Arguments after `--` go to the server: `npm run dev -- --port 7001`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createServer } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const DEFAULT_PORT = '7000';

const given = process.argv.slice(2);
const portAt = given.indexOf('--port');
const port = portAt === -1 ? DEFAULT_PORT : (given[portAt + 1] ?? DEFAULT_PORT);
const serverArguments = portAt === -1 ? ['--port', port, ...given] : given;

process.env['SOLSTEAD_SERVER'] = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, ['--watch', join(ROOT, 'bin', 'solstead.js'), 'demo', ...serverArguments], {
  stdio: 'inherit',
  // What is edited is what runs: the sources, also where a build is up to date when it starts.
  env: { ...process.env, SOLSTEAD_SOURCES: '1' },
});
const web = await createServer({ configFile: join(ROOT, 'web', 'vite.config.ts'), configLoader: 'native' });
await web.listen();
web.printUrls();

async function stop(): Promise<void> {
  server.kill('SIGTERM');
  await web.close();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
server.once('exit', () => void web.close());
