// A real nginx on a free port of 127.0.0.1 with a configuration that is shipped, not as root where this is root.
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

/** Configurations that are shipped, and what stands in them for places of this computer. */
const shipped = {
  'packaging/nginx/solstead.conf': {
    home: '127.0.0.1:6789',
    grafana: 'http://127.0.0.1:3000',
    listen: 'listen 443 ssl http2',
    cert: '/etc/ssl/solar.example.com.pem',
    key: '/etc/ssl/solar.example.com.key',
    further: { 'server_name solar.example.com': 'server_name 127.0.0.1' },
  },
  'packaging/container/stack.nginx.conf': {
    home: 'solstead:6789',
    grafana: 'http://grafana:3000',
    listen: 'listen 443 ssl',
    cert: '/etc/tls/solar.pem',
    key: '/etc/tls/solar.key',
    // Known since 1.25; Debian's is older, and takes the word of `listen`.
    further: { '  http2 on;\n': '' },
  },
} as const;

/** One of them. */
export type NginxFile = keyof typeof shipped;

/** The user nobody, and its group. */
const nobody = 65_534;

/** The shipped text with other places; each must be there. */
export function withPlaces(file: string, places: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return Object.entries(places).reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`${file} has no “${from}”`);
    return whole.replaceAll(from, to);
  }, text);
}

/** What nginx stands in front of. */
export interface Upstreams {
  readonly file?: NginxFile;
  /** Port of Solstead, and of Grafana; without one nobody answers there. */
  readonly home: number;
  readonly grafana?: number;
}

/** Starts nginx in front of a server; answers with its port. Skips the test where there is no nginx. */
export async function nginx(test: Pick<TestContext, 'skip'> & Owner, upstreams: Upstreams): Promise<number> {
  const program = needs(test, 'nginx');
  const { file = 'packaging/nginx/solstead.conf', home, grafana = await freePort() } = upstreams;
  const folder = tempDir(test);
  const port = await freePort();
  const { cert, key } = madeCertificate('127.0.0.1', systemClock.nowMs() + dayMs);
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('cert.pem'), cert);
  writeFileSync(at('key.pem'), key);
  const { further, ...places } = shipped[file];
  const conf = withPlaces(file, {
    [places.home]: `127.0.0.1:${home}`,
    [places.grafana]: `http://127.0.0.1:${grafana}`,
    [places.listen]: `listen 127.0.0.1:${port} ssl http2`,
    [places.cert]: at('cert.pem'),
    [places.key]: at('key.pem'),
    ...further,
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
