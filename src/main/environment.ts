// The environment of the process: the only place that reads it.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SolsteadError, whyOf } from '#core/errors.ts';

import { makeSecret, type Secret } from '#core/secrets.ts';
import { readRegularFileSync } from '#store/regular-file.ts';

/** Chains of certificates are shorter. */
const mostPemBytes = 256 * 1024;

/** An environment variable; an empty one counts as unset. */
export function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** An environment variable that holds a password, a token or a key. */
export function secretOf(name: string): Secret | undefined {
  const text = environment(name);
  return text === undefined ? undefined : makeSecret(text);
}

/** Gives this process a secret as if it had been started with it. */
export function giveSecret(name: string, secret: Secret): void {
  process.env[name] = secret.reveal();
}

/** Every secret that this process was given, so that none of them is said. */
export function secretsOfEnvironment(): readonly Secret[] {
  const isSecretName = (name: string): boolean =>
    name.startsWith('SOLSTEAD_') && /PASSWORD|TOKEN|SECRET|KEY|PASSPHRASE/.test(name) && !name.endsWith('_FILE');
  return Object.keys(process.env)
    .filter(isSecretName)
    .flatMap((name) => secretOf(name) ?? []);
}

/** Where data lives by default: `$XDG_DATA_HOME/solstead`, else `~/.local/share/solstead`. */
export function defaultDataFolder(): string {
  return join(environment('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'solstead');
}

function pemAt(name: string): string | undefined {
  const path = environment(name);
  try {
    return path === undefined ? undefined : readRegularFileSync(path, mostPemBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: name, why: whyOf(thrown), cause: thrown });
  }
}

/** What the files say that `SOLSTEAD_MQTT_CA`, `_CERT` and `_KEY` name, for an outside broker, or for a bridge. Errors: `input.usage`. */
export function brokerTls(names: 'MQTT' | 'BRIDGE' = 'MQTT') {
  const key = pemAt(`SOLSTEAD_${names}_KEY`);
  return {
    ca: pemAt(`SOLSTEAD_${names}_CA`),
    cert: pemAt(`SOLSTEAD_${names}_CERT`),
    key: key === undefined ? undefined : makeSecret(key),
  };
}

/** The account of a history server; its name is in the address. */
export interface HistorySecrets {
  readonly password?: Secret | undefined;
  readonly token?: Secret | undefined;
}

/** `SOLSTEAD_HISTORY_PASSWORD` and `_TOKEN`; a move's ends may have their own: `SOLSTEAD_HISTORY_FROM_PASSWORD`, `…_TO_TOKEN`. */
export function historySecrets(end?: 'FROM' | 'TO'): HistorySecrets {
  const read = (what: string): Secret | undefined =>
    (end === undefined ? undefined : secretOf(`SOLSTEAD_HISTORY_${end}_${what}`)) ??
    secretOf(`SOLSTEAD_HISTORY_${what}`);
  return { password: read('PASSWORD'), token: read('TOKEN') };
}

/** `SOLSTEAD_WITHOUT_HISTORY_COPY`: a history of an earlier version is brought up to date without a copy of it. */
export const isWithoutHistoryCopy = (): boolean => environment('SOLSTEAD_WITHOUT_HISTORY_COPY') !== undefined;

/** Sets it for this process, as if it had been started with it. */
export function goWithoutHistoryCopy(): void {
  process.env['SOLSTEAD_WITHOUT_HISTORY_COPY'] = '1';
}

/** What a service manager such as systemd tells a service it starts. Source: sd_notify(3), sd_watchdog_enabled(3). */
export interface ServiceEnvironment {
  /** Path of its socket; absent: there is none. */
  readonly socket: string;
  /** It ends the service when it has heard nothing for so long, ms; absent: never. */
  readonly watchdogMs?: number;
  /** Where programs are. */
  readonly path: string;
}

/** What a service manager told this process; undefined: there is none, or it meant another process. */
export function serviceEnvironment(): ServiceEnvironment | undefined {
  const socket = environment('NOTIFY_SOCKET');
  if (socket === undefined) return undefined;
  const path = environment('PATH') ?? '/usr/bin:/bin';
  const watchdogMs = Number(environment('WATCHDOG_USEC') ?? Number.NaN) / 1000;
  // An older Node starts this one as its child.
  const pid = Number(environment('WATCHDOG_PID') ?? process.pid);
  const isOurs = pid === process.pid || pid === process.ppid;
  return { socket, path, ...(watchdogMs > 0 && isOurs ? { watchdogMs } : {}) };
}

/** The folder that systemd made for the state of this service (`StateDirectory=`); the first of several. */
export const stateDirectory = (): string | undefined => environment('STATE_DIRECTORY')?.split(':')[0];

/** The environment of a process that this one starts: its own, with what is given. */
export const environmentWith = (
  given: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

/** Where the system bus is, over which BlueZ is asked, if not at its usual place. */
export const systemBusAddress = (): string | undefined => environment('DBUS_SYSTEM_BUS_ADDRESS');
