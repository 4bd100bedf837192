// Links by Bluetooth LE through BlueZ: a device that is connected, written to and notifies, or one that is only heard. The part that
// speaks D-Bus is loaded with the first of them.
import { formatAddress } from '#core/address.ts';
import type { Link } from '#core/link.ts';
import type { BleAddress, BleParts } from './ble-port.ts';
import { makeByteLink } from './byte-link.ts';

/** Some hundred bytes take several notifications, each an interval of the connection apart: longest silence inside an answer, ms. */
const silenceMs = 400;
/** Five hundred notifications a second are more than any device makes, bytes a second as they are counted. */
const floodBytes = 32 * 1024;
/** A byte by notifications of 20, one in 30 ms; it only stretches time-outs. */
const byteMs = 1.5;

/** A link to a device by Bluetooth LE. */
export function makeBleLink(address: BleAddress, parts: BleParts): Link {
  const name = formatAddress(address);
  return makeByteLink(
    {
      name,
      byteMs,
      silenceMs,
      padded: false,
      floodBytes,
      async open(events) {
        const { openBlePort } = await import('./ble-port.ts');
        return openBlePort({ ...address, name }, events, parts);
      },
    },
    parts.clock,
  );
}
