// One exchange over a link of bytes: from the first byte of the request to the answer or a classed error.
// The link feeds it what arrives; it knows frames only through the framer it is given.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { concatBytes, equalBytes, printable } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Frame } from '#core/framer.ts';
import type { Expectation } from '#core/link.ts';

/** What an exchange must know of its line. */
export interface Line {
  /** Address of the link, for errors. */
  readonly name: string;
  /** Time one byte takes, ms. */
  readonly byteMs: number;
  /** Longest silence inside an answer unless the request says otherwise, ms; what the line's speed needs is added. */
  readonly silenceMs: number;
  /** Whether the line carries fixed reports, filled with zeros after the end of a frame (USB HID). */
  readonly padded: boolean;
}

/** Bytes of a line at which a silence is the end of an answer, whatever the clock says. */
const silenceBytes = 30;
/** Extra time when a wait is over, ms: bytes may have reached the system while this process was busy. */
const lastLookMs = 10;
/** A device that sends so many times the longest answer, and a little, talks without end. */
const mostAnswers = 4;
const mostBesides = 1024;
/** Bytes of an answer that an error shows. */
const shownBytes = 60;

/** Longest silence inside an answer, ms. */
export function silenceMsOf(line: Line, expectation: Expectation): number {
  const { silenceMs } = expectation;
  return silenceMs === undefined ? Math.max(line.silenceMs, silenceBytes * line.byteMs) : silenceMs + 4 * line.byteMs;
}

/** An exchange under way; `answer` settles once. */
export class Exchange {
  readonly answer: Promise<Uint8Array>;
  readonly #line: Line;
  readonly #clock: Clock;
  readonly #request: Uint8Array;
  readonly #expectation: Expectation;
  readonly #silenceMs: number;
  readonly #responseEndMs: number;
  readonly #settle: { resolve(frame: Uint8Array): void; reject(reason: unknown): void };
  readonly #cancelBound: () => void;
  #cancelQuiet: () => void;
  #settled = false;
  #received = 0;
  /** The first bytes that came, to recognise an echo and to show in an error. */
  #head: Uint8Array = new Uint8Array(0);
  #frames = 0;
  #passedOver = 0;
  #fault: Frame | undefined;

  /** Starts waiting now: the caller sends the request in the same turn. */
  constructor(line: Line, clock: Clock, { request, expectation }: { request: Uint8Array; expectation: Expectation }) {
    this.#line = line;
    this.#clock = clock;
    this.#request = request;
    this.#expectation = expectation;
    this.#silenceMs = silenceMsOf(line, expectation);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    this.answer = promise;
    this.#settle = { resolve, reject };
    const responseMs = request.length * line.byteMs + expectation.responseMs;
    this.#responseEndMs = clock.monotonicMs() + responseMs;
    const boundMs = responseMs + 2 * expectation.maxBytes * line.byteMs + this.#silenceMs;
    this.#cancelQuiet = clock.after(responseMs, this.#lookOnce);
    this.#cancelBound = clock.after(boundMs + lastLookMs, this.#giveUp);
    expectation.framer.reset();
    expectation.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Takes what arrived; the first accepted frame ends the exchange. */
  receive(bytes: Uint8Array): void {
    if (this.#settled) return;
    this.#received += bytes.length;
    const room = this.#request.length + shownBytes - this.#head.length;
    if (room > 0) this.#head = concatBytes(this.#head, bytes.subarray(0, room));
    const most = mostAnswers * this.#expectation.maxBytes + 2 * this.#request.length + mostBesides;
    const taken = bytes.subarray(0, Math.max(0, bytes.length - Math.max(0, this.#received - most)));
    try {
      const answer = this.#line.padded ? this.#scanReport(taken) : this.#scan(taken);
      if (answer === undefined && this.#received > most) this.fail(this.#endless());
      else if (answer === undefined) this.#waitOn();
      else this.#end(() => this.#settle.resolve(answer));
    } catch (thrown) {
      // A framer or `accepts` that throws is our own mistake; it must end this exchange, not the process.
      this.fail(thrown);
    }
  }

  /** Ends the exchange with an error; does nothing when it has ended. */
  fail(reason: unknown): void {
    if (!this.#settled) this.#end(() => this.#settle.reject(reason));
  }

  /** The wait is over: what silence completes may be the answer, else it failed. */
  readonly #giveUp = (): void => {
    if (this.#settled) return;
    try {
      const answer = this.#choose(this.#expectation.framer.end?.() ?? []);
      if (answer === undefined) this.fail(this.#failure());
      else this.#end(() => this.#settle.resolve(answer));
    } catch (thrown) {
      this.fail(thrown);
    }
  };

  readonly #lookOnce = (): void => {
    this.#cancelQuiet = this.#clock.after(lastLookMs, this.#giveUp);
  };

  readonly #onAbort = (): void => this.fail(this.#expectation.signal?.reason);

  #end(settle: () => void): void {
    this.#settled = true;
    this.#cancelQuiet();
    this.#cancelBound();
    this.#expectation.signal?.removeEventListener('abort', this.#onAbort);
    settle();
  }

  /** Feeds the framer; returns the accepted frame if one came. */
  #scan(bytes: Uint8Array): Uint8Array | undefined {
    return this.#choose(this.#expectation.framer.push(bytes));
  }

  #choose(frames: readonly Frame[]): Uint8Array | undefined {
    for (const frame of frames) {
      this.#frames += 1;
      if (frame.fault === undefined && this.#expectation.accepts(frame.bytes)) return frame.bytes;
      if (frame.fault === undefined || equalBytes(frame.bytes, this.#request)) this.#passedOver += 1;
      else if (this.#fault?.fault !== 'checksum') this.#fault = frame;
    }
    return undefined;
  }

  /**
   * Feeds one report byte by byte: zeros from the end of a frame to the end of the report are filling. Only here can
   * they be told from data, since a checksum may hold a zero.
   */
  #scanReport(report: Uint8Array): Uint8Array | undefined {
    let isFrameEnd = false;
    for (let index = 0; index < report.length; index += 1) {
      if (isFrameEnd && report.subarray(index).every((byte) => byte === 0)) return undefined;
      const frames = this.#frames;
      const answer = this.#scan(report.subarray(index, index + 1));
      if (answer !== undefined) return answer;
      isFrameEnd = this.#frames !== frames;
    }
    return undefined;
  }

  /** An answer that has begun ends on silence; noise and an echo do not shorten the time the device may think. */
  #waitOn(): void {
    const hasBegun = (this.#expectation.framer.pending > 0 || this.#fault !== undefined) && !this.#isEchoOnly();
    const leftMs = hasBegun ? 0 : this.#responseEndMs - this.#clock.monotonicMs();
    this.#cancelQuiet();
    this.#cancelQuiet = this.#clock.after(Math.max(leftMs, this.#silenceMs), this.#lookOnce);
  }

  /** Whether what came is the request and nothing more; framers that drop what they do not know never report it. */
  #isEchoOnly(): boolean {
    const { length } = this.#request;
    const isFilling = this.#line.padded && this.#head.subarray(length).every((byte) => byte === 0);
    if (length === 0 || (this.#received !== length && !isFilling)) return false;
    return equalBytes(this.#head.subarray(0, length), this.#request);
  }

  #endless(): SolsteadError {
    const bytes = external(printable(this.#head.subarray(0, shownBytes), shownBytes));
    const why = because('answer.endless', { count: this.#received, bytes });
    return new SolsteadError('frame.malformed', { at: this.#line.name, why });
  }

  #failure(): SolsteadError {
    const at = this.#line.name;
    const ms = Math.round(this.#expectation.responseMs);
    if (this.#received === 0) return new SolsteadError('link.timeout', { at, why: because('answer.none', { ms }) });
    if (this.#isEchoOnly()) return new SolsteadError('link.timeout', { at, why: because('answer.echo', { ms }) });
    if (this.#fault?.fault === 'checksum')
      return new SolsteadError('frame.checksum', {
        at,
        why: because('answer.checksum', { bytes: external(printable(this.#fault.bytes, shownBytes)) }),
      });
    if (this.#fault === undefined && this.#passedOver > 0 && this.#expectation.framer.pending === 0)
      return new SolsteadError('link.timeout', {
        at,
        why: because('answer.foreign', { ms, count: this.#passedOver }),
      });
    const shown = printable((this.#fault?.bytes ?? this.#head).subarray(0, shownBytes), shownBytes);
    return new SolsteadError('frame.malformed', {
      at,
      why: because('answer.broken', { count: this.#received, bytes: external(shown) }),
    });
  }
}
