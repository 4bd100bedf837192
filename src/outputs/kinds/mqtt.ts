// Readings at an MQTT broker: a topic for each value, or one for each device with its values as JSON. `docs/outputs.md` lists the topics.
import type { MetricId } from '#core/catalogue.ts';
import type { SiteEvent } from '#core/consumer.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import { lineField, lineHead } from '#core/line-protocol.ts';
import type { MqttOutput } from '#api/outputs/mqtt.ts';
import {
  type BrokerSession,
  checkBroker,
  openSession,
  type OutMessage,
  prefixOf,
  statusTopic,
  topicsPlace,
  trySession,
} from '../broker-session.ts';
import type { Names } from '../names.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import { knownBatches } from '../tested.ts';

/** The topic of a value: `solstead/home/inverter/pv/power`, or `solstead/home/inverter/pv_power`. */
const valueTopic = (prefix: string, device: string, [metric, form]: readonly [string, MqttOutput['form']]): string =>
  `${prefix}/${device}/${metric.replaceAll('.', form === 'tagged' ? '_' : '/')}`;

/** Where the values of a device are as JSON. */
export const stateTopic = (prefix: string, device: string): string => `${prefix}/${device}/state`;

/** Where it says whether a device answers. */
export const deviceStatusTopic = (prefix: string, device: string): string => `${prefix}/${device}/status`;

/** Whether a topic is one that this kind publishes to. */
function isOwnTopic(prefix: string, topic: string, { isMetric }: Names): boolean {
  if (topic === statusTopic(prefix)) return true;
  if (!topic.startsWith(`${prefix}/`)) return false;
  const [device = '', ...path] = topic.slice(prefix.length + 1).split('/');
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(device)) return false;
  const rest = path.join('.');
  return ['status', 'state', 'influx'].includes(rest) || isMetric(rest);
}

/** The values of a device as JSON, with the time of the newest. */
const jsonOf = (atMs: number, values: Iterable<readonly [string, MetricValue]>): string =>
  JSON.stringify({ time: new Date(atMs).toISOString(), ...Object.fromEntries(values) });

const valuesOf = ({ metric, value }: Batch): readonly (readonly [MetricId, MetricValue])[] =>
  metric.flatMap((id, index) => {
    const one = value[index];
    return one === undefined ? [] : [[id, one] as const];
  });

/** A line of InfluxDB's line protocol for each value, as the output to InfluxDB has them; ns, as Telegraf takes them. */
function linesOf(batch: Batch, names: Names): string {
  const { site, atMs, metric, quality } = batch;
  const device = names.device(batch.device);
  return valuesOf(batch)
    .filter(([, one]) => typeof one === 'string' || Number.isFinite(one))
    .map(([id, one]) => {
      const head = lineHead(names.metric(id), { site, device, quality: quality[metric.indexOf(id)] ?? 'good' });
      return `${head} ${lineField(one)} ${BigInt(atMs) * 1_000_000n}`;
    })
    .join('\n');
}

/** How values become messages. */
interface Ways extends Pick<MqttOutput, 'form' | 'retain'>, Pick<SinkParts, 'names'> {
  readonly prefix: string;
}

function messagesOf(batch: Batch, { prefix, form, retain, names }: Ways): readonly OutMessage[] {
  const device = names.device(batch.device);
  const named = valuesOf(batch).map(([id, one]) => [names.metric(id), one] as const);
  switch (form) {
    case 'json':
      return [{ topic: stateTopic(prefix, device), payload: jsonOf(batch.atMs, named), retain }];
    case 'influx': {
      const payload = linesOf(batch, names);
      return payload === '' ? [] : [{ topic: `${prefix}/${device}/influx`, payload, retain }];
    }
    case 'plain':
    case 'tagged':
      return named.map(([name, one]) => ({
        topic: valueTopic(prefix, device, [name, form]),
        payload: String(one),
        retain,
      }));
  }
}

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
    const below = `${this.#prefix}/${this.#parts.names.device(device)}/#`;
    // A broker that is away keeps them until the output is removed.
    this.#session.clear([below], (topic) => this.#isOwn(topic)).catch(() => undefined);
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    await this.#session.clear([`${this.#prefix}/#`], (topic) => this.#isOwn(topic));
  }

  close(): Promise<void> {
    return this.#session.close(this.#isCleared);
  }

  #isOwn(topic: string): boolean {
    return isOwnTopic(this.#prefix, topic, this.#parts.names);
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
    const ways = { prefix: this.#prefix, form, retain, names: this.#parts.names };
    if (form !== 'json' || !retain) return messagesOf(batch, ways);
    // The broker has only the last.
    const whole = this.#wholeOf(batch.device);
    for (const [id, one] of valuesOf(batch)) whole.set(id, one);
    return messagesOf({ ...batch, metric: [...whole.keys()], value: [...whole.values()] }, ways);
  }

  #tellDevice(device: string): void {
    const found = this.#parts.home.facts.device(device);
    if (found === undefined || !this.#parts.wants(device) || this.#isCleared) return;
    const payload = found.isOnline ? 'online' : 'offline';
    if (this.#told.get(device) === payload || !this.#session.link.isConnected) return;
    this.#told.set(device, payload);
    const { retain } = this.#settings;
    this.#session.sendSoon([
      { topic: deviceStatusTopic(this.#prefix, this.#parts.names.device(device)), payload, retain },
    ]);
  }
}

/** What would be sent of the values that are known now. */
function messagesNow({ form, retain, prefix }: MqttOutput, parts: SinkParts): readonly OutMessage[] {
  const first = prefixOf(prefix === undefined ? {} : { prefix }, parts.home.facts.site.id);
  return knownBatches(parts).flatMap((batch) => messagesOf(batch, { prefix: first, form, retain, names: parts.names }));
}

/** Any MQTT broker. */
export const mqtt: OutputKind<MqttOutput> = {
  check: checkBroker,
  isNameable: true,
  keeps: ({ backlog }) => backlog,
  traces: ({ server, retain, form, prefix }, { facts }) =>
    JSON.stringify([server ?? '', retain, form, prefixOf(prefix === undefined ? {} : { prefix }, facts.site.id)]),
  alone: ({ server, prefix }, site) =>
    topicsPlace({ ...(server === undefined ? {} : { server }), ...(prefix === undefined ? {} : { prefix }) }, site),
  open: (settings, parts, listener) => new MqttSink(settings, parts, listener),
  test: (settings, parts) => trySession(settings, parts, messagesNow(settings, parts)),
};
