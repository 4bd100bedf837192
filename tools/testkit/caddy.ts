// A real Caddy on a free port of 127.0.0.1 with the configuration of packaging/caddy.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { madeCertificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import { type Upstreams, withPlaces } from './nginx.ts';
import type { Owner } from './owner.ts';
import { spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

/** Starts Caddy in front of a server; answers with its port. Skips the test where there is none. */
export async function caddy(
  test: Pick<TestContext, 'skip'> & Owner,
  { home, grafana }: Required<Omit<Upstreams, 'file'>>,
): Promise<number> {
  const program = needs(test, 'caddy');
  const folder = tempDir(test);
  const port = await freePort();
  const { cert, key } = madeCertificate('127.0.0.1', systemClock.nowMs() + dayMs);
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('cert.pem'), cert);
  writeFileSync(at('key.pem'), key);
  const conf = withPlaces('packaging/caddy/Caddyfile', {
    'solar.example.com {': `https://127.0.0.1:${port} {`,
    '/etc/ssl/solar.example.com.pem': at('cert.pem'),
    '/etc/ssl/solar.example.com.key': at('key.pem'),
    '127.0.0.1:6789': `127.0.0.1:${home}`,
    '127.0.0.1:3000': `127.0.0.1:${grafana}`,
  });
  // No second port, and nothing is asked of or kept for others.
  const alone = `{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n`;
  writeFileSync(at('Caddyfile'), `${alone}${conf}`);
  const env = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, HOME: folder };
  const child = await spawned(test, [program, 'run', '--adapter', 'caddyfile', '--config', at('Caddyfile')], { env });
  await child.waitForPort(port);
  return port;
}
