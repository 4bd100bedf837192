// Who hears a message inside the broker: the emitter that Aedes asks for each one. Devices say the same topics again and again, so that
// who hears a topic is found once and remembered until somebody comes or goes.
import { nextTurn } from '#core/clock.ts';
import { makeTopicTree } from './topic-tree.ts';

/** Takes a message; `done` when it was taken. */
export type TopicListener = (packet: { readonly topic: string }, done: () => void) => void;

/** Topics whose listeners are remembered: more are made up. */
const mostTopics = 4096;

/** What Aedes needs of an emitter; as mqemitter without a limit on what is under way. */
export interface TopicEmitter {
  on(filter: string, listener: TopicListener, done?: () => void): TopicEmitter;
  removeListener(filter: string, listener: TopicListener, done?: () => void): TopicEmitter;
  /** Hands a message to each of its listeners; `done` when all have taken it. */
  emit(packet: { readonly topic: string }, done?: (error?: Error) => void): TopicEmitter;
  close(done: () => void): TopicEmitter;
}

/** Runs something in a turn of its own. */
async function later(run: () => void): Promise<void> {
  await nextTurn();
  run();
}

/** Hands a message to several listeners. */
function handToAll(
  listeners: readonly TopicListener[],
  packet: { readonly topic: string },
  done: (() => void) | undefined,
): void {
  let left = listeners.length;
  const taken = (): void => {
    left -= 1;
    if (left === 0) done?.();
  };
  for (const listener of listeners) listener(packet, taken);
}

/** An emitter that nobody listens to. */
export function makeTopicEmitter(): TopicEmitter {
  const tree = makeTopicTree<TopicListener>({ matchesSystem: true });
  /** A listener has one number, also where it listens to several filters. */
  const numbers = new WeakMap<TopicListener, string>();
  let lastNumber = 0;
  let isClosed = false;
  const heardBy = new Map<string, readonly TopicListener[]>();
  const numberOf = (listener: TopicListener): string => {
    const known = numbers.get(listener);
    if (known !== undefined) return known;
    lastNumber += 1;
    numbers.set(listener, String(lastNumber));
    return String(lastNumber);
  };
  const listenersOf = (topic: string): readonly TopicListener[] => {
    const known = heardBy.get(topic);
    if (known !== undefined) return known;
    const found = tree.match(topic);
    if (heardBy.size >= mostTopics) heardBy.clear();
    heardBy.set(topic, found);
    return found;
  };
  const emitter: TopicEmitter = {
    on(filter, listener, done) {
      tree.set(filter, numberOf(listener), listener);
      heardBy.clear();
      if (done !== undefined) void later(done);
      return emitter;
    },
    removeListener(filter, listener, done) {
      // Not in the turn of a message that is being handed to it.
      void later(() => {
        tree.delete(filter, numberOf(listener));
        heardBy.clear();
        done?.();
      });
      return emitter;
    },
    emit(packet, done) {
      if (isClosed) {
        done?.(new Error('the broker is closed'));
        return emitter;
      }
      const listeners = listenersOf(packet.topic);
      if (listeners.length === 0) done?.();
      else handToAll(listeners, packet, done);
      return emitter;
    },
    close(done) {
      isClosed = true;
      void later(done);
      return emitter;
    },
  };
  return emitter;
}
