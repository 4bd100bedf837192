// Keeps oversized MQTT packets from being gathered in memory: the length is at their start.
import { Duplex } from 'node:stream';

/** Longest body of a packet, and of the first one, which comes from a stranger; bytes. */
export interface PacketLimits {
  readonly bytes: number;
  readonly firstBytes: number;
}

/** The same stream, which fails as soon as a packet announces more. */
export function limitPackets(stream: Duplex, limits: PacketLimits): Duplex {
  return new LimitedStream(stream, limits);
}

class LimitedStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limits: PacketLimits;
  #isFirst = true;
  /** Bytes left of the packet under way. */
  #bodyBytes = 0;
  #headerBytes = 0;
  #length = 0;

  constructor(stream: Duplex, limits: PacketLimits) {
    super();
    this.#stream = stream;
    this.#limits = limits;
    stream.on('data', (chunk: Buffer) => {
      if (!this.#isWithin(chunk)) this.destroy(new Error(`a packet of more than ${this.#mostBytes} bytes`));
      else if (!this.push(chunk)) stream.pause();
    });
    stream.on('end', () => this.push(null));
    stream.on('error', (thrown) => this.destroy(thrown));
    stream.on('close', () => this.destroy());
  }

  /**
   * All there is, where no size is asked for: from Node 26 on that would be the first piece, and Aedes, which asks once for each time
   * something came, would leave the others until the next comes.
   */
  override read(size?: number | null): unknown {
    return super.read(size ?? (this.readableLength === 0 ? undefined : this.readableLength));
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (thrown?: Error | null) => void): void {
    this.#stream.write(chunk, done);
  }

  /** One write for what was collected under `cork`: a packet is not split into segments. */
  override _writev(pieces: { chunk: Buffer }[], done: (thrown?: Error | null) => void): void {
    this.#stream.write(Buffer.concat(pieces.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  override _destroy(thrown: Error | null, done: (thrown: Error | null) => void): void {
    this.#stream.destroy();
    done(thrown);
  }

  get #mostBytes(): number {
    return this.#isFirst ? this.#limits.firstBytes : this.#limits.bytes;
  }

  #isWithin(chunk: Buffer): boolean {
    for (let index = 0; index < chunk.length; ) {
      const skipped = Math.min(this.#bodyBytes, chunk.length - index);
      this.#bodyBytes -= skipped;
      index += skipped;
      if (index === chunk.length) break;
      this.#takeHeader(chunk[index] ?? 0);
      index += 1;
      if (this.#bodyBytes > this.#mostBytes) return false;
      if (this.#headerBytes === 0) this.#isFirst = false;
    }
    return true;
  }

  /** Follows a fixed header: a type byte, then the length in groups of 7 bits. Source: MQTT 3.1.1, section 2.2. */
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
