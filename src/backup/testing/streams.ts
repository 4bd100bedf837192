// Streams for the tests of backups.
import { fc } from '#tools/testkit/property.ts';

/** Bytes as a stream of chunks of this size. */
export async function* chunked(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** All of a stream. */
export async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream));
}

/** Sizes around the borders of chunks. */
export const anySize = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 65_534, max: 65_538 }),
  fc.integer({ min: 131_071, max: 131_074 }),
);
