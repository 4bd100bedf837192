// For tests only: a broker that is one function call away, and emulated Shellies on it.
import { toUtf8 } from '#core/bytes.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { createHome } from '#sim/home.ts';
import type { ShellyDevice } from '#sim/shelly-device.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { topicMatches } from '#core/topic-filter.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';

/** A broker of one process: whoever publishes reaches every subscriber in the next turn. */
export function broker() {
  const subscribers = new Set<{ readonly filter: string; readonly take: (message: TopicMessage) => void }>();
  const states = new Set<(isConnected: boolean) => void>();
  const published: string[] = [];
  const back = new Set<() => void>();
  const say = (topic: string, payload: string, retained = false): void => {
    const message = { topic, payload: toUtf8(payload), retained };
    for (const { filter, take } of subscribers) if (topicMatches(filter, topic)) queueMicrotask(() => take(message));
  };
  const link: MessageLink & { isConnected: boolean } = {
    name: 'broker:test',
    isConnected: true,
    subscribe(filter, take) {
      const subscriber = { filter, take };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    async publish(topic, payload, { onSend } = {}) {
      // As over a socket: what is published while it is away goes out when it is back.
      if (!link.isConnected) await new Promise<void>((resolve) => back.add(resolve));
      onSend?.();
      published.push(topic);
      say(topic, String(payload));
    },
    onState(listener) {
      states.add(listener);
      return () => void states.delete(listener);
    },
    close: async () => undefined,
  };
  const setConnected = (isConnected: boolean): void => {
    link.isConnected = isConnected;
    if (isConnected) for (const goOn of back) goOn();
    for (const listener of states) listener(isConnected);
  };
  return { link, say, published, setConnected, subscribers, states };
}

/** Two emulated Shellies of one home. */
export function house() {
  const clock = fakeClock();
  const home = createHome({ startMs: clock.nowMs() });
  const read = () => ({ ...home.snapshot(), atMs: clock.nowMs() });
  const mac = 'AABBCCDDEEFF';
  const relays = createShellyPro3({ mac, name: 'Relays', read, setRelay: (index, isOn) => home.setRelay(index, isOn) });
  const meter = createShellyPro3em({ mac, name: 'Meter', read });
  return { clock, home, relays, meter };
}

/** Puts an emulated device on the broker; `mute` takes all it says away, `answersOnly` what it says unasked. */
export function join(on: ReturnType<typeof broker>, device: ShellyDevice) {
  const faults = { mute: false, answersOnly: false };
  const send = (messages: ReturnType<ShellyDevice['tick']>): void => {
    for (const { topic, payload } of messages) {
      const isUnasked = topic.endsWith('/events/rpc');
      if (!faults.mute && !(faults.answersOnly && isUnasked)) on.say(topic, payload);
    }
  };
  for (const topic of device.topics)
    on.link.subscribe(topic, ({ topic: to, payload }) => send(device.receive(to, new TextDecoder().decode(payload))));
  return { faults, send, tick: () => send(device.tick()) };
}
