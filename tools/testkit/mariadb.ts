// A real MariaDB server of the test's own: new files in a folder, on a free port of 127.0.0.1.
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

/** A running server with a database `home` and an account `anna`, who may do everything there with the password `right`. */
export interface MariaDb {
  readonly port: number;
  /** Rows of a statement, as an administrator. */
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
  /** kill −9. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const startMs = 20_000;

/** Starts one, or skips the test where there is none. */
export async function mariaDb(
  test: Pick<TestContext, 'skip'> & Owner,
  { tls }: { readonly tls?: { readonly cert: string; readonly key: string } } = {},
): Promise<MariaDb> {
  const program = needs(test, 'mariadbd');
  const [port, folder] = [await freePort(), tempDir(test)];
  const data = join(folder, 'data');
  const config = join(folder, 'my.cnf');
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  if (tls !== undefined)
    for (const name of ['cert', 'key'] as const) writeFileSync(files[name], tls[name], { mode: 0o600 });
  const lines = [
    '[mysqld]',
    ...(process.getuid?.() === 0 ? ['user=root'] : []),
    `datadir=${data}`,
    `socket=${join(folder, 's')}`,
    `pid-file=${join(folder, 'pid')}`,
    'bind-address=127.0.0.1',
    `port=${port}`,
    'innodb_buffer_pool_size=32M',
    'innodb_log_file_size=8M',
    'skip-log-bin',
    ...(tls === undefined ? [] : [`ssl_cert=${files.cert}`, `ssl_key=${files.key}`]),
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  chmodSync(config, 0o600);
  const install = needs(test, 'mariadb-install-db');
  const made = [
    `--defaults-file=${config}`,
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  execFileSync(install, made, { stdio: 'pipe' });
  let running: Spawned | undefined;
  const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = await createConnection({
      host: '127.0.0.1',
      port,
      user: 'root',
      timezone: 'Z',
      multipleStatements: true,
    });
    try {
      const [found] = await client.query<RowDataPacket[]>(sql);
      return found;
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    running = await spawned(test, [program, `--defaults-file=${config}`]);
    await running.waitForPort(port, startMs);
  };
  await start();
  await rows("CREATE DATABASE home; CREATE USER anna IDENTIFIED BY 'right'; GRANT ALL ON home.* TO anna;");
  return {
    port,
    rows,
    start,
    stop: async () => running?.stop(),
    async kill() {
      running?.signal('SIGKILL');
      while (running !== undefined && running.exit() === undefined) await sleep(5);
    },
  };
}
