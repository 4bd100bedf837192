// The ports that answer, with their bounds.
import type { OwnedPlace, Ports } from '#core/answering.ts';
import type { Clock } from '#core/clock.ts';
import { listenError } from '#core/listen-error.ts';
import { SolsteadError } from '#core/errors.ts';
import type { OpenPort, PortPlace } from '#core/listening.ts';
import { because } from '#core/reason.ts';
import { askerBounds } from './asker-bounds.ts';
import { openDatagramPort, openGroupSender } from './datagram-port.ts';
import { openStreamPort } from './stream-port.ts';
import { openWebPort } from './web-port.ts';

async function told<T>(opening: Promise<T>, { host, port }: PortPlace): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    throw listenError(error, {
      host,
      port,
      help: because('help.other-port'),
      lowPort: because('help.low-port', { port }),
      noAddress: because('help.own-address'),
    });
  }
}

/** Ports that this program has, or takes at its start: TCP. */
export type OwnPorts = readonly number[];

/** Where the network asks for names. Source: RFC 6762 §3. */
const mdnsPort = 5353;

/** Opens them; those of this program itself are not given away, also while it does not listen there yet. */
export function openPorts(clock: Clock, own: OwnPorts = []): Ports {
  const reserved = { tcp: new Set(own), udp: new Set([mdnsPort]) };
  /** Whose a port is, by protocol and place. */
  const owners = new Map<string, string>();
  const owned = async (
    protocol: 'tcp' | 'udp',
    { owner, host, port }: OwnedPlace,
    open: (place: PortPlace) => Promise<OpenPort>,
  ): Promise<OpenPort> => {
    const place = { host, port };
    if (port !== 0 && reserved[protocol].has(port))
      throw new SolsteadError('port.taken', {
        at: `${host}:${port}`,
        why: because('listen.own', { port }),
        help: because('help.other-port'),
      });
    const key = `${protocol} ${host}:${port}`;
    if (owners.get(key) === owner) return { port, close: async () => undefined };
    const opened = await told(open(place), place);
    if (port !== 0) owners.set(key, owner);
    return {
      port: opened.port,
      async close() {
        await opened.close();
        owners.delete(key);
      },
    };
  };
  return {
    web: (place, answerer) => owned('tcp', place, (at) => openWebPort(at, answerer, askerBounds(clock))),
    datagrams: (place, answer) => owned('udp', place, (at) => openDatagramPort(at, answer, askerBounds(clock))),
    streams: (place, open) => owned('tcp', place, (at) => openStreamPort(at, open, askerBounds(clock))),
    group: (place) => told(openGroupSender(place), { host: place.from, port: place.port }),
  };
}
