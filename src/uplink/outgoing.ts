// What a home still has to send, over its spool, in two lanes of one connection: what is read now goes out at once, and behind it the
// back-log is filled in, oldest first, in pieces that never hold a live value up for long. A position is forgotten when the far
// side has said that it is durable there.
import type { Clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import type { Spool, Spooled } from '#core/spool.ts';
import { Positions, type Span } from './positions.ts';
import { type SentBatch, type UpFrame, wireBounds } from './wire.ts';

/** Options of {@link Outgoing}. */
export interface OutgoingOptions {
  readonly spool: Spool;
  readonly clock: Clock;
  /** Sends a frame; returns its length, bytes. */
  send(frame: Extract<UpFrame, { type: 'batches' }>): number;
  /** Bytes that the network has not taken yet. */
  buffered(): number;
  /** Something it needs failed; the connection is of no use any more. */
  onFailure(error: unknown): void;
}

/** Live batches wait this long for others, ms. */
const gatherMs = 100;
/** Live bytes that are not acknowledged; beyond them live batches take the lane of the back-log, which has no bound but the spool. */
const mostLiveBytes = 512 * 1024;
/** Bytes that the network has not taken; beyond them nothing is added. */
const mostBuffered = 128 * 1024;
/** A piece of the back-log, bytes: it grows while it is acknowledged quickly. */
const piece = { least: 4 * 1024, first: 16 * 1024, most: 256 * 1024 } as const;
/** The piece should be through within this time, ms, so that a live value behind it waits no longer. */
const pieceMs = 250;
/** Bytes of the back-log that have arrived and are not acknowledged. */
const mostFillBytes = 2 * 1024 * 1024;
/** Batches read from the spool at once. */
const readAhead = 2000;

interface Flight {
  readonly lane: 'live' | 'fill';
  readonly span: Span;
  readonly bytes: number;
  readonly sentMs: number;
  /** Whether the far side has it, though not yet durably. */
  hasArrived: boolean;
}

const sizeOf = ({ metric, device }: Batch): number => 40 + device.length + metric.length * 40;

const stripped = ({ site: _site, ...batch }: Batch): SentBatch => batch;

/** The sending side of one connection. */
export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #acked: Positions;
  readonly #flights: Flight[] = [];
  #live: Spooled[] = [];
  #cancelLive: (() => void) | undefined;
  #ahead: readonly Spooled[] = [];
  #pieceBytes: number = piece.first;
  #isEnded = false;
  #isFilling = false;

  /** `acked`: what the far side has already; `live`: what was read just now. */
  constructor(
    options: OutgoingOptions,
    { acked, live }: { readonly acked: Positions; readonly live: readonly Spooled[] },
  ) {
    this.#options = options;
    this.#acked = acked;
    options.spool.done(acked.upTo);
    for (const spooled of live) this.taken(spooled);
    this.#fill();
  }

  /** When the oldest that is not acknowledged was sent, ms (monotonic); undefined if nothing is. */
  get waitsSinceMs(): number | undefined {
    return this.#flights[0]?.sentMs;
  }

  /** A batch that was just added to the spool. */
  taken(spooled: Spooled): void {
    if (this.#isEnded) return;
    this.#live.push(spooled);
    this.#cancelLive ??= this.#options.clock.after(gatherMs, () => {
      this.#cancelLive = undefined;
      this.#sendLive();
    });
  }

  /** A piece of the back-log has arrived at the far side, which has not kept it yet: the next may follow. */
  arrived(span: Span): void {
    const flight = this.#flights.find((one) => one.span[0] === span[0] && one.span[1] === span[1]);
    if (flight === undefined || flight.hasArrived) return;
    flight.hasArrived = true;
    this.#pace(this.#options.clock.monotonicMs() - flight.sentMs);
    this.#fill();
  }

  /** The far side has kept these. */
  acked(span: Span): void {
    const at = this.#flights.findIndex((one) => one.span[0] === span[0] && one.span[1] === span[1]);
    // Nothing that was not sent on this connection is taken for kept.
    if (at < 0) return;
    this.#flights.splice(at, 1);
    this.#acked.add(span);
    this.#options.spool.done(this.#acked.upTo);
    this.#fill();
  }

  /** These were not taken: they go out again, with the back-log. */
  again(span: Span): void {
    const at = this.#flights.findIndex((one) => one.span[0] === span[0] && one.span[1] === span[1]);
    if (at >= 0) this.#flights.splice(at, 1);
    this.#ahead = [];
    this.#fill();
  }

  /** Nothing is sent any more; what is not acknowledged stays in the spool. */
  end(): void {
    this.#isEnded = true;
    this.#cancelLive?.();
  }

  #pace(tookMs: number): void {
    if (tookMs < pieceMs) this.#pieceBytes = Math.min(piece.most, this.#pieceBytes * 2);
    else if (tookMs > 2 * pieceMs) this.#pieceBytes = Math.max(piece.least, Math.floor(this.#pieceBytes / 2));
  }

  #sendLive(): void {
    const live = this.#live;
    this.#live = [];
    const underWay = this.#flights.reduce((sum, { lane, bytes }) => sum + (lane === 'live' ? bytes : 0), 0);
    const fits = underWay < mostLiveBytes && this.#options.buffered() < mostBuffered;
    if (fits) for (const part of inRow(live, piece.most)) this.#send('live', part);
    // The others are in the spool, and so in the other lane.
    else this.#fill();
  }

  #send(lane: Flight['lane'], part: readonly Spooled[]): void {
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined || this.#isEnded) return;
    const { send, clock } = this.#options;
    const sentMs = clock.monotonicMs();
    const bytes = send({
      type: 'batches',
      lane,
      from: first.position,
      batches: part.map(({ batch }) => stripped(batch)),
    });
    this.#flights.push({ lane, span: [first.position, last.position], bytes, sentMs, hasArrived: false });
  }

  #fill(): void {
    const fills = this.#flights.filter(({ lane }) => lane === 'fill');
    const isFull = fills.reduce((sum, { bytes }) => sum + bytes, 0) >= mostFillBytes;
    if (this.#isFilling || this.#isEnded || isFull || fills.some(({ hasArrived }) => !hasArrived)) return;
    this.#isFilling = true;
    this.#fillNext().then(
      () => void (this.#isFilling = false),
      (error: unknown) => {
        this.#isFilling = false;
        if (!this.#isEnded) this.#options.onFailure(error);
      },
    );
  }

  /** What is kept, under way, or goes out next by itself. */
  #covered(): Positions {
    return new Positions(this.#acked.upTo, [
      ...this.#acked.spans,
      ...this.#flights.map(({ span }) => span),
      ...this.#live.map(({ position }): Span => [position, position]),
    ]);
  }

  async #fillNext(): Promise<void> {
    const { spool } = this.#options;
    const from = this.#covered().gapAfter(0);
    if (from >= spool.next) return;
    if (!this.#ahead.some(({ position }) => position === from)) {
      const next = spool.next;
      this.#ahead = await spool.read(readAhead, from - 1);
      const found = this.#ahead[0]?.position ?? next;
      // What the bound of the spool has dropped does not come any more.
      if (found > from) this.#acked.add([from, found - 1]);
    }
    const covered = this.#covered();
    this.#ahead = this.#ahead.filter(({ position }) => position >= from && !covered.has(position));
    const [part] = inRow(this.#ahead, this.#pieceBytes);
    if (part !== undefined) this.#send('fill', part);
    else if (covered.gapAfter(0) < spool.next) await this.#fillNext();
  }
}

/** Batches whose positions follow each other, in parts of a size. */
function inRow(all: readonly Spooled[], mostBytes: number): readonly (readonly Spooled[])[] {
  const parts: Spooled[][] = [];
  let bytes = 0;
  for (const spooled of all) {
    const part = parts.at(-1);
    const size = sizeOf(spooled.batch);
    const follows = part?.at(-1)?.position === spooled.position - 1;
    if (part !== undefined && follows && bytes + size <= mostBytes && part.length < wireBounds.batches) {
      part.push(spooled);
      bytes += size;
    } else {
      parts.push([spooled]);
      bytes = size;
    }
  }
  return parts;
}
