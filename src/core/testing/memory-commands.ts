// For tests only: commands that were given, in memory. The stores of databases are held to more by records-conformance.
import { because } from '../reason.ts';
import { SolsteadError } from '../errors.ts';
import type { CommandStore, IssuedCommand, IssueKey } from '../issued-command.ts';

interface Kept {
  readonly command: IssuedCommand;
  readonly named: IssueKey | undefined;
}

/** A store of commands without any. */
export function memoryCommands(): CommandStore {
  const kept = new Map<string, Kept>();
  const under = (principal: string, key: string): Kept | undefined =>
    [...kept.values()].find(({ command, named }) => command.by.id === principal && named?.key === key);
  const newestFirst = (): readonly IssuedCommand[] =>
    [...kept.values()].map(({ command }) => command).toSorted((one, other) => (one.id < other.id ? 1 : -1));
  return {
    byId: async (id) => kept.get(id)?.command,
    async byKey(principal, key) {
      const found = under(principal, key);
      return found === undefined ? undefined : { command: found.command, fingerprint: found.named?.fingerprint ?? '' };
    },
    async add(command, named) {
      if (named !== undefined && under(command.by.id, named.key) !== undefined)
        throw new SolsteadError('input.invalid', { at: 'idempotency-key', why: because('command.key-used') });
      kept.set(command.id, { command, named });
    },
    async update(command) {
      const found = kept.get(command.id);
      if (found !== undefined) kept.set(command.id, { ...found, command });
    },
    newest: async ({ limit, site, devices, before }) =>
      newestFirst()
        .filter((one) => one.site === site && (devices?.includes(one.device) ?? true))
        .filter(({ id }) => before === undefined || id < before)
        .slice(0, limit),
    unfinished: async (site) =>
      newestFirst().filter((one) => one.site === site && (one.state === 'accepted' || one.state === 'sent')),
  };
}
