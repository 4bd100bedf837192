// Where the lines of the log go: to standard error, at once. A disk that is full, or a reader that is gone, stops nothing: lines are dropped,
// and counted in the next one that can be written. Nothing waits for a reader that is slow: what it does not take yet is kept, within a bound.
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { type Clock, systemClock } from '#core/clock.ts';
import { systemCode } from '#core/errors.ts';

/** Level of the line that counts. Source: pino. */
const warnLevel = 40;
/** How much waits for a slow reader, bytes, and how often it is tried whether it takes more, ms. */
const [mostBytes, tryMs] = [256 * 1024, 50] as const;
/** How long the end of the process waits for it, and how often it is tried then, ms. */
const [lastMs, lastTryMs] = [500, 10] as const;

/** What writes some of the bytes, and says how many. Throws the errors of `node:fs`. */
export type WriteSome = (bytes: Uint8Array) => number;

/** A destination of lines. */
export interface LogLines {
  write(line: string): void;
  /** Waits for a slow reader for half a second at most; for the end of the process. */
  flushSync(): void;
}

/** What {@link logLines} needs; `format` is how a line is shown. */
export interface LogLinesOptions extends Pick<Clock, 'nowMs' | 'every'> {
  format(line: string): string;
}

const pause = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lastTryMs);

/** A line that waits: what is left of it, whether some of it was written, and how many lines are lost with it. */
interface Waiting {
  rest: Uint8Array;
  isBegun: boolean;
  readonly lines: number;
}

class Lines implements LogLines {
  readonly #options: LogLinesOptions;
  readonly #writeSome: WriteSome;
  /** What the reader did not take yet. */
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #lost = 0;
  /** Whether the last line that was written was cut off in its middle. */
  #isCut = false;
  #stop: (() => void) | undefined;

  constructor(options: LogLinesOptions, writeSome: WriteSome) {
    this.#options = options;
    this.#writeSome = writeSome;
  }

  write(line: string): void {
    // Once lines were dropped there must be room again: else every other one would be a count.
    if (this.#lost > 0 && this.#bytes > mostBytes / 2) this.#lost += 1;
    else {
      this.#tellLost();
      this.#add(line, 1);
    }
    this.#drain();
  }

  flushSync(): void {
    if (this.#bytes > 0) this.#tellLost();
    for (let waitedMs = 0; this.#drain() && waitedMs < lastMs; waitedMs += lastTryMs) pause();
  }

  #tellLost(): void {
    const lost = this.#lost;
    if (lost === 0) return;
    this.#lost = 0;
    const count = { level: warnLevel, time: this.#options.nowMs(), lost, msg: 'lines of the log could not be written' };
    this.#add(`${JSON.stringify(count)}\n`, lost);
  }

  #add(line: string, lines: number): void {
    const rest = Buffer.from(this.#options.format(line));
    if (this.#bytes + rest.length > mostBytes) {
      this.#lost += lines;
      return;
    }
    this.#waiting.push({ rest, isBegun: false, lines });
    this.#bytes += rest.length;
  }

  /** Writes what the reader takes; whether something is left. */
  #drain(): boolean {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      try {
        if (this.#isCut) this.#isCut = this.#writeSome(Buffer.from('\n')) === 0;
        this.#took(first, this.#writeSome(first.rest));
      } catch (thrown) {
        if (systemCode(thrown) === 'EAGAIN') break;
        this.#drop(first);
      }
    }
    const isLeft = this.#waiting.length > 0;
    if (isLeft) this.#stop ??= this.#options.every(tryMs, () => this.#tryAgain());
    else {
      this.#stop?.();
      this.#stop = undefined;
    }
    return isLeft;
  }

  #tryAgain(): void {
    if (this.#drain()) return;
    this.#tellLost();
    this.#drain();
  }

  #took(first: Waiting, count: number): void {
    this.#bytes -= count;
    first.rest = first.rest.subarray(count);
    first.isBegun ||= count > 0;
    if (first.rest.length === 0) this.#waiting.shift();
  }

  /** Lets a line go that can never be written. */
  #drop({ rest, isBegun, lines }: Waiting): void {
    this.#bytes -= rest.length;
    this.#waiting.shift();
    this.#lost += lines;
    this.#isCut ||= isBegun;
  }
}

/** A destination of lines. */
export const logLines = (options: LogLinesOptions, writeSome: WriteSome): LogLines => new Lines(options, writeSome);

/** Standard error, opened anew so that it never waits, whoever else has it: its other holders see nothing of that. */
function errorFile(): number {
  try {
    const found = fstatSync(2);
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
    if (found.isFIFO() || found.isCharacterDevice())
      return openSync('/proc/self/fd/2', O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    // Another system, another user's pipe, or no reader.
  }
  // A socket, as of a service of systemd, or a pipe does not wait once Node has it as a stream.
  void process.stderr;
  return 2;
}

/** The lines of this process; what waits for a slow reader is waited for at its end. */
export function errorLines(format: (line: string) => string): LogLines {
  let file: number | undefined;
  const { nowMs } = systemClock;
  const every: Clock['every'] = (ms, run) => {
    const stop = systemClock.every(ms, run);
    const last = (): void => lines.flushSync();
    process.on('exit', last);
    return () => {
      process.off('exit', last);
      stop();
    };
  };
  const lines = logLines({ nowMs, every, format }, (bytes) => writeSync((file ??= errorFile()), bytes));
  return lines;
}
