// Finding a query by what a person or a poll list asks: its name, or a name of its pattern.
import type { ReadCommand } from './definition.ts';

/**
 * The query of that name; for a pattern the query with the asked name in its place (`QPGSn` as `QPGS0`), so that it can be
 * sent as it is. Undefined where there is none; the bare wording of a pattern cannot be asked.
 */
export function findCommand(commands: readonly ReadCommand[], name: string): ReadCommand | undefined {
  const exact = commands.find((command) => command.name === name && command.pattern === undefined);
  if (exact !== undefined) return exact;
  const matching = commands.find(({ pattern }) => pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(name));
  return matching === undefined ? undefined : { ...matching, name };
}

/** A name of the query that can be asked. */
export function askableName({ name, pattern, example }: ReadCommand): string {
  return pattern === undefined ? name : (example ?? name);
}
