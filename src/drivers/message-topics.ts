// Where the messages of a device are, and what is said there first.
import { parseAddress } from '#core/address.ts';
import { chargePointTopic } from '#core/charge-points.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import type { MessageState, OutMessage } from '#devices/message-dialect.ts';

/** The value at a path such as `sys/mac` of a state. */
function textAt(state: MessageState, path: string): string | undefined {
  let at: unknown = state;
  for (const key of path.split('/')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return typeof at === 'string' || typeof at === 'number' ? String(at).slice(0, 100) : undefined;
}

/** Who it is by what it says: what was known, and what is new in a state. */
export function identityIn(
  state: MessageState,
  places: MqttDefinition['identity'],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const news = places.flatMap(({ key, path }): (readonly [string, string])[] => {
    const value = textAt(state, path);
    return value === undefined || value === known[key] ? [] : [[key, value]];
  });
  return news.length === 0 ? known : { ...known, ...Object.fromEntries(news) };
}

/** The prefix of its topics: as a person gave it, or of the charge point at its address. */
export function prefixOf({ topic, address: text }: DeviceRecord): string {
  if (topic !== undefined) return topic;
  const address = parseAddress(text);
  return address.scheme === 'ocpp' ? chargePointTopic(address.identity, address.connector) : '';
}

/** What a charge point is told before all else: how it is paused. */
export function openingOf({ topic, address: text }: DeviceRecord): OutMessage | undefined {
  if (topic !== undefined) return undefined;
  const address = parseAddress(text);
  if (address.scheme !== 'ocpp') return undefined;
  const { identity, connector, pause = 'limit' } = address;
  return { topic: `${chargePointTopic(identity, connector)}/pause`, payload: pause };
}
