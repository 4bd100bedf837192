// One connection of a home at the far side, once it is known whose it is: what comes is taken in order, counted once, and
// acknowledged when it is durable. A home that says too much waits; one that says what is no message is cut off.
import { isMetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { CommandResult, DeviceCommand } from '#core/command.ts';
import { type ErrorCode, errorRegistry, reasonOf, SolsteadError } from '#core/errors.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import { because, type Reason } from '#core/reason.ts';
import type { FarState } from './far-state.ts';
import { Inflow } from './inflow.ts';
import { Positions, type Span } from './positions.ts';
import type { SendCommand } from './received-devices.ts';
import {
  type DownFrame,
  frameText,
  type Hello,
  type SentBatch,
  type SentDevice,
  type UpFrame,
  upFrame,
} from './wire.ts';
import { uplinkCloses, WireError, wireBounds } from './wire.ts';

/** What a connection needs of the far side. */
export interface ReceiverOptions {
  readonly clock: Clock;
  readonly socket: FrameSocket;
  readonly state: FarState;
  /** Name of this installation. */
  hub(): string;
  /** The devices of the home are these, with their names. */
  reconcile(devices: readonly SentDevice[], send: SendCommand): Promise<void>;
  /** Whether the home has said what this device is. */
  knows(device: string): boolean;
  /** Hands a batch of a device of the home to its site; false if there is no such device. */
  deliver(batch: SentBatch): boolean;
  /** Resolves when all that was delivered is durable. Errors: `store.*`. */
  durable(): Promise<void>;
  /** It has said hello, and is the connection of its account from now on. */
  entered(): void;
  /** Keeps the state. Errors: `store.failed`. */
  keep(): Promise<void>;
  onTrouble(reason: Reason): void;
  newId(): string;
}

/** How far a time may be ahead of ours, ms: beyond it the gate of the site refuses a value. */
const futureMs = 60_000;
/** Acknowledgements of this long share one write, ms. */
const commitMs = 500;
/** Spans of a back-log that is filled in; more are not what our sender leaves. */
const mostSpans = wireBounds.spans;
/** Devices that are asked for on one connection. */
const mostAskedFor = 1000;
/** Longest wait for what became of a command, ms, and most that wait. */
const [commandMs, mostCommands] = [30_000, 50];

interface Taken {
  readonly span: Span;
  readonly refused: number;
}

interface Asked {
  take(frame: Extract<UpFrame, { type: 'result' }>): void;
  fail(error: Error): void;
}

/** The receiving side of one connection. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #asked = new Map<string, Asked>();
  #hello: Hello | undefined;
  /** What was received, and what is being stored. */
  #taking = new Positions();
  #taken: Taken[] = [];
  #committing: Promise<void> | undefined;
  #work: Promise<void> = Promise.resolve();
  #isEnded = false;
  readonly #inflow: Inflow;
  /** Devices that the home was asked about: it has not said what they are. */
  readonly #askedFor = new Set<string>();

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#inflow = new Inflow(options.clock, options.socket);
    this.#say({ type: 'known', hub: options.hub(), nowMs: options.clock.nowMs() });
  }

  /** Takes a text, behind those before. */
  hear(text: string): void {
    if (this.#isEnded) return;
    this.#inflow.came(text.length);
    this.#work = this.#work.then(async () => {
      this.#inflow.taken(text.length);
      if (this.#isEnded) return;
      try {
        await this.#take(upFrame(text));
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Ends it; what is being stored is stored. */
  async end(): Promise<void> {
    this.#isEnded = true;
    for (const asked of this.#asked.values())
      asked.fail(new SolsteadError('command.unconfirmed', { at: 'uplink', why: because('uplink.home-away') }));
    this.#asked.clear();
    await this.#work;
    await this.#committing;
  }

  #say(frame: DownFrame): void {
    if (!this.#isEnded) this.#options.socket.send(frameText(frame));
  }

  #fail(error: unknown): void {
    if (error instanceof WireError) {
      this.#options.onTrouble(because('uplink.malformed-part', { part: error.message }));
      this.#options.socket.close(uplinkCloses.malformed, 'not understood');
    } else {
      this.#options.onTrouble(reasonOf(error));
      this.#options.socket.close(uplinkCloses.busy, 'cannot be stored now');
    }
    this.#isEnded = true;
  }

  async #take(frame: UpFrame): Promise<void> {
    if (frame.type !== 'hello' && this.#hello === undefined) throw new WireError('hello');
    this.#options.state.heardMs = Math.round(this.#options.clock.nowMs());
    switch (frame.type) {
      case 'hello':
        await this.#greet(frame);
        return;
      case 'devices':
        await this.#options.reconcile(frame.devices, (device, command) => this.#send(device, command));
        return;
      case 'batches':
        this.#takeBatches(frame);
        return;
      case 'ping':
        this.#say({ type: 'pong', nowMs: this.#options.clock.nowMs() });
        return;
      case 'result':
        this.#asked.get(frame.id)?.take(frame);
        return;
      default:
        frame satisfies never;
    }
  }

  async #greet(hello: Hello): Promise<void> {
    const { state, clock, hub, keep } = this.#options;
    if (this.#hello !== undefined) throw new WireError('hello');
    this.#hello = hello;
    this.#options.entered();
    // An earlier start may have given these positions to other batches.
    if (state.start !== hello.start) state.received.cut(hello.freshFrom);
    state.start = hello.start;
    // What the home has forgotten does not come any more.
    if (hello.oldest > 1) state.received.add([1, hello.oldest - 1]);
    await keep();
    const { upTo, spans } = state.received;
    this.#taking = new Positions(upTo, spans);
    const nowMs = clock.nowMs();
    if (hello.nowMs - nowMs > futureMs) {
      const reason = because('uplink.home-clock', { seconds: Math.round((hello.nowMs - nowMs) / 1000) });
      this.#options.onTrouble(reason);
      this.#say({ type: 'wait', reason });
    }
    this.#say({ type: 'welcome', version: 1, hub: hub(), nowMs, upTo, spans });
  }

  #takeBatches({ from, batches, lane }: Extract<UpFrame, { type: 'batches' }>): void {
    const { counts } = this.#options.state;
    if (batches.length === 0) return;
    const to = from + batches.length - 1;
    // A device that was added just now: what it is comes first. One that is gone stays unknown, and is asked for once.
    const unknown = batches.filter(({ device }) => !this.#options.knows(device) && !this.#askedFor.has(device));
    if (unknown.length > 0 && this.#askedFor.size < mostAskedFor) {
      for (const { device } of unknown) this.#askedFor.add(device);
      this.#say({ type: 'who', from, to });
      return;
    }
    let refused = 0;
    for (const [index, batch] of batches.entries()) {
      if (this.#taking.has(from + index)) counts.repeated += 1;
      else {
        const missed = this.#deliver(batch);
        counts.taken += 1;
        counts.refused += missed;
        refused += missed;
      }
    }
    this.#taking.add([from, to]);
    this.#taken.push({ span: [from, to], refused });
    if (lane === 'fill') this.#say({ type: 'got', from, to });
    this.#committing ??= this.#commit();
  }

  /** Hands a batch on; says how many of its values were not taken. */
  #deliver(batch: SentBatch): number {
    const { clock, deliver } = this.#options;
    const known = batch.metric.flatMap((id, index) => (isMetricId(id) ? [index] : []));
    const isFuture = batch.atMs > clock.nowMs() + futureMs;
    if (isFuture || known.length === 0) return batch.metric.length;
    const pick = <T>(column: readonly T[]): T[] => column.filter((_one, index) => known.includes(index));
    const { metric, value, quality } = batch;
    const all = known.length === metric.length;
    const told = all ? batch : { ...batch, metric: pick(metric), value: pick(value), quality: pick(quality) };
    return deliver(told) ? metric.length - known.length : metric.length;
  }

  /** Makes what was taken durable, then notes that it is, then says so: in this order nothing is lost and nothing counts twice. */
  async #commit(): Promise<void> {
    const { clock, state, durable, keep } = this.#options;
    try {
      while (this.#taken.length > 0) {
        await clock.sleep(commitMs);
        const taken = this.#taken;
        this.#taken = [];
        await durable();
        // The home was started again meanwhile: its positions mean something else now.
        if (state.start !== this.#hello?.start) return;
        for (const { span } of taken) state.received.add(span);
        if (state.received.spans.length > mostSpans) throw new WireError('spans');
        await keep();
        for (const { span, refused } of taken) this.#say({ type: 'ack', from: span[0], to: span[1], refused });
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      // At once: a batch that comes next begins the next one.
      this.#committing = undefined;
    }
  }

  /** A command goes down once. Errors: `command.*`, `link.*`, `access.denied`. */
  async #send(device: string, { target, value, by, onSend }: DeviceCommand): Promise<CommandResult> {
    const { clock, newId, hub } = this.#options;
    if (this.#isEnded || this.#asked.size >= mostCommands || !('setPoint' in target))
      throw new SolsteadError('link.unavailable', { at: device, why: because('uplink.home-away') });
    onSend?.();
    const id = newId();
    const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
    const cancel = clock.after(commandMs, () =>
      reject(new SolsteadError('command.unconfirmed', { at: device, why: because('uplink.no-result') })),
    );
    this.#asked.set(id, {
      take({ outcome, code, reason, before, after }) {
        if (outcome === 'failed') return reject(failureOf(device, code, reason));
        resolve({ outcome, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
      },
      fail: reject,
    });
    this.#say({ type: 'command', id, device, target, value, by: by ?? hub(), untilMs: clock.nowMs() + commandMs });
    return promise.finally(() => {
      cancel();
      this.#asked.delete(id);
    });
  }
}

const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(errorRegistry, code);

function failureOf(at: string, code: string | undefined, reason: Reason | undefined): SolsteadError {
  const known = isErrorCode(code) ? code : 'command.unconfirmed';
  return new SolsteadError(known, { at, why: reason ?? because('uplink.no-result') });
}
