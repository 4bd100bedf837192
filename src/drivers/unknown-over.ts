// What nobody understands at the broker, given what runs and what showed itself: its dialects are loaded when somebody looks.
import type { Clock } from '#core/clock.ts';
import type { TopicsAsked } from '#core/own-device.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { NotedLink } from './own-topics.ts';
import { type Speaker, watchUnknownTopics } from './unknown-topics.ts';

/** Where a device of a protocol speaks. */
export interface SpokenPlace {
  readonly protocol: string;
  readonly topic: string;
}

/** What is said at the broker besides what devices say that run or showed themselves. */
export function unknownOver(
  { broker, clock, registry }: { broker: NotedLink | undefined; clock: Clock; registry: Registry },
  places: () => Iterable<SpokenPlace>,
) {
  if (broker === undefined)
    return {
      unknownTopics: async () => ({ address: '', topics: [], left: 0 }),
      lastSaid: () => undefined,
      end: () => undefined,
    };
  const { link, isOwn } = broker;
  const watch = watchUnknownTopics(link, clock, isOwn);
  const speakerAt = async ({ protocol, topic }: SpokenPlace): Promise<readonly Speaker[]> => {
    const definition = await registry.find(protocol)?.load();
    return definition?.mode === 'mqtt' ? [{ prefix: topic, dialect: definition.dialect }] : [];
  };
  return {
    async unknownTopics(asked: TopicsAsked) {
      const heard = [...places()].filter(({ protocol }) => protocol !== asked.except);
      const speakers = await Promise.all(heard.map(speakerAt));
      return { address: link.name, ...watch.heard(asked, speakers.flat()) };
    },
    lastSaid: (topic: string) => watch.payloadOf(topic),
    end: () => watch.close(),
  };
}
