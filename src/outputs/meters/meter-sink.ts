// A meter that runs: its ports, opened again when they could not be; whether there is a fresh reading; and who asked last.
import { isIP } from 'node:net';
import { createHash } from 'node:crypto';
import type { OpenPort } from '#core/listening.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { OutputSample, OutputTested } from '#core/output.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Sink, SinkListener, SinkParts } from '../output-kind.ts';
import type { MeterReading, ReadingChoice } from './meter-reading.ts';
import { meterSource, type MeterSource } from './meter-source.ts';

/** So often it is looked whether there is a fresh reading, and something is sent where the protocol sends, ms. */
const everyMs = 1000;
/** So long after ports could not be opened they are tried again, ms. */
const againMs = 10_000;

/** What a meter does beside listening. */
export interface MeterWork {
  /** Opens its ports; those that are open when one fails are closed by whoever called. */
  open(opened: (port: Pick<OpenPort, 'close'>) => void): Promise<void>;
  /** Called once a second with a fresh reading, while the ports are open. */
  tick?(reading: MeterReading): Promise<void>;
}

/** Hears who asked, and whether it was given what it asked for: an error and silence are no answers. */
export type MeterAsked = (by: string, isGiven: boolean) => void;

/** What it is made of. */
export interface MeterSinkParts extends Pick<SinkParts, 'clock'> {
  readonly source: MeterSource;
  readonly listener: SinkListener;
  work(asked: MeterAsked): MeterWork;
}

/** Why a port could not be opened, with what helps: nobody who looks later asks for a test first. */
function withHelp(error: unknown): Reason {
  const reason = reasonOf(error);
  const help = isSolsteadError(error) ? error.help : undefined;
  return help === undefined ? reason : because('meter.not-open', { reason, help });
}

/** The running meter. */
export class MeterSink implements Sink {
  readonly #parts: MeterSinkParts;
  readonly #work: MeterWork;
  readonly #ports: Pick<OpenPort, 'close'>[] = [];
  readonly #ending = new AbortController();
  readonly #ran: Promise<void>;
  #count = 0;
  #last: { readonly by: string; readonly atMs: number } | undefined;

  constructor(parts: MeterSinkParts) {
    this.#parts = parts;
    this.#work = parts.work((by, isGiven) => {
      if (isGiven) this.#count += 1;
      this.#last = { by, atMs: parts.clock.nowMs() };
    });
    this.#ran = this.#run();
  }

  /** Nothing is kept for anybody. */
  deliver(): Promise<void> {
    return Promise.resolve();
  }

  answered(): { readonly count: number; readonly last?: { readonly by: string; readonly atMs: number } } {
    return { count: this.#count, ...(this.#last === undefined ? {} : { last: this.#last }) };
  }

  async close(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    await this.#ran;
    await this.#closePorts();
    this.#parts.source.close();
  }

  async #closePorts(): Promise<void> {
    await Promise.all(this.#ports.splice(0).map((port) => port.close()));
  }

  async #run(): Promise<void> {
    const { clock, listener } = this.#parts;
    const { signal } = this.#ending;
    let isOpen = false;
    while (!signal.aborted) {
      if (!isOpen) isOpen = await this.#open();
      // Who is on the way out tells nothing any more.
      if (isOpen && !signal.aborted) listener.onState(await this.#tick());
      await clock.sleep(isOpen ? everyMs : againMs, { signal }).catch(() => undefined);
    }
  }

  async #open(): Promise<boolean> {
    try {
      await this.#work.open((port) => void this.#ports.push(port));
      return true;
    } catch (error) {
      await this.#closePorts();
      this.#parts.listener.onState(withHelp(error));
      return false;
    }
  }

  /** Why it is silent; nothing: it is not. */
  async #tick(): Promise<Reason | undefined> {
    const reading = this.#parts.source.read();
    if ('code' in reading) return reading;
    try {
      await this.#work.tick?.(reading);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** Errors: `input.invalid`: it is no IP address. */
export function assertAddress(address: string): void {
  if (isIP(address) === 0)
    throw new SolsteadError('input.invalid', { at: 'settings.address', why: because('meter.address') });
}

/** Five bytes that are always the same for an output of a home, and another's for none. */
export function ownBytes({ id, home }: Pick<SinkParts, 'id' | 'home'>): Uint8Array {
  return createHash('sha256').update(`${home.facts.site.id} ${id}`).digest().subarray(0, 5);
}

/** Opens what a meter needs for a moment, and shows what it would answer now. Errors: `port.taken`, `input.usage`, `link.*`. */
export async function testMeter(
  choice: ReadingChoice,
  parts: SinkParts,
  { work, samples }: { readonly work: MeterWork; samples(reading: MeterReading): readonly OutputSample[] },
): Promise<OutputTested> {
  const startMs = parts.clock.monotonicMs();
  const opened: Pick<OpenPort, 'close'>[] = [];
  const source = meterSource(choice, parts);
  try {
    await work.open((port) => void opened.push(port));
    const reading = source.read();
    const tookMs = Math.round(parts.clock.monotonicMs() - startMs);
    if ('code' in reading)
      return { tookMs, samples: [], count: 0, note: because('meter.silent-now', { reason: reading }) };
    const shown = samples(reading);
    return { tookMs, samples: shown, count: shown.length };
  } finally {
    source.close();
    await Promise.all(opened.map((port) => port.close()));
  }
}
