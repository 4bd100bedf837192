// `solstead list protocols`: the built-in ones are written down beside the program, so that nobody waits for all their tables.
import { builtInDefinitions } from '#devices/generated/built-in.ts';
import type { DefinitionFacts } from '#devices/listed.ts';
import { printJson, printTable } from '../print.ts';

/** A protocol as it is listed. */
export type ProtocolRow = Readonly<
  Record<'protocol' | 'aliases' | 'kind' | 'maker' | 'title' | 'links' | 'verified', string>
>;

/** A definition as it is listed. */
export const protocolRow = ({ id, aliases, kind, maker, title, links, verified }: DefinitionFacts): ProtocolRow => ({
  protocol: id,
  aliases: aliases.join(', '),
  kind,
  maker,
  title,
  links: links.join(', '),
  verified,
});

/** Prints protocols; absent: the built-in ones. */
export function listProtocols(json: boolean, rows: readonly ProtocolRow[] = builtInDefinitions.map(protocolRow)): void {
  if (json) printJson(rows);
  else printTable(rows);
}
