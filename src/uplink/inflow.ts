// How much one connection may say: whoever says more waits, and nobody else does.
import type { Clock } from '#core/clock.ts';
import type { FrameSocket } from '#core/frame-socket.ts';

/** What may be said at once, and in a second. */
const bucket = { bytes: 8 * 1024 * 1024, bytesPerSecond: 2 * 1024 * 1024, frames: 1000, framesPerSecond: 250 } as const;
/** Bytes that wait to be taken. */
const mostWaitingBytes = 4 * 1024 * 1024;

/** What comes in on a connection. */
export class Inflow {
  readonly #clock: Clock;
  readonly #socket: Pick<FrameSocket, 'pause' | 'resume'>;
  #bytes: number = bucket.bytes;
  #frames: number = bucket.frames;
  #filledMs: number;
  #waitingBytes = 0;
  #isResting = false;

  constructor(clock: Clock, socket: Pick<FrameSocket, 'pause' | 'resume'>) {
    this.#clock = clock;
    this.#socket = socket;
    this.#filledMs = clock.monotonicMs();
  }

  /** A text came, and waits to be taken. */
  came(bytes: number): void {
    const nowMs = this.#clock.monotonicMs();
    const seconds = (nowMs - this.#filledMs) / 1000;
    this.#filledMs = nowMs;
    this.#waitingBytes += bytes;
    this.#bytes = Math.min(bucket.bytes, this.#bytes + seconds * bucket.bytesPerSecond) - bytes;
    this.#frames = Math.min(bucket.frames, this.#frames + seconds * bucket.framesPerSecond) - 1;
    const lacks = Math.max(-this.#bytes / bucket.bytesPerSecond, -this.#frames / bucket.framesPerSecond);
    if (lacks > 0 && !this.#isResting) {
      this.#isResting = true;
      this.#clock.after(lacks * 1000, () => {
        this.#isResting = false;
        this.#look();
      });
    }
    this.#look();
  }

  /** It was taken. */
  taken(bytes: number): void {
    this.#waitingBytes -= bytes;
    this.#look();
  }

  #look(): void {
    if (this.#isResting || this.#waitingBytes > mostWaitingBytes) this.#socket.pause();
    else this.#socket.resume();
  }
}
