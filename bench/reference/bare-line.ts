// The barest way to ask: write the request, take 'data' until the carriage return. No queue, no checksum, no time-out.
import type { Duplex } from 'node:stream';

const carriageReturn = 0x0d;

/** Asks one after the other and gives the ms from each write to the last byte of its answer. */
export function bareAsks(stream: Duplex, request: Uint8Array, count: number): Promise<readonly number[]> {
  const { promise, resolve } = Promise.withResolvers<readonly number[]>();
  const times: number[] = [];
  let startMs = 0;
  const ask = (): void => {
    startMs = performance.now();
    stream.write(request);
  };
  const onBytes = (bytes: Buffer): void => {
    if (bytes.at(-1) !== carriageReturn) return;
    times.push(performance.now() - startMs);
    if (times.length < count) {
      ask();
      return;
    }
    stream.off('data', onBytes);
    // Promises do not go on at events of serialport's poller (src/transport/poller-turn.ts).
    setImmediate(() => resolve(times));
  };
  stream.on('data', onBytes);
  ask();
  return promise;
}
