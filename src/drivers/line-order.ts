// A line whose devices answer without saying which question they answer (Modbus RTU names neither register nor request): a question that
// was given up may be answered while the next one waits, in the same form. Such an answer is not taken. What is certain is the order: a
// device answers its questions one after another, so an answer that can be to one question only tells that none before it will come any more.
import { toHex } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Expectation, Link } from '#core/link.ts';
import { because } from '#core/reason.ts';
import type { WireFormat } from '#codec/wire.ts';

/** A question as it goes out, and what may be its answer. */
interface Sent {
  readonly request: Uint8Array;
  fits(frame: Uint8Array): boolean;
}

/** What is known of a question whose answer does not name it. */
export interface Unnamed {
  /** The command, for errors. */
  readonly name: string;
  /** Who answers, in the order of the questions. */
  readonly device: string;
  /** It sets something: it goes out once. */
  readonly isWrite: boolean;
  /** Between two questions, ms. */
  readonly pauseMs: number;
  /** Whether a frame may be its answer. */
  fits(frame: Uint8Array): boolean;
  /** Harmless questions whose answers differ from its own. */
  readonly guards: readonly Sent[];
}

/** An exchange on a line that keeps answers apart. */
export interface LineExpectation extends Expectation {
  readonly unnamed?: Unnamed | undefined;
}

/** A link as drivers use it. */
export interface AskedLine extends Omit<Link, 'sendAndReceive'> {
  /** As that of a link; besides `link.timeout` where it cannot be told which question was answered. */
  sendAndReceive(request: Uint8Array, expectation: LineExpectation): Promise<Uint8Array>;
}

/** Silence after an answer before the next question where a device asks for none, ms: more than 3.5 characters at 2400 baud. */
const shortestPauseMs = 20;

/** What an exchange of this command needs to be told from others; undefined where answers name their question. */
export function unnamedOf(
  wire: WireFormat,
  { command, pauseMs = 0, isWrite = false }: { command: string; pauseMs?: number | undefined; isWrite?: boolean },
): Unnamed | undefined {
  const { inOrder } = wire;
  if (inOrder === undefined) return undefined;
  const fitting = (name: string) => (frame: Uint8Array) => wire.answer(frame, name).kind !== 'foreign';
  return {
    name: command,
    device: inOrder.device,
    isWrite,
    pauseMs: Math.max(shortestPauseMs, pauseMs),
    fits: fitting(command),
    guards: inOrder.guards(command).map((guard) => ({ request: wire.request(guard), fits: fitting(guard) })),
  };
}

/** A question that may still be answered. */
interface Open {
  readonly device: string;
  readonly key: string;
  readonly name: string;
  fits(frame: Uint8Array): boolean;
  /** How often it was asked in a row, as far as that matters. */
  count: number;
}

/** Questions that are kept: more are open on no line that answers at all. */
const mostOpen = 64;
/** More answers to one question are on no line at once. */
const mostPending = 16;

/** The link, with answers kept apart. */
export function inOrder(link: Link, clock: Pick<Clock, 'sleep'>): AskedLine {
  return new OrderedLine(link, clock);
}

class OrderedLine implements AskedLine {
  readonly name: string;
  readonly #link: Link;
  readonly #clock: Pick<Clock, 'sleep'>;
  /** In the order in which they were asked. */
  #open: Open[] = [];

  constructor(link: Link, clock: Pick<Clock, 'sleep'>) {
    this.name = link.name;
    this.#link = link;
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.#link.isOpen;
  }

  get counters(): Link['counters'] {
    return this.#link.counters;
  }

  open(): Promise<void> {
    return this.#link.open();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  listen(onBytes: (bytes: Uint8Array) => void): () => void {
    return this.#link.listen(onBytes);
  }

  async sendAndReceive(request: Uint8Array, expectation: LineExpectation): Promise<Uint8Array> {
    const { unnamed, signal } = expectation;
    if (unnamed === undefined) return this.#link.sendAndReceive(request, expectation);
    const { device, isWrite, pauseMs } = unnamed;
    if (isWrite) {
      // It cannot be asked again: what may still come is waited for before. A device that does not answer is written to all the same.
      if (this.#open.some((open) => open.device === device)) await this.#settle(expectation, unnamed);
      return this.#exchange({ ...unnamed, request }, expectation);
    }
    const first = this.#open.find((open) => open.device === device);
    const answer = await this.#ask({ ...unnamed, request }, expectation);
    if (answer !== undefined) return answer;
    if (await this.#settle(expectation, unnamed)) {
      await this.#clock.sleep(pauseMs, { signal });
      const again = await this.#ask({ ...unnamed, request }, expectation);
      if (again !== undefined) return again;
    }
    const why = because('answer.to-which', { before: first?.name ?? unnamed.name });
    throw new SolsteadError('link.timeout', { at: this.name, why });
  }

  /** The answer to a question; undefined, at once, when one came that may be to another. */
  async #ask(sent: Sent & Unnamed, expectation: LineExpectation): Promise<Uint8Array | undefined> {
    let isDoubtful = false;
    const frame = await this.#exchange(sent, expectation, () => {
      isDoubtful = true;
      return true;
    });
    return isDoubtful ? undefined : frame;
  }

  /** Asks what only one answer fits, until one of these questions is answered: whether nothing that was asked before can come any more. */
  async #settle(expectation: LineExpectation, { guards, ...unnamed }: Unnamed): Promise<boolean> {
    const isNew = (guard: Sent): boolean => !this.#open.some(({ key }) => key === toHex(guard.request));
    const fresh = guards.filter(isNew);
    for (const guard of fresh.length === 0 ? guards : fresh) {
      await this.#clock.sleep(unnamed.pauseMs, { signal: expectation.signal });
      try {
        const { fits } = guard;
        await this.#exchange(
          { ...unnamed, ...guard, guards },
          {
            ...expectation,
            accepts: (frame) => fits(frame),
            // It is not what is asked for.
            onSend: undefined,
          },
        );
        if (!this.#open.some(({ device }) => device === unnamed.device)) return true;
      } catch (error) {
        if (!isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed')) throw error;
      }
    }
    return false;
  }

  /** One exchange; `onDoubt` says whether a frame that may answer another question as well ends it. */
  async #exchange(sent: Sent & Unnamed, expectation: Expectation, onDoubt = (): boolean => false): Promise<Uint8Array> {
    const key = toHex(sent.request);
    const sentBefore = this.#link.counters.bytesSent;
    this.#asked(sent, key);
    let isTaken = false;
    const accepts = (frame: Uint8Array): boolean => {
      if (sent.fits(frame) && this.#isDoubtful(sent.device, key, frame)) {
        this.#countOff(frame);
        return onDoubt();
      }
      isTaken = expectation.accepts(frame);
      return isTaken;
    };
    try {
      const frame = await this.#link.sendAndReceive(sent.request, { ...expectation, accepts });
      if (isTaken) this.#answered(sent.device, key);
      return frame;
    } catch (error) {
      if (this.#link.counters.bytesSent === sentBefore) this.#takeBack(sent.device, key);
      throw error;
    }
  }

  #isDoubtful(device: string, key: string, frame: Uint8Array): boolean {
    return this.#open.some((open) => (open.device !== device || open.key !== key) && open.fits(frame));
  }

  /**
   * A question less is open: the first that this can be the answer to. If it was to a later one, the first is not answered any more either;
   * so where nothing else tells, the answers are counted.
   */
  #countOff(frame: Uint8Array): void {
    const first = this.#open.find(({ fits }) => fits(frame));
    if (first !== undefined) first.count -= 1;
    this.#open = this.#open.filter(({ count }) => count > 0);
  }

  #asked({ device, name, fits }: Unnamed, key: string): void {
    const last = this.#open.findLast((open) => open.device === device);
    if (last?.key === key) last.count = Math.min(mostPending, last.count + 1);
    else this.#open.push({ device, key, name, fits, count: 1 });
    if (this.#open.length > mostOpen) this.#open.shift();
  }

  /** It was not sent after all. */
  #takeBack(device: string, key: string): void {
    const last = this.#open.findLast((open) => open.device === device && open.key === key);
    if (last !== undefined) last.count -= 1;
    this.#open = this.#open.filter(({ count }) => count > 0);
  }

  /** One was answered: what the device was asked before that is answered no more. The same question asked again may be. */
  #answered(device: string, key: string): void {
    const at = this.#open.findIndex((open) => open.device === device && open.key === key);
    const answered = this.#open[at];
    if (answered === undefined) return;
    answered.count -= 1;
    this.#open = this.#open.filter((open, index) => open.count > 0 && (open.device !== device || index >= at));
  }
}
