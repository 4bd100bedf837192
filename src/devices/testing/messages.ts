// For tests only: what recorded messages of an MQTT device mean, one after the other, as the device would be understood.
import { toUtf8 } from '#core/bytes.ts';
import type { MqttDefinition } from '../definition.ts';
import type { MessageContent, MessageState } from '../message-dialect.ts';
import { composedFor } from '../message-parts.ts';
import { readings } from '../readings.ts';

/** What one message says. */
export function said(
  definition: MqttDefinition,
  prefix: string,
  [topic, payload]: readonly [string, string],
): MessageContent {
  return definition.dialect.read(prefix, topic, toUtf8(payload));
}

function joined(one: MessageState, other: MessageState): MessageState {
  const merged = Object.entries(other).map(([key, value]): [string, unknown] => {
    const held = one[key];
    const areObjects = typeof held === 'object' && held !== null && typeof value === 'object' && value !== null;
    return [key, areObjects ? joined(Object(held) as MessageState, Object(value) as MessageState) : value];
  });
  return { ...one, ...Object.fromEntries(merged) };
}

/** The metrics that messages give together, by id. */
export function metricsOfMessages(
  definition: MqttDefinition,
  prefix: string,
  messages: Readonly<Record<string, string>>,
): Record<string, unknown> {
  let state: MessageState = {};
  for (const message of Object.entries(messages)) {
    const content = said(definition, prefix, message);
    if ('state' in content && content.state !== undefined) state = joined(state, content.state);
    else if (content.kind !== 'online') throw new TypeError(`${message[0]} says ${content.kind}`);
  }
  const composed = composedFor(definition, state);
  const { metric, value } = readings(composed, composed.decode(state));
  return Object.fromEntries(metric.map((id, index) => [id, value[index]]));
}

/** What a device shows itself as by a message: `place → definition`. */
export function shownAs(definition: MqttDefinition, topic: string, payload: string): string | undefined {
  const seen = definition.dialect.discover(topic, toUtf8(payload));
  return seen === undefined ? undefined : `${seen.prefix} → ${seen.definition}`;
}
