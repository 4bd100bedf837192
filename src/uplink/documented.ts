// The form of messages that SolarAutopilot documented: `{mqttTopicPrefix, topic, message, userId, timestamp}`, one value a message, and
// `{type: 'ping'}` every 30 s. Ours go to topics `<prefix>/<device>/<metric>/state`, so that one Solstead understands another in it.
// Source: the SolarAutopilot add-on's architecture document, "MQTT to WebSocket Message Forwarding".
import { findMetric, isMetricId, type MetricId } from '#core/catalogue.ts';
import { isRecord } from '#core/entries.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { SentBatch } from './wire.ts';

/** A message of this form. */
export interface DocumentedMessage {
  readonly mqttTopicPrefix: string;
  readonly topic: string;
  readonly message: string;
  readonly userId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
}

/** Topics begin with this unless a person said otherwise. */
export const usualPrefix = 'solstead';

const longest = { topic: 300, message: 16 * 1024, text: 200 } as const;

/** The values of a batch as messages. */
export function documentedMessages(
  { device, atMs, metric, value }: Batch,
  { prefix, userId }: { readonly prefix: string; readonly userId: string },
): readonly DocumentedMessage[] {
  const timestamp = new Date(atMs).toISOString();
  return metric.flatMap((id, index) => {
    const found = value[index];
    if (found === undefined) return [];
    return [
      { mqttTopicPrefix: prefix, topic: `${prefix}/${device}/${id}/state`, message: String(found), userId, timestamp },
    ];
  });
}

/** What came: a message, a ping, or nothing that is known. */
export type Documented = DocumentedMessage | 'ping' | undefined;

/** Reads a text. */
export function documentedIn(text: string): Documented {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(found)) return undefined;
  if (found['type'] === 'ping') return 'ping';
  const { mqttTopicPrefix, topic, message, userId, timestamp } = found;
  const isText = (one: unknown, most: number): one is string => typeof one === 'string' && one.length <= most;
  if (!isText(mqttTopicPrefix, longest.text) || !isText(topic, longest.topic) || topic === '') return undefined;
  if (/[+#\0]/.test(topic) || topic.startsWith('$')) return undefined;
  if (!isText(message, longest.message) || !isText(timestamp, longest.text)) return undefined;
  return { mqttTopicPrefix, topic, message, timestamp, userId: typeof userId === 'string' ? userId : String(userId) };
}

function valueOf(metric: MetricId, text: string): MetricValue | undefined {
  if (findMetric(metric)?.kind === 'text') return text.slice(0, 500);
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The reading in a message to a topic of ours; undefined if it is none. */
export function readingIn({ mqttTopicPrefix, topic, message, timestamp }: DocumentedMessage): SentBatch | undefined {
  if (!topic.startsWith(`${mqttTopicPrefix}/`)) return undefined;
  const [device = '', metric = '', state, ...rest] = topic.slice(mqttTopicPrefix.length + 1).split('/');
  if (state !== 'state' || rest.length > 0 || !isMetricId(metric)) return undefined;
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(device)) return undefined;
  const value = valueOf(metric, message);
  const atMs = Date.parse(timestamp);
  if (value === undefined || !Number.isFinite(atMs)) return undefined;
  return { device, atMs, metric: [metric], value: [value], quality: ['good'] };
}
