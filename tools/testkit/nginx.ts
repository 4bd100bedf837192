// A real nginx on a free port of 127.0.0.1 with the configuration of packaging/nginx, not as root where this is root.
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { madeCertificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

const shipped = new URL('../../packaging/nginx/solstead.conf', import.meta.url);
/** The user nobody, and its group. */
const nobody = 65_534;

/** The shipped text with other places; each must be there. */
function replaced(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`packaging/nginx/solstead.conf has no “${from}”`);
    return whole.replaceAll(from, to);
  }, text);
}

/** Starts nginx in front of a server on `upstream`; answers with its port. Skips the test where there is no nginx. */
export async function nginx(test: Pick<TestContext, 'skip'> & Owner, upstream: number): Promise<number> {
  const program = needs(test, 'nginx');
  const folder = tempDir(test);
  const port = await freePort();
  const { cert, key } = madeCertificate('127.0.0.1', systemClock.nowMs() + dayMs);
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('cert.pem'), cert);
  writeFileSync(at('key.pem'), key);
  const conf = replaced(readFileSync(shipped, 'utf8'), {
    '127.0.0.1:6789': `127.0.0.1:${upstream}`,
    'listen 443 ssl http2': `listen 127.0.0.1:${port} ssl http2`,
    'server_name solar.example.com': 'server_name 127.0.0.1',
    '/etc/ssl/solar.example.com.pem': at('cert.pem'),
    '/etc/ssl/solar.example.com.key': at('key.pem'),
  });
  writeFileSync(at('solstead.conf'), conf);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(at(name));
    return `  ${name}_temp_path ${at(name)};`;
  });
  const isRoot = process.getuid?.() === 0;
  if (isRoot)
    for (const name of ['', 'cert.pem', 'key.pem', 'client_body', 'proxy']) chownSync(at(name), nobody, nobody);
  const lines = [
    'daemon off;',
    'master_process off;',
    'error_log stderr warn;',
    `pid ${at('nginx.pid')};`,
    'events {}',
    'http {',
    '  access_log off;',
    ...temporary,
    `  include ${at('solstead.conf')};`,
    '}',
  ];
  writeFileSync(at('nginx.conf'), `${lines.join('\n')}\n`);
  const command = [program, '-e', 'stderr', '-p', folder, '-c', at('nginx.conf')];
  const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--', ...command];
  const child = await spawned(test, isRoot ? asNobody : command);
  await child.waitForPort(port);
  return port;
}
