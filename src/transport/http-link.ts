// Links over HTTP. The part that speaks it is loaded with the first of them: it takes along what Node has for TLS.
import { formatAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink } from './byte-link.ts';
import type { HttpAddress, HttpLinkParts } from './http-port.ts';
import { deviceLookup } from './metadata-hosts.ts';

/** A response comes in one piece: no waiting for more after it, ms. */
const silenceMs = 50;

/** A link to a host that answers HTTP. */
export function makeHttpLink(
  address: HttpAddress,
  clock: Clock,
  { heardTime, lookup = deviceLookup(), account }: HttpLinkParts = {},
): Link {
  // The device behind the host is named in the request; the line is the host's.
  const { host, port, tls } = address;
  const name = formatAddress({ scheme: 'http', host, port, tls });
  return makeByteLink(
    {
      name,
      byteMs: 0,
      silenceMs,
      padded: false,
      async open(events) {
        const { openHttpPort } = await import('./http-port.ts');
        const heard = (atMs: number): void => heardTime?.(name, atMs);
        return openHttpPort({ ...address, name, lookup, account }, { ...events, heard }, clock);
      },
    },
    clock,
  );
}
