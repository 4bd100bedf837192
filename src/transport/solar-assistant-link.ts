// Links to the WebSocket of Solar-Assistant units. What speaks to one is loaded with the first of them.
import { formatAddress } from '#core/address.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Transport } from './byte-link.ts';
import type { SolarAssistantAddress, SolarAssistantParts } from './solar-assistant-port.ts';

/** An answer comes in one piece: no waiting for more after it, ms. */
const silenceMs = 50;
/** A large unit says what it has in one message of some 400 KB, and some KB a second from then on. */
const floodBytes = 1024 * 1024;

/** A link to a unit. */
export function makeSolarAssistantLink(address: SolarAssistantAddress, parts: SolarAssistantParts): Link {
  let openPort: Transport['open'] | undefined;
  return makeByteLink(
    {
      name: formatAddress(address),
      byteMs: 0,
      floodBytes,
      silenceMs,
      padded: false,
      async open(events) {
        openPort ??= (await import('./solar-assistant-port.ts')).unitPorts(address, parts);
        return openPort(events);
      },
    },
    parts.clock,
  );
}
