// Keeps oversized MQTT packets from being gathered in memory: the length stands at their start.
import { Duplex, pipeline, Transform, type TransformCallback } from 'node:stream';

/** The same stream, which fails as soon as a packet announces more than `maxBytes`. */
export function limitPackets(stream: Duplex, maxBytes: number): Duplex {
  const limiter = new PacketLimiter(maxBytes);
  pipeline(stream, limiter, () => undefined);
  return Duplex.from({ readable: limiter, writable: stream });
}

/** Follows the fixed headers: a type byte, then the length in groups of 7 bits. Source: MQTT 3.1.1, section 2.2. */
class PacketLimiter extends Transform {
  readonly #maxBytes: number;
  #bodyBytes = 0;
  #length = 0;
  #headerBytes = 0;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    for (let index = 0; index < chunk.length; ) {
      if (this.#bodyBytes > 0) {
        const skipped = Math.min(this.#bodyBytes, chunk.length - index);
        this.#bodyBytes -= skipped;
        index += skipped;
        continue;
      }
      this.#takeHeader(chunk[index] ?? 0);
      index += 1;
      if (this.#bodyBytes > this.#maxBytes) {
        done(new Error(`a packet of ${this.#bodyBytes} bytes; ${this.#maxBytes} are allowed`));
        return;
      }
    }
    done(null, chunk);
  }

  #takeHeader(byte: number): void {
    this.#headerBytes += 1;
    if (this.#headerBytes === 1) return;
    this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 2);
    if (byte >= 0x80 && this.#headerBytes < 5) return;
    this.#bodyBytes = this.#length;
    this.#length = 0;
    this.#headerBytes = 0;
  }
}
