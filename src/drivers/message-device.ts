// One device that speaks by itself over MQTT: what it says becomes batches, what we want of it is confirmed by it.
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceOrder, DeviceStatus } from '#core/field.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { MessageContent, MessageDefinition, OutMessage } from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import { makeHealth } from './health.ts';
import { makePendingOrders } from './pending-orders.ts';
import type { DeviceContext, RunningDevice } from './polled-device.ts';
import { makeReceiptTimes } from './receipt-times.ts';

/** A running MQTT device also takes orders. */
export interface RunningMessageDevice extends RunningDevice {
  order(order: DeviceOrder): Promise<void>;
}

/** What an MQTT device needs besides: the connection to the broker. */
export interface MessageContext extends DeviceContext {
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

/** Starts listening to a device; `record.topic` is its topic prefix. */
export function startMessageDevice(
  record: DeviceRecord,
  definition: MessageDefinition,
  context: MessageContext,
): RunningMessageDevice {
  const device = new MessageDevice(record, definition, context);
  device.start();
  return {
    status: () => device.status(),
    order: (order) => device.order(order),
    stop: () => device.stop(),
  };
}

class MessageDevice {
  readonly #record: DeviceRecord;
  readonly #definition: MessageDefinition;
  readonly #context: MessageContext;
  readonly #health = makeHealth();
  readonly #orders;
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

  constructor(record: DeviceRecord, definition: MessageDefinition, context: MessageContext) {
    this.#record = record;
    this.#definition = definition;
    this.#context = context;
    this.#orders = makePendingOrders(context.clock);
    this.#timeOf = makeReceiptTimes(context.clock);
    this.#prefix = record.topic ?? '';
    this.#replyTo = `solstead/${record.id}`;
    this.#intervalMs = (record.settings.liveSeconds ?? definition.everySeconds) * 1000;
    this.#lastHeardMs = context.clock.monotonicMs();
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

  async order(order: DeviceOrder): Promise<void> {
    const { metric, value } = order;
    const at = `${this.#record.id} ${metric}`;
    const write = this.#definition.writes.find((known) => known.metric === metric);
    if (write === undefined) throw new SolsteadError('command.unknown', { at, why: 'it cannot be set on this device' });
    const id = this.#nextId();
    const message = write.request({ prefix: this.#prefix, replyTo: this.#replyTo, id, value });
    if (message === undefined) throw new SolsteadError('command.limits', { at, why: `${String(value)} cannot be set` });
    // Kept until the broker is back, it would be carried out when nobody expects it any more.
    if (!this.#context.link.isConnected)
      throw new SolsteadError('link.closed', { at, why: 'no connection to the broker' });
    await this.#orders.place(id, order, () => this.#send(message));
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end();
    this.#orders.close(new SolsteadError('link.closed', { at: this.#record.id }));
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

  #onMessage({ topic, payload }: TopicMessage): void {
    const content = this.#definition.dialect.read(this.#prefix, topic, payload);
    switch (content.kind) {
      case 'state':
        this.#heard();
        this.#takeState(content.state, content.atMs);
        break;
      case 'response':
        this.#heard();
        this.#takeResponse(content);
        break;
      case 'online':
        if (content.online) this.#askState();
        else this.#gaveUp(new SolsteadError('link.closed', { at: this.#record.id, why: 'the device left the broker' }));
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
      const error = new SolsteadError('command.refused', { at: this.#record.id, why: refused });
      this.#failed(error);
      this.#orders.refused(id, error);
    } else if (state !== undefined) this.#takeState(state, undefined);
    // A device that stood so already has no change to tell of.
    else if (this.#orders.has(id)) this.#askState();
  }

  #takeState(state: State, stampMs: number | undefined): void {
    for (const { key, path } of this.#definition.identity) {
      const value = textAt(state, path);
      if (value !== undefined) this.#identity = { ...this.#identity, [key]: value };
    }
    const columns = readings(this.#definition, this.#definition.decode(state));
    const { site, id } = this.#record;
    this.#context.onBatch({ site, device: id, atMs: this.#timeOf(stampMs), ...columns });
    this.#orders.shown(columns.metric, columns.value);
  }

  #watch(): void {
    const { clock, link } = this.#context;
    if (clock.monotonicMs() - this.#lastHeardMs < this.#intervalMs) return;
    if (this.#unanswered >= unansweredUntilOffline) {
      const why = link.isConnected ? 'nothing heard of the device' : 'no connection to the broker';
      const error = new SolsteadError('link.timeout', { at: this.#record.id, why });
      this.#failed(error);
      this.#gaveUp(error);
      this.#context.onStatus(this.#record.id);
    }
    this.#unanswered += 1;
    this.#lastHeardMs = clock.monotonicMs();
    this.#askState();
  }

  #heard(): void {
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
