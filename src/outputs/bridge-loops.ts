// What keeps the messages of a bridge from going round: MQTT 3.1.1 sends a client what it published itself, and other bridges may lead
// back from where this one leads to.
import { createHash } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';

/** An own message that has not come back by then does not. */
const echoMs = minuteMs;
const mostEchoes = 10_000;

/** The messages that one broker will send back. */
export function makeEchoes(clock: Clock) {
  const expected = new Map<string, number[]>();
  const keyOf = (topic: string, payload: Uint8Array): string =>
    createHash('sha1').update(topic).update('\0').update(payload).digest('base64');
  const prune = (): void => {
    const beforeMs = clock.monotonicMs() - echoMs;
    // In the order in which they were expected first.
    for (const [key, times] of expected) {
      if ((times.at(-1) ?? 0) >= beforeMs && expected.size <= mostEchoes) return;
      expected.delete(key);
    }
  };
  return {
    expect(topic: string, payload: Uint8Array): void {
      prune();
      const key = keyOf(topic, payload);
      const times = expected.get(key) ?? [];
      expected.delete(key);
      expected.set(key, [...times.slice(-99), clock.monotonicMs()]);
    },
    /** Whether a message is an own one; each counts once. */
    take(topic: string, payload: Uint8Array): boolean {
      if (expected.size === 0) return false;
      const key = keyOf(topic, payload);
      const times = (expected.get(key) ?? []).filter((atMs) => atMs >= clock.monotonicMs() - echoMs);
      const isOwn = times.shift() !== undefined;
      if (times.length === 0) expected.delete(key);
      else expected.set(key, times);
      return isOwn;
    },
  };
}

/** As often as this, within so long, no device says the same; what goes round between two programs does at once. */
const round = { times: 100, withinMs: 10_000, pauseMs: minuteMs } as const;
const mostTopics = 1000;

interface Told {
  text: string;
  count: number;
  sinceMs: number;
  untilMs: number;
}

/** Topics that say the same again and again. */
export function makeLoops(clock: Clock) {
  const topics = new Map<string, Told>();
  let newest: { readonly topic: string; readonly untilMs: number } | undefined;
  return {
    /** Whether a topic goes round: then nothing of it is copied for a while. */
    isRound(topic: string, text: string): boolean {
      const nowMs = clock.monotonicMs();
      const told = topics.get(topic);
      if (told !== undefined && told.untilMs > nowMs) return true;
      if (told === undefined || told.text !== text || told.sinceMs < nowMs - round.withinMs) {
        topics.delete(topic);
        topics.set(topic, { text, count: 1, sinceMs: nowMs, untilMs: 0 });
        const [oldest] = topics.keys();
        if (topics.size > mostTopics && oldest !== undefined) topics.delete(oldest);
        return false;
      }
      told.count += 1;
      if (told.count <= round.times) return false;
      told.untilMs = nowMs + round.pauseMs;
      newest = { topic: topic.replace(/^\w+ /, ''), untilMs: told.untilMs };
      return true;
    },
    /** The topic that went round last, while nothing of it is copied. */
    newest: (): string | undefined =>
      newest !== undefined && newest.untilMs > clock.monotonicMs() ? newest.topic : undefined,
  };
}
