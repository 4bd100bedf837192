// A real Mosquitto on a free port of 127.0.0.1, with users and an access list when asked for.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

export interface BrokerOptions {
  /** Name -> password. Without any user the broker lets everybody in. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an access list: `user alice`, `topic readwrite home/#`. */
  readonly acl?: readonly string[];
  /** Ports of further listeners, which it opens a little later. */
  readonly ports?: readonly number[];
  /** Further lines of mosquitto.conf. */
  readonly config?: readonly string[];
}

export interface Broker {
  readonly port: number;
  readonly url: string;
  readonly output: () => string;
  /** Ends the broker; clients see the connection close. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, as kill −9 does. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port after `stop` or `kill`. */
  readonly start: () => Promise<void>;
}

function writeConfig(folder: string, port: number, options: BrokerOptions): string {
  const passwords = join(folder, 'passwords');
  const acl = join(folder, 'acl');
  if (options.acl) writeFileSync(acl, `${options.acl.join('\n')}\n`, { mode: 0o600 });
  const lines = [
    // Started by root it would become the user mosquitto, who may not read this folder.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    `listener ${port} 127.0.0.1`,
    'persistence false',
    'log_dest stderr',
    ...(options.users ? ['allow_anonymous false', `password_file ${passwords}`] : ['allow_anonymous true']),
    ...(options.acl ? [`acl_file ${acl}`] : []),
    ...(options.config ?? []),
  ];
  const path = join(folder, 'mosquitto.conf');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function writePasswords(folder: string, passwordTool: string, users: Readonly<Record<string, string>>): void {
  const path = join(folder, 'passwords');
  writeFileSync(path, '', { mode: 0o600 });
  for (const [name, password] of Object.entries(users)) execFileSync(passwordTool, ['-b', path, name, password]);
}

/** Starts a broker, or skips the test where there is no Mosquitto. Give an owner to share it among tests. */
export async function mosquitto(
  test: Pick<TestContext, 'skip'> & Owner,
  options: BrokerOptions = {},
  owner: Owner = test,
): Promise<Broker> {
  const program = needs(test, 'mosquitto');
  const port = await freePort();
  const folder = tempDir(owner);
  const config = writeConfig(folder, port, options);
  if (options.users) writePasswords(folder, needs(test, 'mosquitto_passwd'), options.users);
  let running: Spawned | undefined;
  const start = async () => {
    running = await spawned(owner, [program, '-c', config]);
    for (const one of [port, ...(options.ports ?? [])]) await running.waitForPort(one);
  };
  await start();
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    output: () => running?.output() ?? '',
    stop: async () => running?.stop(),
    kill: async () => {
      running?.signal('SIGKILL');
      while (running !== undefined && running.exit() === undefined) await sleep(5);
    },
    start,
  };
}
