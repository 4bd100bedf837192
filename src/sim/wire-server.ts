// Serves an emulated device over TCP, as an Ethernet-serial bridge does: the bytes of an answer come at the pace of the
// device's line. Faults can be switched at run time. Loopback only.
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { type Random, seededRandom } from '#core/random.ts';
import type { Emulator } from './emulator.ts';
import { createFaults, type Faults, type FaultState, spoil } from './faults.ts';

/** What a wire server needs. */
export interface WireServerOptions {
  readonly emulator: Emulator;
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly random?: Random;
  readonly log?: (line: string) => void;
  /** Port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Time the device thinks before its first byte, ms. */
  readonly thinkMs?: number;
}

/** A device that can be reached. */
export interface WireServer {
  readonly port: number;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  readonly faults: Faults;
  /** Ends it: no timer, socket or port is left. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** Bytes leave in bursts of about this length, ms: a timer per byte would cost more than it shows. */
const burstMs = 12;
/** A client that sends without end is cut here, bytes. */
const longestHeld = 4096;

/** One part of what goes out: bytes at the line's pace or at once, after a pause. */
interface Part {
  readonly bytes: Uint8Array;
  readonly pauseMs: number;
  readonly isPaced: boolean;
}

/** What the faults make of an answer. `previous` is the answer before. */
export function faultyParts(
  answer: Uint8Array,
  faults: FaultState,
  chance: { readonly random: Random; readonly previous: Uint8Array | undefined },
): readonly Part[] {
  const bytes = faults.wrongChecksum ? spoil(answer) : answer;
  const noise = Uint8Array.from({ length: 7 + Math.floor(chance.random() * 9) }, () =>
    Math.floor(chance.random() * 256),
  );
  if (faults.garbage === 'instead') return [{ bytes: noise, pauseMs: 0, isPaced: true }];
  if (faults.merged)
    return [{ bytes: Uint8Array.of(...(chance.previous ?? answer), ...bytes), pauseMs: 0, isPaced: false }];
  const whole = faults.garbage === 'before' ? Uint8Array.of(...noise, ...bytes) : bytes;
  if (faults.splitMs === 0) return [{ bytes: whole, pauseMs: 0, isPaced: true }];
  const third = Math.max(1, Math.floor(whole.length / 3));
  const cuts = [whole.subarray(0, third), whole.subarray(third, 2 * third), whole.subarray(2 * third)];
  return cuts.map((piece, index) => ({ bytes: piece, pauseMs: index === 0 ? 0 : faults.splitMs, isPaced: true }));
}

/** The line between server and device: one exchange at a time, at the line's pace. */
interface Line {
  exchange(socket: Socket, request: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Sends what the device says by itself. */
  speak(sockets: readonly Socket[], signal: AbortSignal): Promise<void>;
}

function createLine(
  { emulator, clock, random = seededRandom(1), thinkMs = 15 }: WireServerOptions,
  faults: Faults,
): Line {
  // Start bit, eight data bits, stop bit.
  const byteMs = 10_000 / emulator.baud;
  let previous: Uint8Array | undefined;
  const sendPaced = async (socket: Socket, bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    const startMs = clock.monotonicMs();
    let sent = 0;
    while (sent < bytes.length && !socket.destroyed) {
      await clock.sleep(Math.min(burstMs, (bytes.length - sent) * byteMs), { signal });
      const due = Math.min(bytes.length, Math.floor((clock.monotonicMs() - startMs) / byteMs));
      if (due > sent) socket.write(bytes.subarray(sent, due));
      sent = Math.max(sent, due);
    }
  };
  const sendFaulty = async (sockets: readonly Socket[], answer: Uint8Array, signal: AbortSignal): Promise<void> => {
    const parts = faultyParts(answer, faults.state, { random, previous });
    previous = answer;
    for (const { bytes, pauseMs, isPaced } of parts) {
      if (pauseMs > 0) await clock.sleep(pauseMs, { signal });
      if (isPaced) await Promise.all(sockets.map((socket) => sendPaced(socket, bytes, signal)));
      else for (const socket of sockets) if (!socket.destroyed) socket.write(bytes);
    }
  };
  return {
    async exchange(socket, request, signal) {
      await clock.sleep(request.length * byteMs, { signal });
      const answer = faults.state.silent ? undefined : emulator.respond(request);
      if (answer === undefined) return;
      await clock.sleep(thinkMs + faults.state.slowStartMs, { signal });
      await sendFaulty([socket], answer, signal);
    },
    async speak(sockets, signal) {
      if (faults.state.silent || emulator.speak === undefined) return;
      await sendFaulty(sockets, emulator.speak.bytes(), signal);
    },
  };
}

/** Sockets of the present clients; requests of all share the one line. */
function serveClients(
  emulator: Emulator,
  line: Line,
): { readonly accept: (socket: Socket) => void; readonly cut: () => void; readonly speak: () => void } {
  const sockets = new Set<Socket>();
  let ending = new AbortController();
  let busy: Promise<void> = Promise.resolve();
  const inTurn = (work: (signal: AbortSignal) => Promise<void>): void => {
    const { signal } = ending;
    busy = busy.then(async () => {
      if (signal.aborted) return;
      await work(signal).catch((thrown: unknown) => {
        // The only failure there is: the device vanished in the middle of an answer.
        if (!signal.aborted) throw thrown;
      });
    });
  };
  const enqueue = (socket: Socket, request: Uint8Array): void =>
    inTurn(async (signal) => {
      if (!socket.destroyed) await line.exchange(socket, request, signal);
    });
  return {
    accept(socket) {
      let held: Uint8Array = new Uint8Array(0);
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.on('data', (bytes: Buffer) => {
        held = Uint8Array.of(...held, ...bytes);
        for (let used = -1; used !== 0; ) {
          const taken = emulator.takeRequest(held);
          used = taken.used;
          held = held.subarray(used);
          if (taken.request !== undefined) enqueue(socket, taken.request);
        }
        if (held.length > longestHeld) socket.destroy();
      });
    },
    speak() {
      if (sockets.size > 0) inTurn((signal) => line.speak([...sockets], signal));
    },
    cut() {
      ending.abort();
      ending = new AbortController();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => {
      const taken = systemCode(thrown) === 'EADDRINUSE';
      reject(taken ? new SolsteadError('port.taken', { at: `${loopback}:${port}`, cause: thrown }) : thrown);
    });
    server.listen(port, loopback, () => {
      server.removeAllListeners('error');
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function unlisten(server: Server): Promise<void> {
  return server.listening ? new Promise((resolve) => server.close(() => resolve())) : Promise.resolve();
}

/** Serves an emulated device; resolves when clients can connect. Errors: `port.taken`. */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const { emulator, log = () => undefined, faults = createFaults() } = options;
  const { accept, cut, speak } = serveClients(emulator, createLine(options, faults));
  const server = createServer(accept);
  const port = await listen(server, options.port ?? 0);
  const address = `tcp://${loopback}:${port}`;
  log(`${emulator.name} answers at ${address}`);
  const stopFaults = faults.onChange(async ({ vanished }) => {
    if (vanished) {
      cut();
      await unlisten(server);
    } else if (!server.listening) await listen(server, port);
  });
  const stopSpeaking = emulator.speak === undefined ? undefined : options.clock.every(emulator.speak.everyMs, speak);
  return {
    port,
    address,
    faults,
    async close() {
      stopSpeaking?.();
      stopFaults();
      cut();
      await unlisten(server);
    },
  };
}
