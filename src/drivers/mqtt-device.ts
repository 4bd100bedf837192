// One device that reports on its own over MQTT: its messages become batches, and it confirms our commands.
import { because, said } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceStatus } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { FieldValue } from '#codec/table.ts';
import {
  type MessageAddress,
  type MessageContent,
  type MqttDefinition,
  type OutMessage,
  wholeState,
} from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import { DeviceCommands } from './device-commands.ts';
import { makeHealth } from './health.ts';
import { makePendingReplies } from './pending-replies.ts';
import type { DeviceContext, RunningDevice } from './driver.ts';
import { makeReceiptTimes } from './receipt-times.ts';

/** What an MQTT device needs besides: the connection to the broker. */
export interface MqttContext extends DeviceContext {
  readonly link: MessageLink;
}

/** Unanswered questions until it counts as offline. */
const unansweredUntilOffline = 2;

type State = Readonly<Record<string, unknown>>;

/** The value at a path such as `sys/mac` of a state. */
function textAt(state: State, path: string): string | undefined {
  let at: unknown = state;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return typeof at === 'string' || typeof at === 'number' ? String(at) : undefined;
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
  readonly #prefix: string;
  /** Our own topic for the device's answers. */
  readonly #replyTo: string;
  readonly #intervalMs: number;
  #endings: readonly (() => void)[] = [];
  #identity: Record<string, string> = {};
  #lastHeardMs: number;
  #unanswered = 0;
  #lastId = 0;
  /** The newest of every row, because a message may hold only some of them. */
  #shown: readonly FieldValue[] = [];

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
    this.commands = this.#makeCommands();
  }

  start(): void {
    const { link, clock } = this.#context;
    this.#endings = [
      ...this.#definition.dialect
        .filters(this.#prefix, this.#replyTo)
        .map((filter) => link.subscribe(filter, (message) => this.#onMessage(message))),
      link.onState((isConnected) => {
        if (isConnected) this.#askState();
      }),
      clock.every(Math.min(1000, this.#intervalMs), () => this.#watch()),
    ];
    this.#askState();
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
    this.#stopping.abort(new DOMException('stopped', 'AbortError'));
    this.#replies.close(new SolsteadError('link.closed', { at: this.#record.id }));
  }

  #makeCommands(): DeviceCommands {
    const { clock } = this.#context;
    return new DeviceCommands({
      clock,
      signal: this.#stopping.signal,
      budget: this.#context.wear?.of(this.#record),
      everySeconds: this.#intervalMs / 1000,
      definition: () => this.#definition,
      askable: (names) => (this.#health.state === 'online' ? names : []),
      ask: () => this.#exchange(({ prefix, replyTo, id }) => this.#definition.dialect.askState(prefix, replyTo, id)),
      send: (request) => this.#command(request),
    });
  }

  /** Errors: `link.closed` when nothing was sent, `command.unconfirmed`, `command.refused`. */
  async #command(request: string): Promise<void> {
    try {
      await this.#exchange((to) => this.#definition.dialect.request(to, request));
    } catch (error) {
      if (!isSolsteadError(error, 'link.timeout')) throw error;
      const why = because('command.no-answer');
      throw new SolsteadError('command.unconfirmed', { at: this.#record.id, why, cause: error });
    }
  }

  /** Errors: `link.closed` when nothing was sent, `link.timeout`, `command.refused`. */
  async #exchange(message: (to: MessageAddress) => OutMessage): Promise<void> {
    // If kept until the broker is back, it would be carried out when nobody expects it.
    if (!this.#context.link.isConnected || this.#stopping.signal.aborted)
      throw new SolsteadError('link.closed', { at: this.#record.id, why: because('broker.no-connection') });
    const id = this.#nextId();
    await this.#replies.wait(id, () => this.#send(message({ prefix: this.#prefix, replyTo: this.#replyTo, id })));
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async #send({ topic, payload }: OutMessage): Promise<void> {
    this.#health.request();
    await this.#context.link.publish(topic, payload);
  }

  #askState(): void {
    const { link, clock, log } = this.#context;
    if (!link.isConnected) return;
    const question = this.#definition.dialect.askState(this.#prefix, this.#replyTo, this.#nextId());
    this.#send(question).catch((error: unknown) => {
      if (isSolsteadError(error)) this.#health.failed(error, clock.nowMs());
      else log.error({ device: this.#record.id, error }, 'a mistake of this program; the device goes on');
    });
  }

  #onMessage({ topic, payload, retained }: TopicMessage): void {
    const content = this.#definition.dialect.read(this.#prefix, topic, payload);
    // Retained by the broker for later subscribers, it may be of any age, and the device long gone: not a current reading.
    // Source: MQTT 3.1.1, 3.3.1.3. The last word on whether it is connected stays true.
    if (retained && content.kind !== 'online') {
      if (content.kind === 'state') this.#askState();
      return;
    }
    switch (content.kind) {
      case 'state':
        this.#received();
        this.#takeState(content.state, content.atMs);
        break;
      case 'response':
        this.#received();
        this.#takeResponse(content);
        break;
      case 'online':
        if (content.online) this.#askState();
        else this.#gaveUp(new SolsteadError('link.closed', { at: this.#record.id, why: because('broker.left') }));
        break;
      case 'malformed':
        this.#failed(new SolsteadError('frame.malformed', { at: `${this.#record.id} ${topic}`, why: content.why }));
        break;
      case 'other':
        return;
    }
    this.#context.onStatus(this.#record.id);
  }

  #takeResponse({ id, refused, state }: Extract<MessageContent, { kind: 'response' }>): void {
    if (refused !== undefined) {
      const error = new SolsteadError('command.refused', { at: this.#record.id, why: said(refused) });
      this.#failed(error);
      this.#replies.refused(id, error);
      return;
    }
    if (state !== undefined) this.#takeState(state, undefined);
    this.#replies.answered(id);
  }

  #takeState(state: State, stampMs: number | undefined): void {
    for (const { key, path } of this.#definition.identity) {
      const value = textAt(state, path);
      if (value !== undefined) this.#identity = { ...this.#identity, [key]: value };
    }
    const { rows } = this.#definition;
    const decoded = this.#definition.decode(state);
    const columns = readings(this.#definition, decoded);
    this.#shown = rows.map((_, row) => decoded.values[row] ?? this.#shown[row]);
    this.commands.note({
      command: { name: wholeState, table: { rows } },
      decoded: { ...decoded, values: this.#shown },
    });
    const { site, id } = this.#record;
    if (stampMs !== undefined) this.#context.heardTime?.(`device ${id}`, stampMs);
    this.#context.onBatch({ site, device: id, atMs: this.#timeOf(stampMs), ...columns });
  }

  #watch(): void {
    const { clock, link } = this.#context;
    if (clock.monotonicMs() - this.#lastHeardMs < this.#intervalMs) return;
    if (this.#unanswered >= unansweredUntilOffline) {
      const why = link.isConnected ? because('device.nothing') : because('broker.no-connection');
      const error = new SolsteadError('link.timeout', { at: this.#record.id, why });
      this.#failed(error);
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
