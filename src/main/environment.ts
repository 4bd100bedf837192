// The environment of the process: the only place that reads it.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An environment variable; an empty one counts as unset. */
export function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** Where data lives by default: `$XDG_DATA_HOME/solstead`, else `~/.local/share/solstead`. */
export function defaultDataFolder(): string {
  return join(environment('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'solstead');
}

/** The account of a history server; its name is in the address. */
export interface HistorySecrets {
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

/** `SOLSTEAD_HISTORY_PASSWORD` and `_TOKEN`; a move's ends may have their own: `SOLSTEAD_HISTORY_FROM_PASSWORD`, `…_TO_TOKEN`. */
export function historySecrets(end?: 'FROM' | 'TO'): HistorySecrets {
  const read = (what: string): string | undefined =>
    (end === undefined ? undefined : environment(`SOLSTEAD_HISTORY_${end}_${what}`)) ??
    environment(`SOLSTEAD_HISTORY_${what}`);
  return { password: read('PASSWORD'), token: read('TOKEN') };
}
