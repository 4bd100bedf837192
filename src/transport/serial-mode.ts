// The mode a serial line has where its address does not say.
import type { SerialMode } from '#core/address.ts';

/** Fills a mode up with 2400 baud 8N1, what most inverters speak. */
export function completeMode(mode: Partial<SerialMode>): SerialMode {
  return { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1, ...mode };
}
