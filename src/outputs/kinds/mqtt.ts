// Readings at an MQTT broker: a topic for each value, or one for each device with its values as JSON. `docs/outputs.md` lists the topics.
import { findMetric, type MetricId } from '#core/catalogue.ts';
import type { SiteEvent } from '#core/consumer.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { MqttOutput } from '#api/outputs/mqtt.ts';
import {
  type BrokerSession,
  checkBroker,
  openSession,
  type OutMessage,
  prefixOf,
  statusTopic,
  trySession,
} from '../broker-session.ts';
import type { KnownValue, OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';

/** The topic of a value: `solstead/home/inverter/pv/power`. */
const valueTopic = (prefix: string, device: string, metric: string): string =>
  `${prefix}/${device}/${metric.replaceAll('.', '/')}`;

/** Where the values of a device are as JSON. */
export const stateTopic = (prefix: string, device: string): string => `${prefix}/${device}/state`;

/** Where it says whether a device answers. */
export const deviceStatusTopic = (prefix: string, device: string): string => `${prefix}/${device}/status`;

/** Whether a topic is one that this kind publishes to. */
function isOwnTopic(prefix: string, topic: string): boolean {
  if (topic === statusTopic(prefix)) return true;
  if (!topic.startsWith(`${prefix}/`)) return false;
  const [device = '', ...path] = topic.slice(prefix.length + 1).split('/');
  if (!/^[a-z0-9][a-z0-9-]*$/.test(device)) return false;
  const rest = path.join('.');
  return rest === 'status' || rest === 'state' || findMetric(rest) !== undefined;
}

/** The values of a device as JSON, with the time of the newest. */
const jsonOf = (atMs: number, values: Iterable<readonly [string, MetricValue]>): string =>
  JSON.stringify({ time: new Date(atMs).toISOString(), ...Object.fromEntries(values) });

class MqttSink implements Sink {
  readonly #settings: MqttOutput;
  readonly #parts: SinkParts;
  readonly #prefix: string;
  readonly #session: BrokerSession;
  /** All that is known of each device, for messages that are kept: the broker has only the last. */
  readonly #whole = new Map<string, Map<MetricId, MetricValue>>();
  /** What was said last of each device. */
  readonly #told = new Map<string, string>();
  #isPrimed = false;
  #isCleared = false;

  constructor(settings: MqttOutput, parts: SinkParts, listener: SinkListener) {
    this.#settings = settings;
    this.#parts = parts;
    this.#prefix = prefixOf(settings, parts.home.facts.site.id);
    this.#session = openSession({
      settings,
      parts,
      qos: settings.qos,
      listener: {
        onState: (failure) => listener.onState(failure),
        onConnected: () => {
          this.#told.clear();
          for (const { record } of parts.home.facts.devices()) this.#tellDevice(record.id);
        },
      },
    });
  }

  async deliver(batches: readonly Batch[], signal: AbortSignal): Promise<void> {
    await this.#session.connected(signal);
    this.#prime();
    await this.#session.send(
      batches.flatMap((batch) => this.#messagesOf(batch)),
      signal,
    );
  }

  event({ kind, device }: SiteEvent): void {
    if (kind !== 'device-removed') {
      this.#tellDevice(device);
      return;
    }
    this.#whole.delete(device);
    this.#told.delete(device);
    if (!this.#settings.retain) return;
    const [below, isOwn] = [`${this.#prefix}/${device}/#`, (topic: string) => isOwnTopic(this.#prefix, topic)];
    // A broker that is away keeps them until the output is removed.
    this.#session.clear([below], isOwn).catch(() => undefined);
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    await this.#session.clear([`${this.#prefix}/#`], (topic) => isOwnTopic(this.#prefix, topic));
  }

  close(): Promise<void> {
    return this.#session.close(this.#isCleared);
  }

  /** What the home knew before: the messages of now are whole, too. */
  #prime(): void {
    if (this.#isPrimed) return;
    const { home, wants } = this.#parts;
    for (const { device, metric, value } of home.values()) {
      const whole = this.#wholeOf(device);
      if (wants(device, metric) && !whole.has(metric)) whole.set(metric, value);
      this.#isPrimed = true;
    }
  }

  #wholeOf(device: string): Map<MetricId, MetricValue> {
    const whole = this.#whole.get(device) ?? new Map<MetricId, MetricValue>();
    this.#whole.set(device, whole);
    return whole;
  }

  #messagesOf(batch: Batch): readonly OutMessage[] {
    const { form, retain } = this.#settings;
    const { device, atMs, metric, value } = batch;
    const values = metric.flatMap((id, index) => {
      const one = value[index];
      return one === undefined ? [] : [[id, one] as const];
    });
    if (form === 'plain')
      return values.map(([id, one]) => ({ topic: valueTopic(this.#prefix, device, id), payload: String(one), retain }));
    const topic = stateTopic(this.#prefix, device);
    if (!retain) return [{ topic, payload: jsonOf(atMs, values), retain }];
    const whole = this.#wholeOf(device);
    for (const [id, one] of values) whole.set(id, one);
    return [{ topic, payload: jsonOf(atMs, whole), retain }];
  }

  #tellDevice(device: string): void {
    const found = this.#parts.home.facts.device(device);
    if (found === undefined || !this.#parts.wants(device) || this.#isCleared) return;
    const payload = found.isOnline ? 'online' : 'offline';
    if (this.#told.get(device) === payload || !this.#session.link.isConnected) return;
    this.#told.set(device, payload);
    const { retain } = this.#settings;
    this.#session.sendSoon([{ topic: deviceStatusTopic(this.#prefix, device), payload, retain }]);
  }
}

/** What would be sent of the values that are known now. */
function messagesNow({ form, retain, prefix }: MqttOutput, { home, wants }: SinkParts): readonly OutMessage[] {
  const first = prefixOf(prefix === undefined ? {} : { prefix }, home.facts.site.id);
  const known = home.values().filter(({ device, metric }) => wants(device, metric));
  if (form === 'plain')
    return known.map(({ device, metric, value }) => ({
      topic: valueTopic(first, device, metric),
      payload: String(value),
      retain,
    }));
  return [...Map.groupBy(known, ({ device }) => device)].map(([device, values]) => ({
    topic: stateTopic(first, device),
    payload: jsonOf(
      values.reduce((most, { atMs }) => Math.max(most, atMs), 0),
      values.map(({ metric, value }: KnownValue) => [metric, value] as const),
    ),
    retain,
  }));
}

/** Any MQTT broker. */
export const mqtt: OutputKind<MqttOutput> = {
  check: checkBroker,
  keeps: ({ backlog }) => backlog,
  traces: ({ server, retain, form, prefix }, { facts }) =>
    JSON.stringify([server ?? '', retain, form, prefixOf(prefix === undefined ? {} : { prefix }, facts.site.id)]),
  open: (settings, parts, listener) => new MqttSink(settings, parts, listener),
  test: (settings, parts) => trySession(settings, parts, messagesNow(settings, parts)),
};
