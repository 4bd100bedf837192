// What a test of an output to Home Assistant shows: what would be announced of the values that are known now.
import type { HomeAssistantOutput } from '#api/outputs/home-assistant.ts';
import { type OutMessage, prefixOf } from '../broker-session.ts';
import { stateTopic } from '../kinds/mqtt.ts';
import type { SinkParts } from '../output-kind.ts';
import { configTopic, keyOf, metricComponent, nodeOf, objectIdOf } from './entities.ts';
import { formerIds, goingOn } from './former.ts';

/** The messages. */
export async function messagesNow(
  settings: HomeAssistantOutput,
  { home, wants }: SinkParts,
): Promise<readonly OutMessage[]> {
  const { discovery } = settings;
  const prefix = prefixOf(settings, home.facts.site.id);
  const former = formerIds(settings.former, home);
  const known = home.values().filter(({ device, metric }) => wants(device, metric));
  const messages: OutMessage[] = [];
  for (const [device, values] of Map.groupBy(known, (one) => one.device)) {
    const objectId = objectIdOf(nodeOf(prefix), device);
    const old = await former.of(device);
    const components = Object.fromEntries(
      values.map(({ metric }) => [keyOf(metric), goingOn(metricComponent(objectId, metric), old.get(metric))] as const),
    );
    const state = Object.fromEntries(values.map(({ metric, value }) => [keyOf(metric), value] as const));
    messages.push(
      { topic: configTopic(discovery, objectId), payload: JSON.stringify({ components }), retain: true },
      { topic: stateTopic(prefix, device), payload: JSON.stringify(state), retain: true },
    );
  }
  return messages;
}
