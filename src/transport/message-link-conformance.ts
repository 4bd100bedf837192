// What every link of messages must do, whichever broker it is connected to: one suite, run for each.
import { describe, test, type TestContext } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { expectCode } from './testing/bench.ts';
import type { TestBroker } from './testing/brokers.ts';

/** A broker and two links on it; a name distinguishes the sessions of a test. */
export interface MessageBench {
  readonly broker: TestBroker;
  /** Whether links and broker end together, as inside one process. */
  readonly endsWithBroker?: boolean;
  link(clientId: string): Promise<MessageLink>;
}

type MakeBench = (context: TestContext) => Promise<MessageBench>;

/** Registers the suite. */
export function messageLinkConformance(name: string, makeBench: MakeBench): void {
  describe.concurrent(`${name} as a message link`, () => {
    delivery(makeBench);
    sessions(makeBench);
  });
}

function inbox(link: MessageLink, filter: string): { texts: string[]; messages: TopicMessage[]; end: () => void } {
  const texts: string[] = [];
  const messages: TopicMessage[] = [];
  const end = link.subscribe(filter, (message) => {
    messages.push(message);
    texts.push(toLatin1(message.payload));
  });
  return { texts, messages, end };
}

function delivery(makeBench: MakeBench): void {
  test('delivers by filter, to every subscriber', async (context) => {
    const bench = await makeBench(context);
    const [sender, receiver] = [await bench.link('sender'), await bench.link('receiver')];
    const [first, second, other] = ['home/+/power', 'home/#', 'home/other'].map((filter) => inbox(receiver, filter));
    await receiver.publish('home/ready', '');
    await sender.publish('home/meter/power', Uint8Array.of(0x34, 0x32));
    await context.expect.poll(() => second?.texts).toContain('42');
    context.expect(first?.texts).toEqual(['42']);
    context.expect(first?.messages[0]).toMatchObject({ topic: 'home/meter/power', retained: false });
    context.expect(other?.texts).toEqual([]);
  });

  test('gives a new subscriber what is retained, and marks it', async (context) => {
    const bench = await makeBench(context);
    const [sender, receiver] = [await bench.link('sender'), await bench.link('receiver')];
    await sender.publish('home/state', 'kept', { retain: true });
    const { messages, texts } = inbox(receiver, 'home/state');
    await context.expect.poll(() => messages.some(({ retained }) => retained)).toBe(true);
    context.expect(new Set(texts)).toEqual(new Set(['kept']));
    const second = inbox(receiver, 'home/state');
    await context.expect.poll(() => second.texts).toContain('kept');
  });

  test('ends a subscription without ending the others', async (context) => {
    const bench = await makeBench(context);
    const link = await bench.link('both');
    const ended = inbox(link, 'home/a');
    const kept = inbox(link, 'home/a');
    const last = inbox(link, 'home/b');
    ended.end();
    await link.publish('home/a', '1');
    await context.expect.poll(() => kept.texts).toEqual(['1']);
    kept.end();
    await link.publish('home/a', '2');
    await link.publish('home/b', '3');
    await context.expect.poll(() => last.texts).toEqual(['3']);
    context.expect([ended.texts, kept.texts]).toEqual([[], ['1']]);
  });

  test('keeps the order of a thousand messages and loses none', async (context) => {
    const bench = await makeBench(context);
    const [sender, receiver] = [await bench.link('sender'), await bench.link('receiver')];
    const { texts } = inbox(receiver, 'home/count');
    await receiver.publish('home/ready', '');
    const numbers = Array.from({ length: 1000 }, (_, number) => String(number));
    await Promise.all(numbers.map((number) => sender.publish('home/count', number)));
    await context.expect.poll(() => texts.length, { timeout: 20_000 }).toBe(1000);
    context.expect(texts).toEqual(numbers);
  });

  test('refuses to publish once it is closed', async (context) => {
    const bench = await makeBench(context);
    const link = await bench.link('closed');
    await link.close();
    context.expect(link.isConnected).toBe(false);
    await expectCode(link.publish('home/a', ''), 'link.closed');
    await link.close();
  });
}

function sessions(makeBench: MakeBench): void {
  test('connects again after the broker restarted; nothing is lost', async (context) => {
    const bench = await makeBench(context);
    context.skip(bench.endsWithBroker === true, 'a link inside the process ends with its broker');
    const [sender, receiver] = [await bench.link('sender'), await bench.link('receiver')];
    const states: boolean[] = [];
    receiver.onState((isConnected) => void states.push(isConnected));
    const { texts } = inbox(receiver, 'home/#');
    await sender.publish('home/before', 'before');
    await context.expect.poll(() => texts).toEqual(['before']);
    await bench.broker.stop();
    await context.expect.poll(() => [sender.isConnected, receiver.isConnected]).toEqual([false, false]);
    const published = sender.publish('home/meanwhile', 'meanwhile', { retain: true });
    await bench.broker.start();
    await published;
    await context.expect.poll(() => texts, { timeout: 20_000 }).toContain('meanwhile');
    await sender.publish('home/after', 'after', { retain: true });
    await context.expect.poll(() => texts, { timeout: 20_000 }).toContain('after');
    // It is told again why there is no connection, where that is another reason.
    context.expect(states.filter((state, index) => state !== states[index - 1])).toEqual([false, true]);
  });
}
