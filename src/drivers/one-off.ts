// What is done to a device without setting it up: testing it, reading it once, setting it once. The command line and the
// set-up page use it.
import { because } from '#core/reason.ts';
import { formatAddress, isSecured, type LinkAddress, parseAddress } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { OneOffs, TestWatch } from '#core/field.ts';
import type { Definition, LinkDefinition } from '#devices/definition.ts';
import type { DriverParts } from './driver.ts';
import type { Driven } from './drivers.ts';
import { definitionAt, lineAddress } from './line-address.ts';
import { addressedOn, probeOrder } from './probe-order.ts';

/** A link opened for one question is not reopened: whoever asked has to ask again. */
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

/** Definitions to be asked for at an address, in this order. */
interface Round {
  readonly address: LinkAddress;
  readonly candidates: readonly LinkDefinition[];
  /** Longest wait for each answer, ms; absent: as long as the device may take. */
  readonly patienceMs?: number;
}

/** For detection, where most candidates are absent; slower devices are found by naming the protocol or the unit. */
const patienceMs = 1500;

/** The port of Modbus TCP: whoever listens there may hang up on anything else. */
const modbusPort = 502;

/** The address with another framing of Modbus. */
function framed(address: LinkAddress, framing: 'rtu' | 'tcp'): LinkAddress {
  return address.scheme === 'tcp' ? { ...address, target: { ...address.target, framing } } : address;
}

/** The definitions whose Modbus framing differs between this address and the one that was given. */
function otherwiseFramed(definitions: readonly LinkDefinition[], given: LinkAddress, address: LinkAddress) {
  const wireOf = (definition: LinkDefinition, at: LinkAddress): string | undefined => {
    const resolved = definitionAt(at, definition);
    return 'wire' in resolved ? resolved.wire.id : undefined;
  };
  return definitions.filter((definition) => wireOf(definition, given) !== wireOf(definition, address));
}

/**
 * What is asked for at an address, and in which order: what is found on any link; what has a unit address, at the one it is delivered
 * with; the same behind a bridge, or with a port of its own, where Modbus is framed the other way.
 */
export function roundsOf(definitions: readonly Definition[], address: LinkAddress): readonly Round[] {
  const everywhere: Round = { address, candidates: probeOrder(definitions, address) };
  if (address.scheme !== 'serial' && address.scheme !== 'tcp') return [everywhere];
  const addressed = addressedOn(definitions, address);
  const isNamed = address.target !== undefined;
  const atUnits: readonly Round[] = isNamed ? [] : [{ address, candidates: addressed, patienceMs }];
  const isFramed =
    address.scheme === 'serial' || address.target?.framing !== undefined || address.target?.logger !== undefined;
  const reframed = (['rtu', 'tcp'] as const).map((framing): Round => {
    const there = framed(address, framing);
    return { address: there, candidates: isFramed ? [] : otherwiseFramed(addressed, address, there), patienceMs };
  });
  const isModbus = address.scheme === 'tcp' && address.port === modbusPort;
  return isModbus ? [...atUnits, ...reframed, everywhere] : [everywhere, ...atUnits, ...reframed];
}

/** The address with the key of a device that is not set up. */
function withKey(address: LinkAddress, { password }: TestWatch): LinkAddress {
  return isSecured(address) && password !== undefined ? { ...address, key: password } : address;
}

/** Everything that is done without setting a device up. */
export function oneOffs(
  { registry, pool }: Pick<DriverParts, 'registry' | 'pool'>,
  drivenBy: (definition: Definition) => Promise<Driven>,
): OneOffs {
  /** Definitions that may answer; asking a port in use at another speed would disturb who uses it. */
  const undisturbing = ({ address, candidates, ...rest }: Round): Round => ({
    ...rest,
    address,
    candidates: candidates.filter((definition) => pool.useOf(lineAddress(address, definition)) !== 'other'),
  });

  const roundsAt = async (address: LinkAddress): Promise<readonly Round[]> => {
    const rounds = roundsOf(await registry.all(), address);
    const quiet = rounds.map(undisturbing);
    return quiet.every(({ candidates }) => candidates.length === 0) ? rounds : quiet;
  };

  /** What is at an address, searched in the order of ranks; consecutive ones with one driver are searched together. */
  const discover = async (address: LinkAddress, { signal, onStep }: TestWatch): Promise<Found> => {
    const at = formatAddress(address);
    const rounds = await roundsAt(address);
    const count = rounds.reduce((sum, { candidates }) => sum + candidates.length, 0);
    if (count === 0)
      throw new SolsteadError('address.invalid', { at, why: because('device.no-scheme', { scheme: address.scheme }) });
    let done = 0;
    const onAsk = (asked: readonly Definition[]): void => {
      onStep?.({ titles: asked.map(({ title }) => title), done, count });
      done += asked.length;
    };
    for (const { address: there, candidates, ...rest } of rounds) {
      for (const together of inARow(candidates)) {
        const [first, ...others] = together;
        const definition = first && (await (await drivenBy(first)).discover(others, there, { ...rest, signal, onAsk }));
        if (definition !== undefined) return { definition, address: there };
      }
    }
    const titles = [...new Set(rounds.flatMap(({ candidates }) => candidates.map(({ title }) => title)))].join(', ');
    throw new SolsteadError('link.timeout', { at, why: because('device.not-found', { titles }) });
  };

  const reached = async (protocol: string): Promise<Driven> => drivenBy(await registry.definitionOf(protocol));

  return {
    async testDevice(text, protocol, watch = {}) {
      const given = withKey(parseAddress(text), watch);
      return once(async () => {
        const { definition, address } =
          protocol === undefined
            ? await discover(given, watch)
            : { definition: await registry.definitionOf(protocol), address: given };
        const tested = await (await drivenBy(definition)).test(address, watch.signal);
        return address === given ? tested : { ...tested, address: formatAddress(address) };
      });
    },
    readOnce: ({ address, protocol, password }, asked) =>
      once(async () => (await reached(protocol)).readOnce(withKey(parseAddress(address), { password }), asked)),
    setOnce: ({ address, protocol, password }, typed) =>
      once(async () => (await reached(protocol)).setOnce(withKey(parseAddress(address), { password }), typed)),
  };
}

/** What was found out. */
interface Found {
  readonly definition: Definition;
  readonly address: LinkAddress;
}

/** Consecutive definitions that one driver reaches, together. */
function inARow(definitions: readonly LinkDefinition[]): readonly (readonly LinkDefinition[])[] {
  const rows: LinkDefinition[][] = [];
  for (const definition of definitions) {
    const row = rows.at(-1);
    if (row?.[0]?.mode === definition.mode) row.push(definition);
    else rows.push([definition]);
  }
  return rows;
}
