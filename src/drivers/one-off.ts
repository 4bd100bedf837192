// What is done to a device without setting it up: testing it, reading it once, setting it once. The command line and the
// set-up page stand on it.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { OneOffs } from '#core/field.ts';
import type { Definition, LinkDefinition } from '#devices/definition.ts';
import type { DriverParts } from './driver.ts';
import type { Driven } from './drivers.ts';
import { lineAddress } from './line-address.ts';
import { probeOrder } from './probe-order.ts';

/** Nothing opens a link again that was opened for one question: whoever asked has to ask again. */
async function once<Value>(doing: () => Promise<Value>): Promise<Value> {
  try {
    return await doing();
  } catch (error) {
    if (!isSolsteadError(error, 'link.closed')) throw error;
    const { at, reason: why } = error;
    const help = because('help.closed-once');
    throw new SolsteadError('link.closed', { at, ...(why === undefined ? {} : { why }), help, cause: error });
  }
}

/** Everything that is done without setting a device up. */
export function oneOffs(
  { registry, pool }: Pick<DriverParts, 'registry' | 'pool'>,
  drivenBy: (definition: Definition) => Driven,
): OneOffs {
  /** Definitions that may answer; asking a port in use at another speed would disturb who uses it. */
  const candidates = async (address: LinkAddress): Promise<readonly LinkDefinition[]> => {
    const fitting = probeOrder(await registry.all(), address);
    const undisturbing = fitting.filter((definition) => pool.useOf(lineAddress(address, definition)) !== 'other');
    return undisturbing.length === 0 ? fitting : undisturbing;
  };

  /** What is at an address, looked for in the order of ranks; those in a row with one driver are looked for together. */
  const discover = async (address: LinkAddress, signal: AbortSignal | undefined): Promise<Definition> => {
    const at = formatAddress(address);
    const tried = await candidates(address);
    if (tried.length === 0)
      throw new SolsteadError('address.invalid', { at, why: because('device.no-scheme', { scheme: address.scheme }) });
    for (let from = 0; from < tried.length; ) {
      const [first, ...rest] = tried.slice(from);
      if (first === undefined) break;
      const other = rest.findIndex(({ mode }) => mode !== first.mode);
      const together = other < 0 ? rest : rest.slice(0, other);
      const found = await drivenBy(first).discover(together, address, signal);
      if (found !== undefined) return found;
      from += 1 + together.length;
    }
    const titles = tried.map(({ title }) => title).join(', ');
    const why = because('device.not-found', { titles });
    throw new SolsteadError('link.timeout', { at, why });
  };

  const found = async (address: LinkAddress, protocol: string | undefined, signal: AbortSignal | undefined) =>
    protocol === undefined ? discover(address, signal) : registry.definitionOf(protocol);

  return {
    async testDevice(text, protocol, signal) {
      const address = parseAddress(text);
      return once(async () => drivenBy(await found(address, protocol, signal)).test(address, signal));
    },
    readOnce: ({ address, protocol }, asked) =>
      once(async () => drivenBy(await registry.definitionOf(protocol)).readOnce(parseAddress(address), asked)),
    setOnce: ({ address, protocol }, typed) =>
      once(async () => drivenBy(await registry.definitionOf(protocol)).setOnce(parseAddress(address), typed)),
  };
}
