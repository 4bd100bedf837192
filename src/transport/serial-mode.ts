// The mode of a serial line whose address does not name one.
import type { SerialMode } from '#core/address.ts';

/** Completes a mode with 2400 baud 8N1, which most inverters use. */
export function completeMode(mode: Partial<SerialMode>): SerialMode {
  return { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1, ...mode };
}
