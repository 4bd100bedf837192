// A real InfluxDB 1 on free ports of 127.0.0.1, keeping its points in a folder of the test.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';
import type { HistoryServerPart } from './victoria-metrics.ts';

/** How a server is started. */
export interface InfluxOptions {
  /** Puts what was written into tables soon, not after ten minutes. */
  readonly isQuick?: boolean;
  /** An administrator, without whom nobody is let in; absent: everybody is. */
  readonly account?: { readonly username: string; readonly password: string };
}

interface Ports {
  readonly http: number;
  readonly own: number;
}

function writeConfig(
  folder: string,
  { http, own }: Ports,
  { isGuarded, isQuick }: { readonly isGuarded: boolean; readonly isQuick: boolean },
): string {
  const path = join(folder, 'influxdb.conf');
  const part = (name: string): string => JSON.stringify(join(folder, name));
  const lines = [
    'reporting-disabled = true',
    `bind-address = "127.0.0.1:${own}"`,
    `[meta]\n dir = ${part('meta')}`,
    `[data]\n dir = ${part('data')}\n wal-dir = ${part('wal')}\n query-log-enabled = false\n cache-snapshot-write-cold-duration = "${isQuick ? '2s' : '10m'}"`,
    `[http]\n bind-address = "127.0.0.1:${http}"\n log-enabled = false\n auth-enabled = ${isGuarded}`,
    '[monitor]\n store-enabled = false',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** Starts a server, or skips the test where there is none. Give an owner to share it among tests. */
export async function influxdb(
  test: Pick<TestContext, 'skip'> & Owner,
  { account, isQuick = false }: InfluxOptions = {},
  owner: Owner = test,
): Promise<HistoryServerPart & { readonly folder: string }> {
  const program = needs(test, 'influxd');
  const ports = { http: await freePort(), own: await freePort() };
  const url = `http://127.0.0.1:${ports.http}`;
  const folder = tempDir(owner);
  const config = writeConfig(folder, ports, { isGuarded: account !== undefined, isQuick });
  let running: Spawned | undefined;
  const start = async (): Promise<void> => {
    running = await spawned(owner, [program, '-config', config]);
    await running.waitForPort(ports.http);
  };
  await start();
  if (account !== undefined) {
    const q = `CREATE USER "${account.username}" WITH PASSWORD '${account.password}' WITH ALL PRIVILEGES`;
    const answer = await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q }) });
    if (!answer.ok) throw new Error(`influxd made no account: ${await answer.text()}`);
  }
  return { url, folder, output: () => running?.output() ?? '', stop: async () => running?.stop(), start };
}
