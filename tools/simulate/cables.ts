// The world outside the product: emulated devices on cables and a broker, and all that goes wrong between them and it.
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import type { Random } from '#core/random.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Emulator } from '#sim/emulator.ts';
import { spoil } from '#sim/faults.ts';
import type { ShellyDevice, ShellyMessage } from '#sim/shelly-device.ts';
import { makeMemoryLink } from '#transport/memory-link.ts';
import { topicMatches } from '#core/topic-filter.ts';

/** What can be wrong with a cable or the way to a broker. */
export type CableFault = 'silent' | 'noise' | 'checksum' | 'slow' | 'twice' | 'unplugged';

/** A device on a cable. */
export interface Cable {
  readonly name: string;
  /** At present; undefined: all is well. */
  fault: CableFault | undefined;
  /** Every request that the device took, in Latin-1. */
  readonly requests: string[];
  /** The other end, for one life of the product. */
  link(clock: Clock, isAlive: () => boolean): Link;
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** What arrives in place of an answer, and how much later. */
function faulty(
  answer: Uint8Array,
  fault: CableFault | 'whole' | undefined,
  random: Random,
): readonly (readonly [number, Uint8Array])[] {
  const noise = Uint8Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.floor(random() * 256));
  switch (fault) {
    case 'silent':
    case 'unplugged':
      return [];
    case 'whole':
      return [[0, answer]];
    case 'noise':
      return [[0, random() < 0.5 ? Uint8Array.of(...noise, ...answer) : noise]];
    case 'checksum':
      return [[0, spoil(answer)]];
    case 'slow':
      return [[500 + random() * 3000, answer]];
    case 'twice':
      return [
        [0, answer],
        [200 + random() * 2000, answer],
      ];
    default: {
      const cut = 1 + Math.floor(random() * Math.max(1, answer.length - 1));
      return [
        [0, answer.subarray(0, cut)],
        [random() * 20, answer.subarray(cut)],
      ];
    }
  }
}

/** What a device says by itself, where it does. */
function speaking({ speak }: Emulator, world: Clock, say: (said: Uint8Array) => void): () => void {
  return speak === undefined ? () => undefined : world.every(speak.everyMs, () => say(speak.bytes()));
}

/** A device on a cable, in the world's time. */
export function makeCable(
  name: string,
  emulator: Emulator,
  {
    world,
    random,
    draw = () => undefined,
  }: {
    readonly world: Clock;
    readonly random: Random;
    /** What is wrong with one answer, while nothing is with the cable. */
    readonly draw?: () => CableFault | 'whole' | undefined;
  },
): Cable {
  const byteMs = 10_000 / emulator.baud;
  let hangUp: (() => void) | undefined;
  const cable: Cable = {
    name,
    fault: undefined,
    requests: [],
    link: (clock, isAlive) =>
      makeMemoryLink({
        name: `memory:${name}`,
        clock,
        byteMs,
        attach(wire) {
          if (cable.fault === 'unplugged' || !isAlive()) return undefined;
          hangUp = wire.hangUp;
          let held: Uint8Array = new Uint8Array();
          let isOpen = true;
          const stopSpeaking = speaking(emulator, world, (said) => {
            if (!isAlive() || !isOpen || cable.fault !== undefined) return;
            const [first] = faulty(said, draw() ?? 'whole', random);
            if (first !== undefined) wire.send(first[1]);
          });
          const answer = (request: Uint8Array): void => {
            cable.requests.push(text(request));
            const bytes = emulator.respond(request);
            if (bytes === undefined) return;
            let atMs = 15 + request.length * byteMs;
            for (const [laterMs, part] of faulty(bytes, cable.fault ?? draw(), random)) {
              atMs += laterMs + part.length * byteMs;
              world.after(atMs, () => {
                if (isAlive() && cable.fault !== 'unplugged') wire.send(part);
              });
            }
          };
          return {
            closed() {
              isOpen = false;
              stopSpeaking();
            },
            receive(bytes) {
              if (!isAlive()) return;
              if (cable.fault === 'unplugged') return hangUp?.();
              held = Uint8Array.of(...held, ...bytes);
              for (let used = -1; used !== 0; held = held.subarray(used)) {
                const taken = emulator.takeRequest(held);
                used = taken.used;
                if (taken.request !== undefined) answer(taken.request);
              }
            },
          };
        },
      }),
  };
  return cable;
}

/** A broker inside the world with devices on it; the product's link to it can be cut. */
export interface SimBroker {
  fault: CableFault | undefined;
  /** Orders that devices took: `topic payload`. */
  readonly orders: string[];
  link(isAlive: () => boolean): MessageLink & { cut(): void };
}

/** The inside of a broker: what it keeps, and who hears it. */
interface Exchange {
  readonly world: Clock;
  readonly retained: ReadonlyMap<string, string>;
  readonly hearers: Set<(message: TopicMessage) => void>;
  isThere(): boolean;
  deliver(topic: string, payload: string): void;
}

const bytes = new TextEncoder();
const decoder = new TextDecoder();

/** One connection of the product. */
function brokerLink(exchange: Exchange, isAlive: () => boolean): MessageLink & { cut(): void } {
  const { world, retained, hearers, deliver } = exchange;
  const subscriptions = new Map<object, readonly [filter: string, onMessage: (message: TopicMessage) => void]>();
  const listeners = new Set<(isConnected: boolean, failure?: SolsteadError) => void>();
  const isThere = (): boolean => isAlive() && exchange.isThere();
  let wasThere = true;
  const hear = (message: TopicMessage): void => {
    if (!isThere()) return;
    for (const [filter, onMessage] of subscriptions.values())
      if (topicMatches(filter, message.topic)) onMessage(message);
  };
  hearers.add(hear);
  const look = world.every(1000, () => {
    if (isThere() === wasThere || !isAlive()) return;
    wasThere = !wasThere;
    for (const tell of listeners) tell(wasThere);
  });
  const cut = (): void => {
    hearers.delete(hear);
    look();
  };
  return {
    name: 'memory:broker',
    get isConnected() {
      return isThere();
    },
    subscribe(filter, onMessage) {
      const key = {};
      subscriptions.set(key, [filter, onMessage]);
      for (const [topic, payload] of retained)
        if (topicMatches(filter, topic))
          world.after(1, () => isAlive() && onMessage({ topic, payload: bytes.encode(payload), retained: true }));
      return () => void subscriptions.delete(key);
    },
    async publish(topic, payload) {
      if (!isThere()) throw new SolsteadError('link.closed', { at: 'memory:broker' });
      const words = typeof payload === 'string' ? payload : decoder.decode(payload);
      world.after(5, () => deliver(topic, words));
    },
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    cut,
    close: async () => cut(),
  };
}

/** A broker with Shellies on it, in the world's time. */
export function makeBroker(
  devices: readonly ShellyDevice[],
  { world, random }: { readonly world: Clock; readonly random: Random },
): SimBroker {
  const retained = new Map<string, string>();
  const hearers = new Set<(message: TopicMessage) => void>();
  const publish = ({ topic, payload }: ShellyMessage): void => {
    if (broker.fault === 'silent' || broker.fault === 'unplugged') return;
    if (topic.endsWith('/online')) retained.set(topic, payload);
    const message = { topic, payload: bytes.encode(payload), retained: false };
    const tell = (): void => {
      for (const hear of hearers) hear(message);
    };
    world.after(broker.fault === 'slow' ? 500 + random() * 3000 : 3, tell);
    if (broker.fault === 'twice') world.after(100 + random() * 1000, tell);
  };
  const deliver = (topic: string, payload: string): void => {
    for (const device of devices) {
      if (!device.topics.some((filter) => topicMatches(filter, topic))) continue;
      broker.orders.push(`${topic} ${payload}`);
      for (const message of device.receive(topic, payload)) publish(message);
    }
  };
  const exchange = { world, retained, hearers, deliver, isThere: () => broker.fault !== 'unplugged' };
  const broker: SimBroker = { fault: undefined, orders: [], link: (isAlive) => brokerLink(exchange, isAlive) };
  world.after(10, () => {
    for (const device of devices)
      for (const message of [{ topic: `${device.prefix}/online`, payload: 'true' }, ...device.greet()])
        publish(message);
  });
  world.every(1000, () => {
    for (const device of devices) for (const message of device.tick()) publish(message);
  });
  return broker;
}
