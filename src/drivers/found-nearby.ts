// Devices that announce themselves in the local network by multicast DNS, so that set-up can offer them. Nobody is asked before a person
// looks, and nothing is opened: what one says of itself is what a stranger says, until a test reads it.
import { formatAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { FoundDevice } from '#core/field.ts';
import type { FoundService, NetworkNames } from '#core/network-names.ts';
import type { ListedDefinition } from '#devices/listed.ts';

/** How long answers are waited for, and how long after it is asked again while somebody looks, ms. */
const listenMs = 3000;
const againMs = 10_000;
/** Who has not answered for so long is not offered any more, ms. */
const goneMs = 60_000;
/** Most of one address, so that one who makes names up crowds out nobody, and of all: a network of 256 addresses has room. */
const mostOfOne = 4;
const mostFound = 1024;

/** What has to be known of a definition. */
type Recognised = Pick<ListedDefinition, 'id' | 'title' | 'kind' | 'links' | 'mdns'>;

interface Seen {
  readonly device: FoundDevice;
  readonly host: string;
  /** It answered again, at another question. */
  readonly isSteady: boolean;
}

/** What a service likely is, and where it is read. */
function deviceOf(
  { type, instance, address, port }: FoundService,
  definitions: readonly Recognised[],
  seenMs: number,
): FoundDevice | undefined {
  for (const { id, title, kind, links, mdns = [] } of definitions) {
    // Names are told by strangers: they are short, and patterns of definitions take no longer with them.
    const sign = mdns.find(
      (one) => one.type === type && (one.named === undefined || new RegExp(one.named, 'i').test(instance)),
    );
    if (sign === undefined) continue;
    const place = { host: address, port: sign.port ?? port };
    const [link] = links;
    const at = { protocol: id, title, kind, name: instance, seenMs };
    if (link === 'tcp') return { ...at, address: formatAddress({ scheme: 'tcp', ...place, mode: {} }) };
    if (link === 'esphome' || link === 'solar-assistant')
      return { ...at, address: formatAddress({ scheme: link, ...place }) };
    const web = formatAddress({ scheme: 'http', ...place, tls: false });
    return link === 'mqtt' ? { ...at, address: web, needsBroker: true } : { ...at, address: web };
  }
  return undefined;
}

/** Looks for devices of these definitions while somebody asks for them; those that answered again come first. */
export function watchNearby(
  names: Pick<NetworkNames, 'browse'>,
  definitions: readonly Recognised[],
  clock: Clock,
): { found(): readonly FoundDevice[]; close(): void } {
  const seen = new Map<string, Seen>();
  const closing = new AbortController();
  let nextMs = Number.NEGATIVE_INFINITY;

  const keyOf = ({ protocol, address }: FoundDevice): string => `${protocol} ${address}`;
  const keep = ({ device, host }: Pick<Seen, 'device' | 'host'>): void => {
    const key = keyOf(device);
    const before = seen.get(key);
    if (before === undefined) {
      if ([...seen.values()].filter((one) => one.host === host).length >= mostOfOne) return;
      if (seen.size >= mostFound) {
        const fleeting = seen.entries().find(([, { isSteady }]) => !isSteady)?.[0];
        if (fleeting === undefined) return;
        seen.delete(fleeting);
      }
    }
    seen.set(key, { device, host, isSteady: before !== undefined });
  };

  const look = async (): Promise<void> => {
    const types = [...new Set(definitions.flatMap(({ mdns = [] }) => mdns.map(({ type }) => type)))];
    const services = await names.browse(types, listenMs, closing.signal);
    const nowMs = clock.nowMs();
    for (const [key, { device }] of seen) if (nowMs - device.seenMs > goneMs) seen.delete(key);
    const heard = services.flatMap((service) => {
      const device = deviceOf(service, definitions, nowMs);
      return device === undefined ? [] : [{ device, host: service.address }];
    });
    // Those that were there before first: they are steady then, and no newcomer takes their place.
    const isKnown = new Map(heard.map((one) => [one, seen.has(keyOf(one.device))]));
    for (const wanted of [true, false]) for (const one of heard) if (isKnown.get(one) === wanted) keep(one);
  };

  return {
    found() {
      if (clock.monotonicMs() >= nextMs && !closing.signal.aborted) {
        nextMs = clock.monotonicMs() + listenMs + againMs;
        // Where nothing can be asked it has been told in the log; a look that is ended found nothing.
        void look().catch(() => undefined);
      }
      const all = [...seen.values()];
      const of = (wanted: boolean) => all.flatMap(({ device, isSteady }) => (isSteady === wanted ? [device] : []));
      return [...of(true), ...of(false)];
    },
    close: () => closing.abort(),
  };
}
