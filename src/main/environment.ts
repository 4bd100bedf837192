// The environment of the process: the only place that reads it.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An environment variable; an empty one counts as unset. */
export function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** Where data lives unless told otherwise: `$XDG_DATA_HOME/solstead`, else `~/.local/share/solstead`. */
export function defaultDataFolder(): string {
  return join(environment('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'solstead');
}
