// What is said at a broker that no device speaks for yet: topics and the values in their messages, for a person who writes a device of
// their own from them. Bounded: a stranger may publish as many topics as they like.
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { HeardValue } from '#core/own-device.ts';
import { isJsonObject } from '#codec/shelly-rpc.ts';

/** One topic. */
export interface HeardTopic {
  readonly topic: string;
  readonly messages: number;
  readonly retained: boolean;
  readonly values: readonly HeardValue[];
}

const mostTopics = 500;
const mostValues = 40;
const mostDepth = 5;
/** Longest message whose values are looked at, bytes. */
export const mostPayload = 16_384;
const mostText = 60;

const isPlain = (key: string): boolean => key !== '' && !key.includes('/') && key !== '__proto__';

/** The values of an object, by their paths; a list counts by its places. */
function valuesIn(value: unknown, path: readonly string[]): readonly HeardValue[] {
  const place = path.length === 0 ? {} : { path: path.join('/') };
  if (typeof value === 'number' || typeof value === 'boolean') return [{ ...place, value }];
  if (typeof value === 'string') return [{ ...place, value: value.slice(0, mostText) }];
  if (path.length >= mostDepth || typeof value !== 'object' || value === null) return [];
  const found: HeardValue[] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (isPlain(key)) found.push(...valuesIn(inner, [...path, key]));
    if (found.length >= mostValues) break;
  }
  return found.slice(0, mostValues);
}

/** The values a message holds; none if it is no text. */
export function heardValues(payload: Uint8Array): readonly HeardValue[] {
  if (payload.length === 0 || payload.length > mostPayload) return [];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload).trim();
  } catch {
    return []; // bytes that are no text
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isJsonObject(parsed) || Array.isArray(parsed)) return valuesIn(parsed, []);
    if (typeof parsed === 'number') return [{ value: parsed }];
  } catch {
    // A word or a text: a value as it is.
  }
  return text === '' ? [] : [{ value: text.slice(0, mostText) }];
}

/** Listens to everything below a filter; `heard` lists topics in their order. */
export function hearTopics(link: MessageLink, filter: string): { heard(): readonly HeardTopic[]; close(): void } {
  const topics = new Map<string, HeardTopic>();
  const close = link.subscribe(filter, ({ topic, payload, retained }: TopicMessage) => {
    const before = topics.get(topic);
    if (before === undefined && topics.size >= mostTopics) return;
    const values = heardValues(payload);
    topics.set(topic, { topic, messages: (before?.messages ?? 0) + 1, retained, values });
  });
  return {
    heard: () => [...topics.values()].toSorted((one, other) => (one.topic < other.topic ? -1 : 1)),
    close,
  };
}
