// The conversation with one charge point over its socket: each call is answered once, also when it is repeated; our own go out one after
// another. What it says is bounded in size, rate and memory. Source: OCPP-J 1.6, section 4.
import { createHash } from 'node:crypto';
import { type Clock, nextTurn } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { besideBound } from '../beside-bound.ts';
import {
  type CallErrorCode,
  callText,
  errorText,
  type OcppFrame,
  type Payload,
  readFrame,
  resultText,
} from './frames.ts';

/** What a call is answered with. */
export type CallAnswer = { readonly result: Payload } | { readonly error: CallErrorCode };

/** What a conversation needs. */
export interface ConversationParts {
  readonly clock: Clock;
  readonly socket: FrameSocket;
  /** Its name in errors. */
  readonly at: string;
  onCall(action: string, payload: Payload): CallAnswer;
  /** It has ended; called once. */
  onEnd(): void;
  /** It says more than a charge point has to say, and is ended. */
  onFlood(): void;
  /** What it said met a mistake of this program, and it is ended: nobody else is. */
  onFault(error: unknown): void;
  /** Of one that is known, without. */
  readonly bounds?: ConversationBounds;
}

/** What it may say: messages at once and each second, and how many answers are remembered for calls that are repeated. */
export interface ConversationBounds {
  readonly burst: number;
  readonly perSecond: number;
  readonly answers: number;
}

/** How a call goes out. */
export interface CallOptions {
  /** It commands nothing: what does goes out before it, and it is waited for less long. */
  readonly isQuestion?: boolean;
  /** It takes current away: it goes out before all others. */
  readonly isUrgent?: boolean;
  /** Later it is not sent, on the monotonic clock, ms: who asked for it has given up. */
  readonly untilMs?: number;
}

/** A conversation. */
export interface Conversation {
  /** Errors: `link.closed` before it was sent, `link.timeout`, `command.refused` if it answers that it cannot. */
  call(action: string, payload: Payload, options?: CallOptions): Promise<Payload>;
  close(code: number, reason: string): void;
}

/** A charge point that was offline for a day tells all of it when it is back. */
const known: ConversationBounds = { burst: 300, perSecond: 20, answers: 64 };
/** Messages that cannot be read until it is ended. */
const mostBad = 20;
/** Letters of all answers that are remembered. */
const mostRemembered = 64 * 1024;
const answerMs = 20_000;
const questionMs = 8000;
/** So long a command waits for the answer to a question: then the question is given up, ms. */
const wayMs = 1000;
/** Calls that wait for those before them. */
const mostQueued = 64;
const pingMs = 30_000;
const mostUnanswered = 2;
/** Unsent bytes beyond which one that takes nothing is ended. */
const mostUnsent = 256 * 1024;
/** Close codes. Source: RFC 6455, 7.4.1. */
const [protocolError, policyViolation, internalError] = [1002, 1008, 1011];

interface Waiting {
  readonly id: string;
  readonly isQuestion: boolean;
  readonly sentMs: number;
  readonly reply: PromiseWithResolvers<Payload>;
}

interface Queued extends Required<CallOptions> {
  readonly action: string;
  readonly payload: Payload;
  readonly reply: PromiseWithResolvers<Payload>;
}

const closedError = (at: string): SolsteadError =>
  new SolsteadError('link.closed', { at, why: because('link.was-closed') });

/** What takes current away, what commands, what asks. */
const rankOf = ({ isQuestion, isUrgent }: Pick<Queued, 'isQuestion' | 'isUrgent'>): number =>
  isUrgent ? 0 : isQuestion ? 2 : 1;

class Speaking implements Conversation {
  readonly #parts: ConversationParts;
  readonly #bounds: ConversationBounds;
  /** By the digest of the call as it came, which has its id. */
  readonly #answers = new Map<string, string>();
  readonly #isTooMuchBeside: () => boolean;
  #remembered = 0;
  readonly #queue: Queued[] = [];
  readonly #stopPing: () => void;
  #waiting: Waiting | undefined;
  #left: number;
  #leftMs: number;
  #bad = 0;
  #count = 0;
  #unanswered = 0;
  #isOpen = true;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    const { clock, socket, bounds = known } = parts;
    this.#bounds = bounds;
    this.#left = bounds.burst;
    this.#isTooMuchBeside = besideBound(clock);
    this.#leftMs = clock.monotonicMs();
    this.#stopPing = clock.every(pingMs, () => this.#ping());
    socket.listen({
      onText: (text) => this.#take(text),
      onPong: () => this.#passOver(),
      onPing: () => this.#passOver(),
      onAlive: () => (this.#unanswered = 0),
      onClosed: () => this.#ended(),
    });
  }

  call(
    action: string,
    payload: Payload,
    { isQuestion = false, isUrgent = false, untilMs = Infinity }: CallOptions = {},
  ): Promise<Payload> {
    const reply = Promise.withResolvers<Payload>();
    const rank = rankOf({ isQuestion, isUrgent });
    const behind = this.#queue.findIndex((one) => rankOf(one) > rank);
    const at = behind < 0 ? this.#queue.length : behind;
    if (this.#queue.length >= mostQueued) reply.reject(new SolsteadError('link.timeout', { at: this.#parts.at }));
    else this.#queue.splice(at, 0, { action, payload, isQuestion, isUrgent, untilMs, reply });
    this.#sendNext();
    if (!isQuestion) this.#giveWay();
    return reply.promise;
  }

  /** A question whose answer is long in coming gives way to a command. */
  #giveWay(): void {
    const asked = this.#waiting;
    if (asked?.isQuestion !== true) return;
    const { clock, at } = this.#parts;
    const restMs = Math.max(0, asked.sentMs + wayMs - clock.monotonicMs());
    clock.after(restMs, () =>
      asked.reply.reject(new SolsteadError('link.timeout', { at, why: because('charger.gave-way') })),
    );
  }

  /** One after another: a charge point answers a call before it takes the next. Source: OCPP-J 1.6, 4.1.1. */
  #sendNext(): void {
    const { clock, at } = this.#parts;
    while (this.#waiting === undefined) {
      const one = this.#queue.shift();
      if (one === undefined) return;
      if (!this.#isOpen) one.reply.reject(closedError(at));
      else if (clock.monotonicMs() >= one.untilMs) one.reply.reject(new SolsteadError('link.timeout', { at }));
      else this.#put(one);
    }
  }

  #put({ action, payload, isQuestion, reply }: Queued): void {
    const { clock, at } = this.#parts;
    this.#count += 1;
    const id = `s${this.#count}-${Math.round(clock.nowMs())}`;
    this.#waiting = { id, isQuestion, sentMs: clock.monotonicMs(), reply };
    const waitMs = isQuestion ? questionMs : answerMs;
    const cancel = clock.after(waitMs, () => reply.reject(new SolsteadError('link.timeout', { at })));
    const goOn = (): void => {
      cancel();
      this.#waiting = undefined;
      // What follows from the answer goes first: a pause may take two calls.
      void nextTurn().then(() => this.#sendNext());
    };
    reply.promise.then(goOn, goOn);
    this.#send(callText(id, action, payload));
  }

  close(code: number, reason: string): void {
    const { socket, clock } = this.#parts;
    this.#isOpen = false;
    socket.close(code, reason);
    // What it sends besides is not read; one that does not answer the close is ended.
    socket.pause();
    clock.after(1000, () => socket.terminate());
  }

  #ended(): void {
    const { at, onEnd } = this.#parts;
    this.#isOpen = false;
    this.#stopPing();
    this.#waiting?.reply.reject(closedError(at));
    onEnd();
  }

  #ping(): void {
    this.#unanswered += 1;
    if (this.#unanswered > mostUnanswered) this.#parts.socket.terminate();
    else this.#parts.socket.ping();
  }

  #send(text: string): void {
    const { socket } = this.#parts;
    if (socket.buffered() > mostUnsent) socket.terminate();
    else socket.send(text);
  }

  #isFlood(): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const again = ((nowMs - this.#leftMs) / 1000) * this.#bounds.perSecond;
    this.#left = Math.min(this.#bounds.burst, this.#left + again) - 1;
    this.#leftMs = nowMs;
    return this.#left < 0;
  }

  #flooded(): void {
    this.#parts.onFlood();
    this.close(policyViolation, 'too many messages');
  }

  /** What says nothing, a ping or an empty text, costs time as well. */
  #passOver(): void {
    if (this.#isOpen && this.#isTooMuchBeside()) this.#flooded();
  }

  /** In a listener of the socket, where an error would end the process. */
  #take(text: string): void {
    if (!this.#isOpen) return;
    try {
      this.#hear(text);
    } catch (error) {
      this.close(internalError, 'a mistake of the server');
      this.#parts.onFault(error);
    }
  }

  #hear(text: string): void {
    // Some send empty messages to keep the connection.
    if (text.trim() === '') return this.#passOver();
    if (this.#isFlood()) return this.#flooded();
    const frame = readFrame(text);
    if (frame.kind === 'call') this.#answer(frame, text);
    else if (frame.kind === 'bad') this.#refuse(frame.id ?? '-1');
    else if (this.#waiting?.id === frame.id) this.#answered(frame, this.#waiting.reply);
  }

  #refuse(id: string): void {
    this.#bad += 1;
    if (this.#bad > mostBad) this.close(protocolError, 'no OCPP');
    else this.#send(errorText(id, 'FormationViolation'));
  }

  #answer({ id, action, payload }: Extract<OcppFrame, { kind: 'call' }>, text: string): void {
    const asked = createHash('sha256').update(text).digest('base64');
    const before = this.#answers.get(asked);
    // The same call once more: its answer was lost. It is not carried out twice.
    if (before !== undefined) {
      this.#send(before);
      return;
    }
    const given = this.#parts.onCall(action, payload);
    const answer = 'result' in given ? resultText(id, given.result) : errorText(id, given.error);
    this.#remember(asked, answer);
    this.#send(answer);
  }

  #remember(asked: string, answer: string): void {
    this.#answers.set(asked, answer);
    this.#remembered += answer.length;
    for (const [oldest, { length }] of this.#answers) {
      if (this.#answers.size <= this.#bounds.answers && this.#remembered <= mostRemembered) return;
      this.#answers.delete(oldest);
      this.#remembered -= length;
    }
  }

  #answered(frame: Extract<OcppFrame, { kind: 'result' | 'error' }>, reply: Waiting['reply']): void {
    if (frame.kind === 'result') {
      reply.resolve(frame.payload);
      return;
    }
    const said = [frame.code, frame.description].filter((part) => part !== '').join(': ');
    const why = said === '' ? because('device.no-reason') : because('outside.said', { said: external(said) });
    reply.reject(new SolsteadError('command.refused', { at: this.#parts.at, why }));
  }
}

/** Begins it. */
export const converse = (parts: ConversationParts): Conversation => new Speaking(parts);
