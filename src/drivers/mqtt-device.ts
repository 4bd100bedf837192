// One device that reports on its own over MQTT: its messages become batches, and it confirms our commands.
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceNote } from '#core/device-note.ts';
import type { DeviceStatus } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import { type MqttDefinition, wholeState } from '#devices/definition.ts';
import type { MessageContent, MessageState, OutMessage } from '#devices/message-dialect.ts';
import { BackFill } from './back-fill.ts';
import { DeviceCommands } from './device-commands.ts';
import { Fallback, type FallbackParts } from './fallback.ts';
import { keptNote } from './kept-note.ts';
import { gathered, type Report } from './gathered.ts';
import { makeHealth } from './health.ts';
import { joined, makeMessageMemory } from './message-memory.ts';
import { makePendingReplies } from './pending-replies.ts';
import type { DeviceContext, RunningDevice } from './driver.ts';
import { makeReceiptTimes } from './receipt-times.ts';

/** What an MQTT device needs besides: the connection to the broker. */
export interface MqttContext extends DeviceContext {
  readonly link: MessageLink;
  /** Links to devices that can be reached without the broker too; absent: there are none. */
  readonly withLink?: FallbackParts['withLink'];
}

/** Unanswered questions until it counts as offline. */
const unansweredUntilOffline = 2;
/** So long after a connection messages may have waited for it, ms. */
const lateMs = 30_000;
/** Without the broker for so long, the second way is taken, ms. */
const brokerAwayMs = 5000;
/** What the broker kept comes all at once: one question for it, ms. */
const askAgainMs = 5;

/** The value at a path such as `sys/mac` of a state. */
function textAt(state: MessageState, path: string): string | undefined {
  let at: unknown = state;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return typeof at === 'string' || typeof at === 'number' ? String(at).slice(0, 100) : undefined;
}

/** A device at the broker; `record.topic` is its topic prefix. */
export class MqttDevice implements RunningDevice {
  readonly commands: DeviceCommands;
  readonly #record: DeviceRecord;
  readonly #definition: MqttDefinition;
  readonly #context: MqttContext;
  readonly #health = makeHealth();
  readonly #replies;
  readonly #stopping = new AbortController();
  readonly #timeOf;
  readonly #memory;
  readonly #note;
  readonly #reports;
  readonly #fallback;
  readonly #backFill;
  readonly #prefix: string;
  /** Our own topic for the device's answers. */
  readonly #replyTo: string;
  readonly #intervalMs: number;
  #endings: readonly (() => void)[] = [];
  #identity: Record<string, string> = {};
  #lastHeardMs: number;
  #lastAskedMs = Number.NEGATIVE_INFINITY;
  #lastChangeMs: number;
  #connectedMs = Number.NEGATIVE_INFINITY;
  #unanswered = 0;
  /** The last command went the second way because it has no other: there it is shown as well. */
  #isShownBeside = false;
  #lastId = 0;
  /** The last word on whether it is connected. */
  #isPresent: boolean | undefined;
  /** What the broker kept of settings and states, until it is known that the device is there. */
  #kept: MessageState = {};
  /** Questions that any state answers, and commands that the next answer answers, in their order. */
  readonly #asked = new Set<number>();
  readonly #commanded = new Set<number>();

  constructor(record: DeviceRecord, definition: MqttDefinition, context: MqttContext) {
    this.#record = record;
    this.#definition = definition;
    this.#context = context;
    this.#replies = makePendingReplies(context.clock, record.id);
    this.#timeOf = makeReceiptTimes(context.clock);
    this.#prefix = record.topic ?? '';
    // Under its own prefix, where nobody else may write: what comes there is believed.
    this.#replyTo = `${this.#prefix}/solstead/${record.id}`;
    this.#intervalMs = (record.settings.liveSeconds ?? definition.everySeconds) * 1000;
    this.#lastHeardMs = context.clock.monotonicMs();
    this.#lastChangeMs = this.#lastHeardMs;
    this.#memory = makeMessageMemory(definition);
    this.#reports = gathered(context.clock, definition.dialect.gatherMs, (report) => this.#takeReport(report));
    this.#note = keptNote(context, record);
    this.#fallback = this.#makeFallback();
    this.#backFill = this.#makeBackFill();
    this.commands = this.#makeCommands();
  }

  start(): void {
    const { link, clock } = this.#context;
    const { filters, keepAlive } = this.#definition.dialect;
    const wake = (): void => {
      if (keepAlive !== undefined && link.isConnected) this.#tell([keepAlive.message(this.#prefix)]);
    };
    this.#endings = [
      ...filters(this.#prefix, this.#replyTo).map((filter) =>
        link.subscribe(filter, (message) => this.#onMessage(message), { kept: () => this.#isKept() }),
      ),
      link.onState((isConnected) => {
        if (!isConnected) return;
        this.#connectedMs = clock.monotonicMs();
        wake();
        this.#askState();
      }),
      clock.every(Math.min(1000, this.#intervalMs), () => this.#watch()),
      ...(keepAlive === undefined ? [] : [clock.every(keepAlive.everySeconds * 1000, wake)]),
    ];
    wake();
    this.#askState();
    void this.#recall();
  }

  /** Where it was before a restart, and what it had counted. */
  async #recall(): Promise<void> {
    const note = await this.#note.before();
    if (note === undefined || this.#stopping.signal.aborted) return;
    this.#fallback?.recall(note);
    this.#backFill?.recall(note);
  }

  /** What it has said so far is kept. */
  async #isKept(): Promise<void> {
    await this.#reports.taken();
    await this.#context.kept?.();
  }

  status(): DeviceStatus {
    const { state, failure } = this.#health;
    return {
      state,
      intervalMs: this.#intervalMs,
      identity: this.#identity,
      health: this.#health.counters(),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end();
    this.#reports.drop();
    this.#stopping.abort(new DOMException('stopped', 'AbortError'));
    this.#replies.close(new SolsteadError('link.closed', { at: this.#record.id }));
    await this.#note.stop();
  }

  #makeFallback(): Fallback | undefined {
    const { clock, withLink } = this.#context;
    const { fallback } = this.#definition.dialect;
    if (fallback === undefined || withLink === undefined) return undefined;
    const onState = (state: MessageState): void => this.#takeFallback(state);
    const onRefused = (error: SolsteadError): void => {
      this.#failed(error);
      this.#context.log.warn({ device: this.#record.id, why: error.message }, 'device does not answer over HTTP');
    };
    const onLearned = (note: DeviceNote): void => this.#note.change(note);
    return new Fallback({ clock, at: this.#record.id, fallback, withLink, onState, onRefused, onLearned });
  }

  #makeBackFill(): BackFill | undefined {
    const { clock, log, onBatch } = this.#context;
    const { stored } = this.#definition.dialect;
    const { site, id } = this.#record;
    if (stored === undefined) return undefined;
    return new BackFill({
      clock,
      log,
      at: id,
      stored,
      signal: this.#stopping.signal,
      ask: (question) => this.#question(question),
      onBatch: (columns) => onBatch({ site, device: id, ...columns }),
      kept: async () => this.#context.kept?.(),
      note: (change) => this.#note.change(change),
    });
  }

  /** Errors: `link.*`, `frame.*`, `command.refused`. */
  async #question(question: string): Promise<unknown> {
    if (this.#fallback?.isAnswering === true) return this.#fallback.question(question);
    const id = this.#nextId();
    const to = { prefix: this.#prefix, replyTo: this.#replyTo, id };
    return this.#exchange(id, [this.#definition.dialect.request(to, question)], undefined);
  }

  #makeCommands(): DeviceCommands {
    const { clock } = this.#context;
    const isAskable = this.#definition.dialect.askState !== undefined;
    return new DeviceCommands({
      clock,
      signal: this.#stopping.signal,
      budget: this.#context.wear?.of(this.#record),
      everySeconds: this.#intervalMs / 1000,
      definition: () => this.#memory.definition,
      askable: (names) => (isAskable && this.#health.state === 'online' ? names : []),
      ask: () => this.#ask(),
      send: (request) => this.#command(request),
    });
  }

  /** Errors: `link.closed` when nothing was sent, `link.timeout`, `command.refused`. */
  async #ask(): Promise<void> {
    if (this.#fallback?.isAnswering === true) return this.#fallback.ask();
    if (this.#fallback !== undefined && this.#isShownBeside) return this.#fallback.ask({ isBeside: true });
    const { askState, answers } = this.#definition.dialect;
    if (askState === undefined)
      throw new SolsteadError('link.timeout', { at: this.#record.id, why: because('device.not-askable') });
    const id = this.#nextId();
    const question = askState({ prefix: this.#prefix, replyTo: this.#replyTo, id });
    await this.#exchange(id, question, answers === 'by-id' ? undefined : this.#asked);
  }

  /** Errors: `link.closed` when nothing was sent, `command.unconfirmed`, `command.refused`. */
  async #command(request: string): Promise<void> {
    this.#isShownBeside = this.#fallback?.isOnlyWayFor(request) === true;
    if (this.#isShownBeside || this.#fallback?.isAnswering === true) return this.#fallback?.command(request);
    const { dialect } = this.#definition;
    const id = this.#nextId();
    const message = dialect.request({ prefix: this.#prefix, replyTo: this.#replyTo, id }, request);
    if (dialect.answers === 'none') {
      this.#assertConnected();
      return this.#send([message]);
    }
    try {
      await this.#exchange(id, [message], dialect.answers === 'by-id' ? undefined : this.#commanded);
    } catch (error) {
      if (!isSolsteadError(error, 'link.timeout')) throw error;
      const why = because('command.no-answer');
      throw new SolsteadError('command.unconfirmed', { at: this.#record.id, why, cause: error });
    }
  }

  /** If kept until the broker is back, it would be carried out when nobody expects it. Errors: `link.closed`. */
  #assertConnected(): void {
    if (!this.#context.link.isConnected || this.#stopping.signal.aborted)
      throw new SolsteadError('link.closed', { at: this.#record.id, why: because('broker.no-connection') });
  }

  /** Errors: `link.closed` when nothing was sent, `link.timeout`, `command.refused`. */
  async #exchange(id: number, messages: readonly OutMessage[], among: Set<number> | undefined): Promise<unknown> {
    this.#assertConnected();
    among?.add(id);
    try {
      return await this.#replies.wait(id, () => this.#send(messages));
    } finally {
      among?.delete(id);
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async #send(messages: readonly OutMessage[]): Promise<void> {
    this.#health.request();
    for (const { topic, payload } of messages) await this.#context.link.publish(topic, payload);
  }

  /** Sends what is not waited for. */
  #tell(messages: readonly OutMessage[]): void {
    const { clock, log } = this.#context;
    this.#send(messages).catch((error: unknown) => {
      if (isSolsteadError(error)) this.#health.failed(error, clock.nowMs());
      else log.error({ device: this.#record.id, error }, 'a mistake of this program; the device goes on');
    });
  }

  #askState(): void {
    const { link, clock } = this.#context;
    const { askState } = this.#definition.dialect;
    if (!link.isConnected || askState === undefined) return;
    this.#lastAskedMs = clock.monotonicMs();
    this.#tell(askState({ prefix: this.#prefix, replyTo: this.#replyTo, id: this.#nextId() }));
  }

  #onMessage({ topic, payload, retained }: TopicMessage): void {
    const content = this.#definition.dialect.read(this.#prefix, topic, payload);
    // Retained by the broker for later subscribers, it may be of any age, and the device long gone: not a current reading.
    // Source: MQTT 3.1.1, 3.3.1.3. The last word on whether it is connected stays true.
    if (retained && content.kind !== 'online') {
      if (content.kind === 'state') this.#takeKept(content);
      return;
    }
    switch (content.kind) {
      case 'state':
        this.#reports.add({ state: content.state, stampMs: content.atMs, quality: content.quality });
        return;
      case 'response':
        this.#received();
        this.#takeResponse(content);
        break;
      case 'online':
        this.#takePresence(content, retained);
        break;
      case 'malformed':
        this.#failed(new SolsteadError('frame.malformed', { at: `${this.#record.id} ${topic}`, why: content.why }));
        break;
      case 'other':
        return;
    }
    this.#context.onStatus(this.#record.id);
  }

  /** What holds until it is changed is true as long as the device is there; anything else is asked for again. */
  #takeKept({ state, holds }: Extract<MessageContent, { kind: 'state' }>): void {
    if (holds === true && this.#definition.dialect.askState === undefined) {
      if (this.#isPresent === true) this.#reports.add({ state, stampMs: undefined, quality: undefined });
      else this.#kept = joined(this.#kept, state);
      return;
    }
    if (this.#context.clock.monotonicMs() - this.#lastAskedMs >= askAgainMs) this.#askState();
  }

  #takePresence({ online, state }: Extract<MessageContent, { kind: 'online' }>, retained: boolean): void {
    this.#isPresent = online;
    if (state !== undefined) this.#identify(state);
    if (!online) {
      this.#memory.forget();
      this.#gaveUp(new SolsteadError('link.closed', { at: this.#record.id, why: because('broker.left') }));
      return;
    }
    this.#askState();
    if (this.#definition.dialect.askState === undefined) this.#received();
    if (state !== undefined && !retained) this.#reports.add({ state, stampMs: undefined, quality: undefined });
    if (Object.keys(this.#kept).length > 0)
      this.#reports.add({ state: this.#kept, stampMs: undefined, quality: undefined });
    this.#kept = {};
  }

  #takeResponse({ id, refused, isUnclear, state, result }: Extract<MessageContent, { kind: 'response' }>): void {
    const question = id ?? this.#commanded.values().next().value;
    if (refused !== undefined) {
      const error = new SolsteadError(isUnclear === true ? 'command.unconfirmed' : 'command.refused', {
        at: this.#record.id,
        why: refused,
      });
      this.#failed(error);
      if (question !== undefined) this.#replies.refused(question, error);
      return;
    }
    if (state !== undefined) this.#takeReport({ state, stampMs: undefined, quality: undefined });
    if (question !== undefined) this.#replies.answered(question, result);
  }

  #identify(state: MessageState): void {
    for (const { key, path } of this.#definition.identity) {
      const value = textAt(state, path);
      if (value !== undefined) this.#identity = { ...this.#identity, [key]: value };
    }
  }

  #takeReport({ state, stampMs, quality }: Report): void {
    const { site, id } = this.#record;
    const { clock } = this.#context;
    this.#identify(state);
    this.#fallback?.learn(state);
    const { readings, shown, hasChanged } = this.#memory.take(state, clock.monotonicMs());
    if (hasChanged) this.#lastChangeMs = clock.monotonicMs();
    const { rows } = this.#memory.definition;
    this.commands.note({ command: { name: wholeState, table: { rows } }, decoded: shown });
    if (stampMs !== undefined) this.#context.heardTime?.(`device ${id}`, stampMs);
    if (this.#isRepeating()) {
      this.#context.onStatus(id);
      return;
    }
    // What the broker kept for us while we were away comes at once.
    const mayBeLate = clock.monotonicMs() - this.#connectedMs < lateMs || this.#fallback?.isAnswering === true;
    this.#received();
    for (const asked of this.#asked) this.#replies.answered(asked);
    const columns = quality === undefined ? readings : { ...readings, quality: readings.quality.map(() => quality) };
    this.#give({ site, device: id, atMs: this.#timeOf(stampMs, mayBeLate), ...columns });
    this.#context.onStatus(id);
  }

  #give(batch: Batch): void {
    this.#context.onBatch(batch);
    this.#backFill?.heard(batch);
  }

  /** What it answered over HTTP while nothing came over MQTT. */
  #takeFallback(state: MessageState): void {
    const { clock, log } = this.#context;
    const { site, id } = this.#record;
    const { readings, shown } = this.#memory.take(state, clock.monotonicMs());
    this.commands.note({ command: { name: wholeState, table: this.#memory.definition }, decoded: shown });
    if (this.#health.answered()) log.info({ device: id }, 'device answers over HTTP');
    this.#give({ site, device: id, atMs: this.#timeOf(undefined), ...readings });
    this.#context.onStatus(id);
  }

  /** Whether it goes on sending values of which none has moved for so long that nobody can have measured them. */
  #isRepeating(): boolean {
    const { clock } = this.#context;
    const { repeatsAfterSeconds: seconds } = this.#definition.dialect;
    if (seconds === undefined || clock.monotonicMs() - this.#lastChangeMs < seconds * 1000) return false;
    this.#lastHeardMs = clock.monotonicMs();
    this.#gaveUp(
      new SolsteadError('link.timeout', { at: this.#record.id, why: because('device.repeats', { seconds }) }),
    );
    return true;
  }

  #watch(): void {
    const { clock, link } = this.#context;
    const silentMs = clock.monotonicMs() - this.#lastHeardMs;
    if (this.#unanswered > 0 || (!link.isConnected && silentMs > brokerAwayMs)) this.#fallback?.tick();
    if (silentMs < this.#intervalMs) return;
    // One that speaks on change only and cannot be asked is there as long as its last will was not published.
    const isKnownToBeThere = this.#isPresent === true && this.#definition.dialect.askState === undefined;
    if (isKnownToBeThere && link.isConnected) return;
    if (this.#unanswered >= unansweredUntilOffline && this.#fallback?.isAnswering !== true) {
      const why = link.isConnected ? because('device.nothing') : because('broker.no-connection');
      const error = new SolsteadError('link.timeout', { at: this.#record.id, why });
      this.#failed(error);
      this.#memory.forget();
      this.#gaveUp(error);
      this.#context.onStatus(this.#record.id);
    }
    this.#unanswered += 1;
    this.#lastHeardMs = clock.monotonicMs();
    this.#askState();
  }

  #received(): void {
    const { clock, log } = this.#context;
    this.#lastHeardMs = clock.monotonicMs();
    this.#unanswered = 0;
    this.#fallback?.end();
    if (this.#health.answered()) log.info({ device: this.#record.id }, 'device answers');
  }

  #failed(error: SolsteadError): void {
    this.#health.failed(error, this.#context.clock.nowMs());
  }

  #gaveUp(error: SolsteadError): void {
    if (!this.#health.gaveUp(error, this.#context.clock.nowMs())) return;
    const { code, message } = error;
    this.#context.log.warn({ device: this.#record.id, code, why: message }, 'device does not answer');
  }
}
