// A conversation with a Solar-Assistant unit over an open WebSocket: a channel of Phoenix, `[join_ref, ref, topic, event, payload]`. It is
// joined once, and from then on the unit says each value when it changes. No value comes with a time. Source: [solar-assistant].
import type { Clock } from '#core/clock.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

/** A value as the unit says it. */
export type UnitValue = string | number | boolean;

/** What a conversation needs. */
export interface UnitParts {
  readonly clock: Clock;
  /** Hears how much came, bytes. */
  onHeard(bytes: number): void;
  /** A value changed. Not called before it has joined. */
  onNews(): void;
  /** It ended. Not called after `close`, nor before it has joined. */
  onClosed(why: Reason): void;
}

/** Why a conversation cannot go on. */
export class UnitFault extends Error {
  readonly why: Reason;

  constructor(why: Reason) {
    super(why.code);
    this.why = why;
  }
}

/** Longest wait for an answer, ms: to join, to a setting, to the question whether it is there. */
const [joinMs, setMs, aliveMs] = [8000, 9000, 5000];
/** One that does not say goodbye is ended so long after it was told, ms. */
const closeMs = 1000;
/** A connection that says nothing is closed by a Phoenix after a minute; its own clients say something every 30 s. */
const heartbeatMs = 30_000;
/** Who said something so lately is there, ms. */
const latelyMs = 4000;
/** Values that are held of one unit: with sixteen inverters and batteries some 2000. */
const mostValues = 4000;
const mostText = 200;
/** Each value this often at most, seconds: it reads its inverters less often. */
const everySeconds = 2;
const channel = 'metrics';
const topicPattern = /^[a-z_\d]{1,20}\/[^/\p{C}]{1,80}$/u;

interface Message {
  readonly ref: unknown;
  readonly topic: unknown;
  readonly event: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A frame of version 2, or the object that older ones are; undefined if it is neither. */
function readMessage(text: string): Message | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.length >= 5) {
      const [, ref, topic, event, payload] = parsed as readonly unknown[];
      return { ref, topic, event, payload: isRecord(payload) ? payload : {} };
    }
    if (!isRecord(parsed)) return undefined;
    const { ref, topic, event, payload } = parsed;
    return { ref, topic, event, payload: isRecord(payload) ? payload : {} };
  } catch {
    return undefined;
  }
}

/** Rows `{"topic", "value"}` that say something; `null` is said where there is no value. */
function rowsIn(list: unknown): readonly (readonly [topic: string, value: UnitValue | undefined])[] {
  return (Array.isArray(list) ? list.slice(0, mostValues) : []).flatMap((row: unknown) => {
    const { topic, value } = isRecord(row) ? row : {};
    if (typeof topic !== 'string' || !topicPattern.test(topic)) return [];
    const isText = typeof value === 'string' && value.length <= mostText;
    const isSaid = isText || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    return [[topic, isSaid ? value : undefined] as const];
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, mostText) : '');

/** Whether a setting was taken, or why not in the unit's words. */
export type SetResult = { readonly isTaken: true } | { readonly isTaken: false; readonly said: string };

/** A conversation that goes on until it is closed or lost. */
export class UnitConversation {
  readonly #socket: FrameSocket;
  readonly #parts: UnitParts;
  readonly #values = new Map<string, { readonly value: UnitValue | undefined; readonly atMs: number }>();
  readonly #system = new Map<string, UnitValue>();
  /** Who waits for the reply to a message, by its ref, and for the outcome of a setting, by its topic; undefined: it ended. */
  readonly #replies = new Map<string, (payload: Message['payload'] | undefined) => void>();
  readonly #settings = new Map<string, (payload: Message['payload'] | undefined) => void>();
  #refs = 0;
  #joinRef = '';
  #heardMs = Number.NEGATIVE_INFINITY;
  #hasJoined = false;
  #isOver = false;
  #lost: UnitFault | undefined;
  #endClosing: () => void = () => undefined;
  #endBeating: () => void = () => undefined;

  constructor(socket: FrameSocket, parts: UnitParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.listen({
      onText: (text) => this.#take(text),
      onPong: () => undefined,
      onAlive: () => undefined,
      onClosed: () => {
        this.#endClosing();
        this.#end(new UnitFault(because('link.hung-up')));
      },
    });
  }

  /** What the unit shows, by topic; what it said last, or undefined where it said that there is no value. */
  get values(): ReadonlyMap<string, { readonly value: UnitValue | undefined }> {
    return this.#values;
  }

  /** What it says of itself. */
  get system(): ReadonlyMap<string, UnitValue> {
    return this.#system;
  }

  /** Joins the channel of values. Errors: {@link UnitFault}. */
  async join(): Promise<void> {
    this.#joinRef = this.#nextRef();
    const topics = [{ topic: '*', max_frequency_s: everySeconds }];
    const reply = await this.#ask({ topic: channel, event: 'phx_join', payload: { topics }, ms: joinMs });
    if (reply === undefined) throw this.#lost ?? new UnitFault(because('unit.silent', { seconds: joinMs / 1000 }));
    if (reply['status'] !== 'ok') throw new UnitFault(because('unit.no-channel', { said: saidIn(reply) }));
    this.#hasJoined = true;
    this.#endBeating = this.#parts.clock.every(heartbeatMs, () => void this.isThere());
  }

  /** Whether it is still there: it said something lately, or answers. One that does not is ended. */
  async isThere(): Promise<boolean> {
    if (this.#isOver) return false;
    if (this.#parts.clock.monotonicMs() - this.#heardMs < latelyMs) return true;
    const reply = await this.#ask({ topic: 'phoenix', event: 'heartbeat', payload: {}, ms: aliveMs });
    if (reply === undefined) this.#end(new UnitFault(because('unit.silent', { seconds: aliveMs / 1000 })));
    return reply !== undefined;
  }

  /** Takes over a list that was asked for at `askedMs` (monotonic): what it said since then counts more. */
  replace(list: unknown, askedMs: number): void {
    const since = [...this.#values].filter(([, { atMs }]) => atMs >= askedMs);
    this.#values.clear();
    for (const [topic, value] of rowsIn(list)) this.#values.set(topic, { value, atMs: askedMs });
    for (const [topic, one] of since) this.#keep(topic, one);
  }

  /** Sends a setting and waits for its outcome; undefined: the unit said nothing. */
  async set(topic: string, value: string): Promise<SetResult | undefined> {
    const { promise, resolve } = Promise.withResolvers<Message['payload'] | undefined>();
    this.#settings.set(topic, resolve);
    const cancel = this.#parts.clock.after(setMs, () => resolve(undefined));
    const ref = this.#nextRef();
    // A channel that cannot read it says so to the message, not to the setting.
    this.#replies.set(ref, (reply) => void ((reply === undefined || reply['status'] === 'error') && resolve(reply)));
    this.#send(ref, { topic: channel, event: 'set', payload: { topic, value } });
    const outcome = await promise;
    cancel();
    this.#replies.delete(ref);
    this.#settings.delete(topic);
    if (outcome === undefined) return undefined;
    return outcome['result'] === 'ok' ? { isTaken: true } : { isTaken: false, said: saidText(outcome) };
  }

  close(): void {
    this.#isOver = true;
    this.#stop();
    this.#socket.close(1000, '');
    this.#endClosing = this.#parts.clock.after(closeMs, () => this.#socket.terminate());
  }

  #nextRef(): string {
    this.#refs += 1;
    return String(this.#refs);
  }

  #send(ref: string, { topic, event, payload }: Pick<Message, 'topic' | 'event' | 'payload'>): void {
    this.#socket.send(JSON.stringify([topic === channel ? this.#joinRef : null, ref, topic, event, payload]));
  }

  async #ask({ ms, ...message }: Pick<Message, 'topic' | 'event' | 'payload'> & { readonly ms: number }) {
    if (this.#isOver) return undefined;
    const { promise, resolve } = Promise.withResolvers<Message['payload'] | undefined>();
    const ref = this.#nextRef();
    this.#replies.set(ref, resolve);
    const cancel = this.#parts.clock.after(ms, () => resolve(undefined));
    this.#send(ref, message);
    const reply = await promise;
    cancel();
    this.#replies.delete(ref);
    return reply;
  }

  #take(text: string): void {
    if (this.#isOver) return;
    this.#heardMs = this.#parts.clock.monotonicMs();
    const message = readMessage(text);
    if (message !== undefined) this.#hear(message);
    this.#parts.onHeard(Buffer.byteLength(text));
  }

  #hear({ ref, topic, event, payload }: Message): void {
    if (event === 'phx_reply') return this.#replies.get(typeof ref === 'string' ? ref : '')?.(payload);
    if (topic !== channel) return undefined;
    switch (event) {
      case 'data':
        return this.#note(rowsIn(payload['metrics']));
      case 'system':
        for (const [name, value] of rowsIn(payload['metrics']).slice(0, 100))
          if (value !== undefined) this.#system.set(name, value);
        return undefined;
      case 'set_result':
        return this.#settings.get(textOf(payload['topic']))?.(payload);
      case 'phx_error':
      case 'phx_close':
        return this.#end(new UnitFault(because('unit.left')));
      default:
        return undefined;
    }
  }

  #note(rows: ReturnType<typeof rowsIn>): void {
    const atMs = this.#parts.clock.monotonicMs();
    let isNews = false;
    for (const [topic, value] of rows) {
      isNews ||= this.#values.get(topic)?.value !== value;
      this.#keep(topic, { value, atMs });
    }
    if (isNews && this.#hasJoined) this.#parts.onNews();
  }

  #keep(topic: string, one: { readonly value: UnitValue | undefined; readonly atMs: number }): void {
    if (this.#values.has(topic) || this.#values.size < mostValues) this.#values.set(topic, one);
  }

  #stop(): void {
    this.#endBeating();
    for (const waits of [...this.#replies.values(), ...this.#settings.values()]) waits(undefined);
  }

  #end(fault: UnitFault): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#lost = fault;
    this.#stop();
    this.#socket.terminate();
    if (this.#hasJoined) this.#parts.onClosed(fault.why);
  }
}

/** Why it refused, in its words. */
function saidText(payload: Message['payload']): string {
  const response = payload['response'];
  const inner = isRecord(response) ? response : {};
  return textOf(payload['message']) || textOf(inner['reason']) || textOf(inner['message']) || textOf(response);
}
const saidIn = (payload: Message['payload']) => external(saidText(payload));
