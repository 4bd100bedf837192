// Parts of the system that some tests drive: a real broker, ptys, a browser. Without the part the test is skipped and
// says what to install; with SOLSTEAD_REQUIRE_PARTS=1 it fails instead.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/** Name of the program -> the Debian packages that bring it and what it needs. */
export const PARTS = {
  socat: 'socat',
  zsh: 'zsh',
  fish: 'fish',
  mbpoll: 'mbpoll',
  mosquitto: 'mosquitto',
  mosquitto_passwd: 'mosquitto',
  mosquitto_pub: 'mosquitto-clients',
  mosquitto_sub: 'mosquitto-clients',
  'nats-server': 'nats-server',
  chromium: 'chromium',
  influxd: 'influxdb',
  's6-supervise': 's6',
  'systemd-analyze': 'systemd',
  mariadbd: 'mariadb-server',
  'mariadb-install-db': 'mariadb-server',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-pushgateway': 'prometheus-pushgateway',
  'prometheus-node-exporter': 'prometheus-node-exporter',
  'victoria-metrics': 'victoria-metrics',
  age: 'age',
  apparmor_parser: 'apparmor',
  sshd: 'openssh-server',
  caddy: 'caddy',
  nginx: 'nginx-light libnginx-mod-http-dav-ext',
  'dbus-daemon': 'dbus-daemon python3-gi',
  'umockdev-wrapper': 'umockdev gir1.2-umockdev-1.0 python3-gi',
} as const;

export type Part = keyof typeof PARTS;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: either way it cannot be run.
    return false;
  }
}

/** Path of a system part, if this machine has it. */
export function findPart(part: Part): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  return folders.map((folder) => join(folder, part)).find(isProgram);
}

/** Path of a system part; skips the running test when it is missing. Also works in `beforeEach`. */
export function needs(test: Pick<TestContext, 'skip'>, part: Part): string {
  const path = findPart(part);
  if (path) return path;
  return doWithout(test, `needs ${part}: apt-get install ${PARTS[part]}`);
}

/** Skips the running test with a reason, or fails it where every part has to be there. */
export function doWithout(test: Pick<TestContext, 'skip'>, reason: string): never {
  if (process.env['SOLSTEAD_REQUIRE_PARTS'] === '1') throw new Error(reason);
  return test.skip(reason);
}
