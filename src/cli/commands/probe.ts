// `solstead probe`: what hangs on a link? Harmless queries only.
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';
import type { Trial } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { Registry } from '#devices/registry.ts';
import { findOut } from '#drivers/find-out.ts';
import { definitionAt, lineAddress } from '#drivers/line-address.ts';
import { tryOnce } from '#drivers/listen-once.ts';
import { probeOrder } from '#drivers/probe-order.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeLink } from '#transport/open-link.ts';
import { exitCodes } from '../exit-codes.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { type DevicesFlag, readRegistry } from '#main/user-devices.ts';

interface Finding {
  readonly address: string;
  readonly found?: Pick<Trial, 'protocol' | 'title' | 'identity' | 'verdict'>;
  readonly problem?: string;
}

/** Opens the link of a line for one job. */
async function lend<T>(line: LinkAddress, job: (link: Link) => Promise<T>): Promise<T> {
  const link = makeLink(line, { clock });
  try {
    return await job(link);
  } finally {
    await link.close();
  }
}

async function look(address: LinkAddress, { definitions, find }: Registry): Promise<Finding> {
  const name = formatAddress(address);
  const candidates = probeOrder(definitions, address);
  try {
    const found = await findOut(candidates, address, { clock, lend, find });
    if (found === undefined)
      return { address: name, problem: `no answer to ${candidates.map(({ id }) => id).join(', ')}` };
    const meant = definitionAt(address, found);
    const trial = await lend(lineAddress(address, found), (link) => tryOnce(link, meant, clock));
    const { protocol, title, identity, verdict } = trial;
    return { address: name, found: { protocol, title, identity, verdict } };
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
    return { address: name, problem: messageOf(error) };
  }
}

function sentence({ address, found, problem }: Finding): string {
  if (found === undefined) return `${address}: ${problem ?? 'nothing'}`;
  const identity = Object.entries(found.identity).map(([key, value]) => `${key} ${value}`);
  return `${address}: ${found.title} (protocol ${found.protocol})${identity.length === 0 ? '' : `, ${identity.join(', ')}`}. ${found.verdict}`;
}

/** Looks at links one after another; exit code 1 when nothing was found. Errors: `address.invalid`. */
export async function probe(
  texts: readonly string[],
  { json = false, devices }: DevicesFlag & { readonly json?: boolean },
): Promise<void> {
  const registry = await readRegistry(devices);
  const asked = texts.map(parseAddress);
  const addresses =
    asked.length > 0
      ? asked
      : (await findPorts()).filter(({ usable }) => usable).map(({ address }) => parseAddress(address));
  const findings: Finding[] = [];
  for (const address of addresses) {
    if (!json) process.stderr.write(`Looking at ${formatAddress(address)} …\n`);
    findings.push(await look(address, registry));
  }
  if (json) printJson(findings);
  else if (findings.length === 0)
    tell('No usable serial or HID ports found. Name a link, as in `solstead probe tcp://192.168.1.5:8899`.');
  else tell(...findings.map(sentence));
  if (!findings.some(({ found }) => found !== undefined)) process.exitCode = exitCodes.failed;
}
