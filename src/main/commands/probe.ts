// `solstead probe`: what hangs on a link? Harmless queries only.
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { Trial } from '#core/field.ts';
import type { ByteDefinition } from '#devices/definition.ts';
import { definitions } from '#devices/registry.ts';
import { definitionAt, lineAddress } from '#gateway/line-address.ts';
import { isThere, tryOnce } from '#gateway/listen-once.ts';
import { probeOrder } from '#gateway/probe-order.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeLink } from '#transport/open-link.ts';
import { exitCodes } from '../exit-codes.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

interface Finding {
  readonly address: string;
  readonly found?: Pick<Trial, 'protocol' | 'title' | 'identity' | 'verdict'>;
  readonly problem?: string;
}

async function tryOne(address: LinkAddress, known: ByteDefinition): Promise<Trial | undefined> {
  const definition = definitionAt(address, known);
  const link = makeLink(lineAddress(address, definition), { clock });
  try {
    return (await isThere(link, definition, clock)) ? await tryOnce(link, definition, clock) : undefined;
  } finally {
    await link.close();
  }
}

async function look(address: LinkAddress): Promise<Finding> {
  const name = formatAddress(address);
  const tried: string[] = [];
  for (const definition of probeOrder(definitions, address)) {
    try {
      const trial = await tryOne(address, definition);
      if (trial !== undefined) {
        const { protocol, title, identity, verdict } = trial;
        return { address: name, found: { protocol, title, identity, verdict } };
      }
      tried.push(definition.id);
    } catch (error) {
      if (!isSolsteadError(error)) throw error;
      return { address: name, problem: messageOf(error) };
    }
  }
  return { address: name, problem: `no answer to ${tried.join(', ')}` };
}

function sentence({ address, found, problem }: Finding): string {
  if (found === undefined) return `${address}: ${problem ?? 'nothing'}`;
  const identity = Object.entries(found.identity).map(([key, value]) => `${key} ${value}`);
  return `${address}: ${found.title} (protocol ${found.protocol})${identity.length === 0 ? '' : `, ${identity.join(', ')}`}. ${found.verdict}`;
}

/** Looks at links one after another; exit code 1 when nothing was found. Errors: `address.invalid`. */
export async function probe(texts: readonly string[], { json = false }: { readonly json?: boolean }): Promise<void> {
  const asked = texts.map(parseAddress);
  const addresses =
    asked.length > 0
      ? asked
      : (await findPorts()).filter(({ usable }) => usable).map(({ address }) => parseAddress(address));
  const findings: Finding[] = [];
  for (const address of addresses) {
    if (!json) process.stderr.write(`Looking at ${formatAddress(address)} …\n`);
    findings.push(await look(address));
  }
  if (json) printJson(findings);
  else if (findings.length === 0)
    tell('No usable serial or HID ports found. Name a link, as in `solstead probe tcp://192.168.1.5:8899`.');
  else tell(...findings.map(sentence));
  if (!findings.some(({ found }) => found !== undefined)) process.exitCode = exitCodes.failed;
}
