// One device that reports on its own over MQTT: its messages become batches, and it confirms our commands.
import { because, type Reason } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceNote } from '#core/device-note.ts';
import type { DeviceStatus, ShownField } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import { type MqttDefinition, wholeState } from '#devices/definition.ts';
import type { MessageContent, MessageState, OutMessage } from '#devices/message-dialect.ts';
import { BackFill } from './back-fill.ts';
import { DeviceCommands } from './device-commands.ts';
import { heldUntilKnown } from './early-messages.ts';
import { Fallback, type FallbackParts } from './fallback.ts';
import { keptNote } from './kept-note.ts';
import { gathered, type Report } from './gathered.ts';
import { makeHealth } from './health.ts';
import { makeKeptValues } from './kept-values.ts';
import { makeMessageMemory } from './message-memory.ts';
import { oneSending } from './one-sending.ts';
import { makePendingReplies, type Waited } from './pending-replies.ts';
import type { DeviceContext, RunningDevice } from './driver.ts';
import { makeReceiptTimes } from './receipt-times.ts';
import { identityIn, openingOf, prefixOf } from './message-topics.ts';
import { brokerAwayMs, gone, keptOnly, turnedAway, unansweredUntilOffline, unheard } from './unheard.ts';

/** What an MQTT device needs besides: the connection to the broker. */
export interface MqttContext extends DeviceContext {
  readonly link: MessageLink;
  /** Links to devices that can be reached without the broker too; absent: there are none. */
  readonly withLink?: FallbackParts['withLink'];
}

type Said<Kind extends MessageContent['kind']> = Extract<MessageContent, { kind: Kind }>;

/** So long after a connection messages may have waited for it, ms. */
const lateMs = 30_000;
/** What the broker kept comes all at once: one question for it, ms. */
const askAgainMs = 5;

/** A device at the broker, or a charge point. */
export class MqttDevice implements RunningDevice {
  readonly commands: DeviceCommands;
  readonly #record: DeviceRecord;
  readonly #definition: MqttDefinition;
  readonly #context: MqttContext;
  readonly #health = makeHealth();
  readonly #replies;
  readonly #stopping = new AbortController();
  readonly #times;
  readonly #memory;
  readonly #note;
  readonly #early;
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
  /** The last word on whether it is connected, and when it left, if it was heard. */
  #isPresent: boolean | undefined;
  #leftMs: number | undefined;
  /** Its last will was published, and nothing has come since. */
  #hasLeft = false;
  /** What the broker kept: what holds until it is known that the device is there, anything else until it is known of when it is. */
  readonly #kept;
  /** Questions that any state answers, and commands that the next answer answers, in their order. */
  readonly #asked = new Set<number>();
  readonly #commanded = new Set<number>();

  constructor(record: DeviceRecord, definition: MqttDefinition, context: MqttContext) {
    this.#record = record;
    this.#definition = definition;
    this.#context = context;
    this.#replies = makePendingReplies(context.clock, record.id, definition.dialect.replyMs);
    this.#times = makeReceiptTimes(context.clock, (lagMs) => this.#note.change({ lagMs }));
    this.#early = heldUntilKnown<TopicMessage>((message) => this.#onMessage(message), context.notes === undefined);
    this.#prefix = prefixOf(record);
    // Under its own prefix, where nobody else may write: what comes there is believed.
    this.#replyTo = `${this.#prefix}/solstead/${record.id}`;
    this.#intervalMs = (record.settings.liveSeconds ?? definition.everySeconds) * 1000;
    this.#lastHeardMs = context.clock.monotonicMs();
    this.#lastChangeMs = this.#lastHeardMs;
    this.#memory = makeMessageMemory(definition, record.settings.expects);
    this.#reports = gathered(context.clock, definition.dialect.gatherMs, (report) => this.#takeReport(report));
    this.#note = keptNote(context, record);
    this.#kept = makeKeptValues(context.clock, (state, atMs) => {
      this.#received();
      this.#takeBeside(state, atMs);
    });
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
        link.subscribe(filter, (message) => this.#early.give(message), { kept: () => this.#isKept() }),
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
    const opening = openingOf(this.#record);
    if (opening !== undefined) this.#tell([opening]);
    this.#askState();
    void this.#recall();
  }

  /** Where it was before a restart, and what it had counted. */
  async #recall(): Promise<void> {
    const note = await this.#note.before();
    if (this.#stopping.signal.aborted) return;
    if (note?.lagMs !== undefined) {
      this.#times.recall(note.lagMs);
      // Of one at the built-in broker, too: it comes back with what it kept.
      this.#connectedMs = Math.max(this.#connectedMs, this.#context.clock.monotonicMs());
    }
    if (note !== undefined) this.#fallback?.recall(note);
    if (note !== undefined) this.#backFill?.recall(note);
    this.#early.known();
  }

  /** What it has said so far is kept. */
  async #isKept(): Promise<void> {
    await this.#early.taken();
    await this.#reports.taken();
    await this.#context.kept?.();
  }

  shown(): readonly ShownField[] {
    return this.commands.shown();
  }

  status(): DeviceStatus {
    const known = { intervalMs: this.#intervalMs, identity: this.#identity, missing: this.#memory.missing };
    const over = this.#fallback?.isAnswering === true ? ({ over: 'http' } as const) : {};
    return this.#health.status({ ...known, ...over }, this.#context.clock.nowMs());
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end();
    this.#early.drop();
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
    const onRefused = (why: Reason): void => {
      const at = this.#record.id;
      const isHeard = this.#unanswered === 0 && this.#context.link.isConnected;
      const error = isHeard ? new SolsteadError('command.refused', { at, why }) : this.#unheard();
      this.#failed(error);
      this.#context.log.warn({ device: at, why: error.message }, 'device does not answer over HTTP');
      this.#context.onStatus(at);
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
    return this.#exchange(id, [this.#definition.dialect.request(to, question)], { among: undefined });
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
      send: (request, onSend) => this.#command(request, onSend),
      hasWay: (request) => this.#fallback?.isOnlyWayFor(request) !== true || this.#fallback.hasHost,
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
    await this.#exchange(id, question, { among: answers === 'by-id' ? undefined : this.#asked });
  }

  /** Errors: `link.closed` and `device.offline` when nothing was sent, `command.unconfirmed`, `command.refused`. */
  async #command(request: string, onSend: () => void): Promise<void> {
    this.#isShownBeside = this.#fallback?.isOnlyWayFor(request) === true;
    if (this.#isShownBeside || this.#fallback?.isAnswering === true) return this.#fallback?.command(request, onSend);
    this.#assertThere();
    const { dialect } = this.#definition;
    const id = this.#nextId();
    const message = dialect.request({ prefix: this.#prefix, replyTo: this.#replyTo, id }, request);
    const sending = oneSending(this.#record.id, onSend);
    await sending.run(async () => {
      if (dialect.answers === 'none') {
        this.#assertConnected();
        return this.#send([message], sending.goesOut);
      }
      const among = dialect.answers === 'by-id' ? undefined : this.#commanded;
      await this.#exchange(id, [message], { among, onSend: sending.goesOut });
    });
  }

  /** A session that the broker keeps would hand it over when the device is back, and nobody expects it. Errors: `device.offline`. */
  #assertThere(): void {
    // A last will that comes late is disproved by what the device says after it.
    if (this.#isPresent !== false || this.#health.state !== 'offline') return;
    throw gone(this.#record.id, this.#leftMs);
  }

  /** If kept until the broker is back, it would be carried out when nobody expects it. Errors: `link.closed`. */
  #assertConnected(): void {
    if (!this.#context.link.isConnected || this.#stopping.signal.aborted)
      throw new SolsteadError('link.closed', { at: this.#record.id, why: because('broker.no-connection') });
  }

  /** Errors: `link.closed` when nothing was sent, `link.timeout`, `command.refused`. */
  async #exchange(id: number, messages: readonly OutMessage[], { among, onSend }: Waited): Promise<unknown> {
    this.#assertConnected();
    among?.add(id);
    try {
      return await this.#replies.wait(id, () => this.#send(messages, onSend));
    } finally {
      among?.delete(id);
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async #send(messages: readonly OutMessage[], onSend?: () => void): Promise<void> {
    this.#health.request();
    for (const { topic, payload } of messages) await this.#context.link.publish(topic, payload, { onSend });
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
      else if (content.kind === 'stamp') this.#kept.stamp(content.of, content.atMs);
      return;
    }
    switch (content.kind) {
      case 'state':
        this.#kept.said(content.state);
        this.#reports.add({ state: content.state, stampMs: content.atMs, quality: content.quality });
        return;
      case 'response':
        if (content.isAway !== true) this.#received();
        this.#takeResponse(content);
        break;
      case 'online':
        this.#takePresence(content, retained);
        break;
      case 'malformed':
        this.#failed(new SolsteadError('frame.malformed', { at: `${this.#record.id} ${topic}`, why: content.why }));
        break;
      case 'turned-away':
        this.#health.troubled(turnedAway(this.#record.id, content.why), this.#context.clock.nowMs());
        break;
      case 'stamp':
      case 'other':
        return;
    }
    this.#context.onStatus(this.#record.id);
  }

  /** What holds until it is changed is true as long as the device is there; anything else is asked for again. */
  #takeKept({ state, holds }: Said<'state'>): void {
    const { clock } = this.#context;
    if (this.#definition.dialect.askState !== undefined) {
      if (clock.monotonicMs() - this.#lastAskedMs >= askAgainMs) this.#askState();
      return;
    }
    if (holds === true && this.#isPresent === true)
      return this.#reports.add({ state, stampMs: undefined, quality: undefined });
    if (holds === true) this.#kept.holding(state);
    // Until a time is found for it, or something else shows that it is there.
    if (this.#health.state === 'starting') this.#health.troubled(keptOnly(this.#record.id), clock.nowMs());
    this.#kept.state(state);
    this.#context.onStatus(this.#record.id);
  }

  /** Takes what came another way than its reports, and is of this time. */
  #takeBeside(state: MessageState, atMs: number): void {
    const { clock } = this.#context;
    const { site, id } = this.#record;
    const nowMs = clock.monotonicMs();
    const { readings, shown } = this.#memory.take(state, nowMs, nowMs - Math.max(0, clock.nowMs() - atMs));
    this.commands.note({ command: { name: wholeState, table: this.#memory.definition }, decoded: shown });
    this.#give({ site, device: id, atMs, ...readings });
    this.#context.onStatus(id);
  }

  #takePresence({ online, state }: Said<'online'>, retained: boolean): void {
    if (this.#isPresent !== online) this.#leftMs = online || retained ? undefined : this.#context.clock.nowMs();
    this.#isPresent = online;
    this.#hasLeft = !online;
    if (state !== undefined) this.#identity = identityIn(state, this.#definition.identity, this.#identity);
    if (!online) {
      this.#memory.forget();
      this.#gaveUp(new SolsteadError('device.offline', { at: this.#record.id, why: because('broker.left') }));
      return;
    }
    this.#askState();
    if (this.#definition.dialect.askState === undefined) this.#received();
    if (state !== undefined && !retained) this.#reports.add({ state, stampMs: undefined, quality: undefined });
    const held = this.#kept.held();
    if (held !== undefined) this.#reports.add({ state: held, stampMs: undefined, quality: undefined });
  }

  #takeResponse({ id, refused, isUnclear, isAway, state, result }: Said<'response'>): void {
    const question = id ?? this.#commanded.values().next().value;
    if (refused !== undefined) {
      const code = isAway === true ? 'device.offline' : isUnclear === true ? 'command.unconfirmed' : 'command.refused';
      const error = new SolsteadError(code, { at: this.#record.id, why: refused });
      this.#failed(error);
      if (question !== undefined) this.#replies.refused(question, error);
      return;
    }
    if (state !== undefined) this.#takeReport({ state, stampMs: undefined, quality: undefined });
    if (question !== undefined) this.#replies.answered(question, result);
  }

  #takeReport({ state, stampMs, quality }: Report): void {
    const { site, id } = this.#record;
    const { clock } = this.#context;
    this.#identity = identityIn(state, this.#definition.identity, this.#identity);
    this.#fallback?.learn(state);
    const nowMs = clock.monotonicMs();
    // What the broker kept for us while we were away comes at once.
    const mayBeLate = nowMs - this.#connectedMs < lateMs || this.#fallback?.isAnswering === true;
    const atMs = this.#times.of(stampMs, { mayBeLate });
    const ofMs = stampMs === undefined ? nowMs : nowMs - Math.max(0, clock.nowMs() - atMs);
    const { readings, shown, hasChanged } = this.#memory.take(state, nowMs, ofMs);
    if (hasChanged) this.#lastChangeMs = nowMs;
    const { rows } = this.#memory.definition;
    this.commands.note({ command: { name: wholeState, table: { rows } }, decoded: shown });
    if (stampMs !== undefined) this.#context.heardTime?.(`device ${id}`, stampMs);
    if (this.#isRepeating()) {
      this.#context.onStatus(id);
      return;
    }
    this.#received();
    for (const asked of this.#asked) this.#replies.answered(asked);
    const columns = quality === undefined ? readings : { ...readings, quality: readings.quality.map(() => quality) };
    this.#give({ site, device: id, atMs, ...columns });
    this.#context.onStatus(id);
  }

  #give(batch: Batch): void {
    this.#context.onBatch(batch);
    this.#backFill?.heard(batch);
  }

  /** What it answered over HTTP while nothing came over MQTT. */
  #takeFallback(state: MessageState): void {
    const { id } = this.#record;
    if (this.#health.answered()) this.#context.log.info({ device: id }, 'device answers over HTTP');
    this.#takeBeside(state, this.#times.of(undefined, { isBeside: true }));
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
    const isAway = this.#hasLeft || this.#unanswered > 0 || (!link.isConnected && silentMs > brokerAwayMs);
    if (isAway) this.#fallback?.tick();
    if (silentMs < this.#intervalMs) return;
    // One that speaks on change only and cannot be asked is there as long as its last will was not published.
    const isKnownToBeThere = this.#isPresent === true && this.#definition.dialect.askState === undefined;
    if (isKnownToBeThere && link.isConnected) return;
    if (this.#unanswered >= unansweredUntilOffline && this.#fallback?.isAnswering !== true) {
      const error = this.#unheard();
      this.#failed(error);
      this.#memory.forget();
      this.#gaveUp(error);
      this.#context.onStatus(this.#record.id);
    }
    this.#unanswered += 1;
    this.#lastHeardMs = clock.monotonicMs();
    this.#askState();
  }

  #unheard(): SolsteadError {
    const { isConnected } = this.#context.link;
    return unheard({ at: this.#record.id, isConnected, refusal: this.#fallback?.refusal });
  }

  #received(): void {
    const { clock, log } = this.#context;
    this.#lastHeardMs = clock.monotonicMs();
    this.#unanswered = 0;
    this.#hasLeft = false;
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
