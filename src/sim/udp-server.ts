// Serves an emulated device over UDP, as a Wi-Fi module does: a datagram in, one or two out. Loopback only.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '#core/clock.ts';
import type { Emulator } from './emulator.ts';
import { createFaults, type Faults, spoil } from './faults.ts';

/** What a UDP server needs. */
export interface UdpServerOptions {
  readonly emulator: Emulator;
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly port?: number;
}

/** A device that can be reached. */
export interface UdpServer {
  /** `udp://127.0.0.1:port`. */
  readonly address: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Serves an emulated device; resolves when datagrams are heard. */
export async function startUdpServer({
  emulator,
  clock,
  faults = createFaults(),
  port = 0,
}: UdpServerOptions): Promise<UdpServer> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  const ending = new AbortController();
  const answer = async (
    request: Uint8Array,
    to: { readonly port: number; readonly address: string },
  ): Promise<void> => {
    const { state } = faults;
    const taken = emulator.takeRequest(request).request;
    const reply = state.silent || taken === undefined ? undefined : emulator.respond(taken);
    if (reply === undefined) return;
    if (state.slowStartMs > 0) await clock.sleep(state.slowStartMs, { signal: ending.signal });
    const bytes = state.wrongChecksum ? spoil(reply) : reply;
    const half = state.splitMs > 0 ? Math.ceil(bytes.length / 2) : bytes.length;
    socket.send(bytes.subarray(0, half), to.port, to.address);
    if (half === bytes.length) return;
    await clock.sleep(state.splitMs, { signal: ending.signal });
    socket.send(bytes.subarray(half), to.port, to.address);
  };
  socket.on('message', (request, from) => {
    answer(request, from).catch((thrown: unknown) => {
      if (!ending.signal.aborted) throw thrown;
    });
  });
  return {
    address: `udp://127.0.0.1:${socket.address().port}`,
    faults,
    async close() {
      ending.abort();
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
