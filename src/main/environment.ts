// The environment of the process: the only place that reads it.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { said } from '#core/reason.ts';
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

/** Where data lives by default: `$XDG_DATA_HOME/solstead`, else `~/.local/share/solstead`. */
export function defaultDataFolder(): string {
  return join(environment('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'solstead');
}

function pemAt(name: string): string | undefined {
  const path = environment(name);
  try {
    return path === undefined ? undefined : readRegularFileSync(path, mostPemBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: name, why: said(thrown), cause: thrown });
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
