// What is done to a device without setting it up: trying it, reading it once, setting it once. The command line and the
// set-up page stand on it.
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DevicePlace, OneOffs, Trial } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { Random } from '#core/random.ts';
import type { ByteDefinition, Definition } from '#devices/definition.ts';
import type { Registry } from '#devices/registry.ts';
import { answersOf, checkQueries } from './answers.ts';
import { findOut } from './find-out.ts';
import { definitionAt, lineAddress } from './line-address.ts';
import { tryOnce } from './listen-once.ts';
import type { Lines } from './lines.ts';
import { probeOrder } from './probe-order.ts';
import { setOnce } from './set-once.ts';

/** The device that is meant at an address, and the line it is reached over. */
interface Meant {
  readonly definition: ByteDefinition;
  readonly line: LinkAddress;
}

/** Errors: `address.invalid` where this definition is not reached so. */
function meantAt(address: LinkAddress, definition: Definition): Meant {
  const at = formatAddress(address);
  if (definition.way === 'messages')
    throw new SolsteadError('address.invalid', { at, why: `${definition.title} shows itself over MQTT` });
  if (!definition.links.some((link) => link === address.scheme)) {
    const why = `${definition.title} is reached over ${definition.links.join(', ')}`;
    throw new SolsteadError('address.invalid', { at, why });
  }
  return { definition: definitionAt(address, definition), line: lineAddress(address, definition) };
}

/** Everything that is done without setting a device up. */
export function oneOffs(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  registry: Registry,
  lines: Lines,
): OneOffs {
  const { definitions, definitionOf, find } = registry;

  /** Definitions that may answer; asking a port in use at another speed would disturb who uses it. */
  const candidates = (address: LinkAddress): readonly ByteDefinition[] => {
    const fitting = probeOrder(definitions, address);
    const undisturbing = fitting.filter((definition) => lines.useOf(lineAddress(address, definition)) !== 'other');
    return undisturbing.length === 0 ? fitting : undisturbing;
  };

  const unknown = async (address: LinkAddress, signal: AbortSignal | undefined): Promise<ByteDefinition> => {
    const at = formatAddress(address);
    const tried = candidates(address);
    if (tried.length === 0)
      throw new SolsteadError('address.invalid', { at, why: `no protocol is asked over ${address.scheme}://` });
    const lend = <T>(line: LinkAddress, job: (link: Link) => Promise<T>): Promise<T> => lines.borrow(line, job, signal);
    const found = await findOut(tried, address, { clock, signal, lend, find });
    if (found !== undefined) return found;
    const titles = tried.map(({ title }) => title).join(', ');
    const why = `nothing answered to ${titles}; another device has to be chosen by its name`;
    throw new SolsteadError('link.timeout', { at, why });
  };

  const meantBy = ({ address, protocol }: DevicePlace): Meant => meantAt(parseAddress(address), definitionOf(protocol));

  return {
    async trial(text, protocol, signal): Promise<Trial> {
      const address = parseAddress(text);
      const { definition, line } = meantAt(
        address,
        protocol === undefined ? await unknown(address, signal) : definitionOf(protocol),
      );
      return lines.borrow(line, (link) => tryOnce(link, definition, { clock, random, signal }), signal);
    },

    async readOnce(place, asked) {
      const { definition, line } = meantBy(place);
      checkQueries(definition, asked.queries);
      return lines.borrow(line, (link) => answersOf(link, definition, { clock, random, ...asked }), asked.signal);
    },

    async setOnce(place, typed) {
      const { definition, line } = meantBy(place);
      return setOnce({ definition, typed, clock, random, withLink: (job) => lines.borrow(line, job) });
    },
  };
}
