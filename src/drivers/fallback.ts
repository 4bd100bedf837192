// The second way to an MQTT device: it is asked over HTTP while nothing comes over MQTT, and left alone as soon as MQTT is back. A breaker
// keeps a device that does not answer there from being asked again and again.
import { external } from '#core/message-params.ts';
import type { LinkAddress } from '#core/address.ts';
import { printable } from '#core/bytes.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceNote } from '#core/device-note.ts';
import { isSolsteadError, SolsteadError, whyOf } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { devicePasswordRef } from '#core/secrets.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Answer } from '#codec/wire.ts';
import type { MessageFallback, MessageState } from '#devices/message-dialect.ts';

/** What a fallback needs. */
export interface FallbackParts {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Id of the device, for errors. */
  readonly at: string;
  readonly fallback: MessageFallback;
  withLink<T>(address: LinkAddress, job: (link: Pick<Link, 'sendAndReceive'>) => Promise<T>): Promise<T>;
  onState(state: MessageState): void;
  /** It is somewhere else than it was, or is there for the first time. */
  onLearned?(note: DeviceNote): void;
  /** It refuses to answer, as one does whose password is not known, in its words: told once. */
  onRefused?(why: Reason): void;
}

/** Failures in a row that open the breaker. */
const mostFailures = 3;
/** How long it stays open at first and at most, ms. */
const firstRestMs = 30_000;
const longestRestMs = 600_000;

/** Longest identity that is compared and remembered. */
const longestIdentity = 64;

/** Whether a host is an address of a private network: a device may not send us anywhere else. */
export function isHomeAddress(host: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return false;
  const [first, second = 0] = parts;
  return first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
}

function textAt(state: MessageState, path: string): string | undefined {
  let at: unknown = state;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return typeof at === 'string' ? at : undefined;
}

/** The second way to one device. */
export class Fallback {
  readonly #parts: FallbackParts;
  #host: string | undefined;
  #identity: string | undefined;
  #isRunning = false;
  #isActive = false;
  #askedMs = Number.NEGATIVE_INFINITY;
  #answeredMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #restMs = 0;
  #restsUntilMs = Number.NEGATIVE_INFINITY;
  #refusal: Reason | undefined;

  constructor(parts: FallbackParts) {
    this.#parts = parts;
  }

  /** Whether the device answers on this way now. */
  get isAnswering(): boolean {
    const { clock, fallback } = this.#parts;
    return this.#isActive && clock.monotonicMs() - this.#answeredMs < 2.5 * fallback.everySeconds * 1000;
  }

  /** Whether the breaker lets nothing through. */
  get isOpen(): boolean {
    return this.#parts.clock.monotonicMs() < this.#restsUntilMs;
  }

  /** Why it does not answer on this way, if it said so last. */
  get refusal(): Reason | undefined {
    return this.#refusal;
  }

  /** Whether it is known where the device is. */
  get hasHost(): boolean {
    return this.#host !== undefined;
  }

  /** What the device said over MQTT: where it is, and who. */
  learn(state: MessageState): void {
    const { fallback } = this.#parts;
    const host = fallback.hosts
      .map((path) => textAt(state, path))
      .find((one) => one !== undefined && isHomeAddress(one));
    const identity = textAt(state, fallback.identity);
    this.#place({ host: host ?? this.#host, identity: identity?.slice(0, longestIdentity) ?? this.#identity });
  }

  /** What was known of it before a restart; what it has said since is newer. */
  recall({ host, identity }: DeviceNote): void {
    const known = host !== undefined && isHomeAddress(host) ? host : undefined;
    this.#host ??= known;
    this.#identity ??= identity;
  }

  /** Whether a command goes this way even while MQTT is there: it has no other. */
  isOnlyWayFor(request: string): boolean {
    return this.#parts.fallback.isOnlyWay?.(request) === true;
  }

  #place({ host, identity }: { readonly host: string | undefined; readonly identity: string | undefined }): void {
    if (host === this.#host && identity === this.#identity) return;
    this.#host = host;
    this.#identity = identity;
    this.#parts.onLearned?.({
      ...(host === undefined ? {} : { host }),
      ...(identity === undefined ? {} : { identity }),
    });
  }

  /** MQTT is back: given up at once, also what is under way. */
  end(): void {
    this.#isActive = false;
  }

  /** Called while MQTT is silent; asks when it is time. */
  tick(): void {
    const { clock, fallback } = this.#parts;
    if (this.#host === undefined || this.#isRunning || this.isOpen) return;
    this.#isActive = true;
    if (clock.monotonicMs() - this.#askedMs < fallback.everySeconds * 1000) return;
    this.#askedMs = clock.monotonicMs();
    this.#isRunning = true;
    this.ask()
      .catch((error: unknown) => {
        if (!isSolsteadError(error)) throw error;
      })
      .finally(() => {
        this.#isRunning = false;
      });
  }

  /** Asks for the state now, once also while MQTT is there. Errors: `link.*`, `frame.*`, `command.refused`. */
  async ask({ isBeside = false } = {}): Promise<void> {
    const { fallback, at } = this.#parts;
    const payload = await this.#exchange(fallback.question).catch((error: unknown) => {
      if (isSolsteadError(error, 'command.refused')) this.#refused(error);
      throw error;
    });
    this.#refusal = undefined;
    const state = fallback.read(payload);
    if (!this.#isActive && !isBeside) return;
    // Another device may have the address by now.
    if (
      this.#identity !== undefined &&
      textAt(state, fallback.identity)?.slice(0, longestIdentity) !== this.#identity
    ) {
      this.#failed();
      throw new SolsteadError('frame.malformed', { at, why: because('device.another') });
    }
    this.#answeredMs = this.#parts.clock.monotonicMs();
    this.#parts.onState(state);
  }

  /** Asks something else. Errors: as {@link ask}. */
  async question(command: string): Promise<unknown> {
    return this.#parts.fallback.result?.(await this.#exchange(command));
  }

  /** Sends a writer's command. Errors: as {@link ask}; `command.unconfirmed` if it may have arrived. */
  async command(request: string, onSend: () => void): Promise<void> {
    let isSent = false;
    try {
      await this.#exchange(request, () => {
        onSend();
        isSent = true;
      });
    } catch (error) {
      if (!isSent || !isSolsteadError(error, 'link.timeout', 'link.closed')) throw error;
      const why = because('command.no-answer');
      throw new SolsteadError('command.unconfirmed', { at: this.#parts.at, why, cause: error });
    }
  }

  async #exchange(command: string, onSend?: () => void): Promise<Uint8Array> {
    const { fallback, at, withLink } = this.#parts;
    const host = this.#host;
    if (host === undefined) throw new SolsteadError('link.unavailable', { at, why: because('device.no-web-address') });
    if (this.isOpen) throw new SolsteadError('link.unavailable', { at, why: because('device.fallback-rests') });
    const { wire } = fallback;
    let answer: Answer | undefined;
    const accepts = (bytes: Uint8Array): boolean => {
      answer = wire.answer(bytes, command);
      return answer.kind !== 'foreign';
    };
    try {
      const passwordRef = devicePasswordRef(at);
      const account = {
        passwordRef,
        ...(fallback.passwordBy === undefined ? {} : { passwordBy: fallback.passwordBy }),
      };
      const frame = await withLink({ scheme: 'http', host, port: 80, tls: false, ...account }, (link) =>
        link.sendAndReceive(wire.request(command), {
          framer: wire.framer(),
          accepts,
          responseMs: fallback.responseMs,
          maxBytes: wire.maxFrame,
          onSend,
        }),
      );
      if (answer?.kind === 'refused') throw new SolsteadError('command.refused', { at, why: answer.why });
      this.#failures = 0;
      this.#restMs = 0;
      if (answer?.kind === 'ack') return new Uint8Array();
      if (answer?.kind === 'payload') return answer.payload;
      const why = because('answer.unreadable', { bytes: external(printable(frame, 40)) });
      throw new SolsteadError('frame.malformed', { at, why });
    } catch (error) {
      // What it refuses it has answered.
      if (!isSolsteadError(error, 'command.refused')) this.#failed();
      throw error;
    }
  }

  /** The same question is refused again: it is left alone, and asked once in a while. */
  #refused(error: SolsteadError): void {
    const { clock, onRefused } = this.#parts;
    this.#restsUntilMs = clock.monotonicMs() + longestRestMs;
    const isNews = this.#refusal === undefined;
    this.#refusal = whyOf(error);
    if (isNews) onRefused?.(this.#refusal);
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < mostFailures) return;
    this.#restMs = Math.min(longestRestMs, Math.max(firstRestMs, this.#restMs * 2));
    this.#restsUntilMs = this.#parts.clock.monotonicMs() + this.#restMs;
    // One try after the rest decides.
    this.#failures = mostFailures - 1;
  }
}
