// Two streams joined inside the process: what is written to one is read from the other, whole writes as whole chunks.
// Node's duplexPair calls back inside a read, and a reader that reads once an event (Aedes) then waits forever.
import { Duplex } from 'node:stream';

type Done = (thrown?: Error | null) => void;

/** The two ends. */
export function streamPair(): readonly [Duplex, Duplex] {
  const [left, right] = [new End(), new End()];
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class End extends Duplex {
  peer: End | undefined;
  /** A write of the other end that waits until this one is read. */
  #waiting: Done | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.peer?.arrive(chunk, done);
  }

  override _writev(pieces: { chunk: Buffer }[], done: Done): void {
    this.peer?.arrive(Buffer.concat(pieces.map(({ chunk }) => chunk)), done);
  }

  override _read(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) process.nextTick(waiting);
  }

  override _final(done: Done): void {
    this.peer?.push(null);
    done();
  }

  override _destroy(thrown: Error | null, done: (thrown: Error | null) => void): void {
    const { peer } = this;
    this.peer = undefined;
    process.nextTick(() => peer?.destroy());
    done(thrown);
  }

  arrive(chunk: Buffer, done: Done): void {
    if (this.push(chunk)) process.nextTick(done);
    else this.#waiting = done;
  }
}
