// Keeps oversized MQTT packets from being gathered in memory – the length is at their start – and lets no more of them through than a pace allows.
import { Duplex } from 'node:stream';
import type { Pace } from './broker-pace.ts';

/** Longest body of a packet, and of the first one, which comes from a stranger; bytes. */
export interface PacketLimits {
  readonly bytes: number;
  readonly firstBytes: number;
}

/** The same stream, which fails as soon as a packet announces more. What a pace holds back stays with the sender. */
export function limitPackets(stream: Duplex, limits: PacketLimits, pace?: Pace): Duplex {
  return new LimitedStream(stream, limits, pace);
}

class LimitedStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limits: PacketLimits;
  #isFirst = true;
  /** Bytes left of the packet under way. */
  #bodyBytes = 0;
  #headerBytes = 0;
  #length = 0;
  readonly #pace: Pace | undefined;
  /** How long the packets behind the last one have to wait, ms. */
  #waitMs = 0;
  /** Ends a wait under way. */
  #endWait: (() => void) | undefined;
  /** The sender says nothing more, or is gone. */
  #left: 'ended' | 'gone' | undefined;

  constructor(stream: Duplex, limits: PacketLimits, pace: Pace | undefined) {
    super();
    this.#stream = stream;
    this.#limits = limits;
    this.#pace = pace;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('end', () => this.#leave('ended'));
    stream.on('error', (thrown) => this.destroy(thrown));
    stream.on('close', () => this.#leave('gone'));
  }

  /** What was said before and still waits is heard first: who says much and leaves has said it. */
  #leave(how: 'ended' | 'gone'): void {
    this.#left = how;
    if (this.#endWait !== undefined) return;
    if (how === 'gone') this.destroy();
    else this.push(null);
  }

  /** What waited has passed, or a part of it has. */
  #waited(): void {
    if (this.#endWait !== undefined || this.destroyed) return;
    if (this.#left === undefined) {
      if (this.readableLength < this.readableHighWaterMark) this.#stream.resume();
      return;
    }
    if (this.#left === 'gone') this.once('end', () => this.destroy());
    this.push(null);
  }

  /**
   * All there is, where no size is asked for: from Node 26 on that would be the first piece, and Aedes, which asks once for each time
   * something came, would leave the others until the next comes.
   */
  override read(size?: number | null): unknown {
    return super.read(size ?? (this.readableLength === 0 ? undefined : this.readableLength));
  }

  override _read(): void {
    if (this.#endWait === undefined) this.#stream.resume();
  }

  /** Passes on what may pass now; the rest follows after the wait, and what is behind it is not read before. */
  #take(chunk: Buffer): void {
    const end = this.#passing(chunk);
    if (end === undefined) {
      this.destroy(new Error(`a packet of more than ${this.#mostBytes} bytes`));
      return;
    }
    if (end > 0 && !this.push(chunk.subarray(0, end))) this.#stream.pause();
    if (end === chunk.length) return;
    this.#stream.pause();
    const waitMs = this.#waitMs;
    this.#waitMs = 0;
    this.#endWait = this.#pace?.after(waitMs, () => {
      this.#endWait = undefined;
      this.#take(chunk.subarray(end));
      this.#waited();
    });
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
    this.#endWait?.();
    this.#stream.destroy();
    done(thrown);
  }

  get #mostBytes(): number {
    return this.#isFirst ? this.#limits.firstBytes : this.#limits.bytes;
  }

  /** Where what may pass ends; undefined: at a packet that is too long. */
  #passing(chunk: Buffer): number | undefined {
    for (let index = 0; index < chunk.length; ) {
      const skipped = Math.min(this.#bodyBytes, chunk.length - index);
      this.#bodyBytes -= skipped;
      index += skipped;
      if (index === chunk.length || this.#waitMs > 0) return index;
      this.#takeHeader(chunk[index] ?? 0);
      index += 1;
      if (this.#bodyBytes > this.#mostBytes) return undefined;
      if (this.#headerBytes > 0) continue;
      this.#isFirst = false;
      this.#waitMs = this.#pace?.spend(this.#bodyBytes) ?? 0;
    }
    return chunk.length;
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
