// A field without devices of its own: for commands that look at a device without setting it up.
import { systemClock as clock } from '#core/clock.ts';
import type { LinkAddress } from '#core/address.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { systemRandom } from '#core/random.ts';
import type { Link } from '#core/link.ts';
import type { BareField, ByteTrace } from '#cli/context.ts';
import type { Registry } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { bluetoothNearby } from '#transport/ble-nearby.ts';
import { makeLink } from '#transport/open-link.ts';
import { systemBusAddress } from './environment.ts';
import { makeExampleLink } from './example-link.ts';

/** A link whose bytes are told. */
function traced(link: Link, trace: ByteTrace): Link {
  link.listen((bytes) => trace('received', bytes, link.name));
  return {
    name: link.name,
    get isOpen() {
      return link.isOpen;
    },
    get counters() {
      return link.counters;
    },
    open: () => link.open(),
    close: () => link.close(),
    listen: (onBytes) => link.listen(onBytes),
    sendAndReceive(request, expectation) {
      trace('sent', request, link.name);
      return link.sendAndReceive(request, expectation);
    },
  };
}

/** Links to example answers; that they are no more is told once on the standard error, however often one is opened. */
function exampleLinks(): (address: Extract<LinkAddress, { scheme: 'test' }>) => Link {
  const told = new Set<string>();
  return (address) => {
    const line = inEnglish(because('link.examples-told', { protocol: external(address.protocol ?? '') }));
    if (!told.has(line)) process.stderr.write(`${line}\n`);
    told.add(line);
    return makeExampleLink(address, clock);
  };
}

/** Opens a field over these definitions; `trace` is told every byte. */
export function openBareField({ listed, broken }: Registry, trace?: ByteTrace): BareField {
  const systemBus = systemBusAddress();
  const nearby = bluetoothNearby({ clock, systemBus });
  const examples = exampleLinks();
  return openField({
    definitions: listed,
    broken,
    clock,
    random: systemRandom,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    makeLink: (address) => {
      const link = address.scheme === 'test' ? examples(address) : makeLink(address, { clock, systemBus });
      return trace === undefined ? link : traced(link, trace);
    },
    async findPorts() {
      const { findPorts } = await import('#transport/find-ports.ts');
      return (await Promise.all([findPorts(), nearby.search()])).flat();
    },
  });
}
