// What every broker a home may use does, the built-in one and one outside: one suite, run for each way to reach each.
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { describe, expect, test, type TestContext } from 'vitest';
import { type Owner, suiteOwner } from '#tools/testkit/owner.ts';

/** A broker in a process of its own. */
export interface ConformingBroker {
  /** How a client reaches it. */
  readonly options: IClientOptions;
  /** Ends it and starts it again, with what it keeps. */
  again(how: 'stop' | 'kill'): Promise<void>;
}

/** What distinguishes one broker from another where both are right. */
export interface BrokerTraits {
  /** Whether it speaks MQTT 5; if not it says so. */
  readonly hasFive: boolean;
}

type Open = (context: TestContext, owner: Owner) => Promise<ConformingBroker>;

/** A message as a test compares it. */
interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly qos: number;
  readonly retain: boolean;
}

/** A client that keeps what it hears. */
interface Listener {
  readonly client: MqttClient;
  readonly heard: Heard[];
  readonly texts: () => string[];
  /** Whether the broker had kept its session. */
  readonly hadSession: boolean;
}

/** The clients of one test; their ids are its own. */
function clientsOf(context: TestContext, { options }: ConformingBroker) {
  return async (changes: IClientOptions): Promise<Listener> => {
    const client = connect({ reconnectPeriod: 0, resubscribe: false, ...options, ...changes });
    context.onTestFinished(() => void client.end(true));
    const heard: Heard[] = [];
    client.on('message', (topic, payload, { qos, retain }: IPublishPacket) => {
      heard.push({ topic, text: payload.toString(), qos, retain });
    });
    const hadSession = await new Promise<boolean>((resolve, reject) => {
      client.once('connect', ({ sessionPresent }) => resolve(sessionPresent));
      client.on('error', reject);
      client.once('close', () => reject(new Error('closed before it was connected')));
    });
    return { client, heard, hadSession, texts: () => heard.map(({ text }) => text) };
  };
}

const closed = ({ client }: Listener): Promise<void> =>
  new Promise((resolve) => void client.once('close', () => resolve()));

type Bench = (
  context: TestContext,
) => Promise<{ readonly broker: ConformingBroker; readonly join: ReturnType<typeof clientsOf> }>;

/** Registers the suite; one broker serves all of it. */
export function brokerConformance(name: string, open: Open, traits: BrokerTraits): void {
  describe(`${name} as a broker of a home`, () => {
    const owner = suiteOwner();
    let opening: ReturnType<Open> | undefined;
    const bench: Bench = async (context) => {
      const broker = await (opening ??= open(context, owner));
      return { broker, join: clientsOf(context, broker) };
    };
    delivery(bench);
    topics(bench);
    leaving(bench);
    sessions(bench);
    versions(bench, traits);
  });
}

function delivery(bench: Bench): void {
  test('each message comes once, with the lower QoS of both sides, in order, whole', async (context) => {
    const { join } = await bench(context);
    const sender = await join({ clientId: 'd-sender' });
    for (const asked of [0, 1, 2] as const) {
      const listener = await join({ clientId: `d-${asked}` });
      await listener.client.subscribeAsync(`home/d/${asked}`, { qos: asked });
      for (const qos of [0, 1, 2] as const) await sender.client.publishAsync(`home/d/${asked}`, `${qos}`, { qos });
      await expect.poll(() => listener.heard.length).toBe(3);
      const qosOf = new Map(listener.heard.map(({ text, qos }) => [text, qos]));
      for (const qos of [0, 1, 2])
        expect([asked, qos, qosOf.get(`${qos}`)]).toEqual([asked, qos, Math.min(asked, qos)]);
    }
  });

  test('five hundred messages at once keep their order', async (context) => {
    const { join } = await bench(context);
    const [sender, listener] = [await join({ clientId: 'o-sender' }), await join({ clientId: 'o-listener' })];
    await listener.client.subscribeAsync('home/o/#', { qos: 2 });
    const numbers = Array.from({ length: 500 }, (_none, number) => String(number));
    for (const qos of [1, 2] as const) {
      listener.heard.length = 0;
      // A broker may bound how many messages of QoS 2 are begun; twenty at a time are not many.
      for (let at = 0; at < numbers.length; at += 20)
        await Promise.all(
          numbers.slice(at, at + 20).map((number) => sender.client.publishAsync(`home/o/${qos}`, number, { qos })),
        );
      await expect.poll(() => listener.heard.length, { timeout: 20_000 }).toBe(numbers.length);
      expect(listener.texts()).toEqual(numbers);
    }
  });

  test('a message of 200 kB and an empty one arrive as they are', async (context) => {
    const { join } = await bench(context);
    const [sender, listener] = [await join({ clientId: 'l-sender' }), await join({ clientId: 'l-listener' })];
    await listener.client.subscribeAsync('home/l/#', { qos: 1 });
    const large = 'ß€'.repeat(40_000);
    for (const text of [large, '']) await sender.client.publishAsync('home/l/x', text, { qos: 1 });
    await expect.poll(listener.texts, { timeout: 20_000 }).toEqual([large, '']);
  });
}

/** Filters, topics, and whether they match. Source: MQTT 3.1.1, section 4.7. */
const matches: readonly (readonly [filter: string, topic: string, doesMatch: boolean])[] = [
  ['w/+/power', 'w/meter/power', true],
  ['w/+/power', 'w/a/b/power', false],
  ['w/+', 'w', false],
  ['w/+', 'w/', true],
  ['w/#', 'w', true],
  ['w/#', 'w/a/b', true],
  ['+/power', 'w/power', true],
  ['+', '/w', false],
  ['+/+', '/w', true],
  ['w//x', 'w//x', true],
  ['w//x', 'w/x', false],
  ['W/x', 'w/x', false],
  ['w/ä €', 'w/ä €', true],
  ['#', '$own/x', false],
  ['+/x', '$own/x', false],
];

function topics(bench: Bench): void {
  test('filters match as the standard says; what begins with $ is nobody’s', async (context) => {
    const { join } = await bench(context);
    const sender = await join({ clientId: 't-sender' });
    for (const [index, [filter, topic, doesMatch]] of matches.entries()) {
      const listener = await join({ clientId: `t-${index}` });
      await listener.client.subscribeAsync({ [filter]: { qos: 1 }, 'home/t/end': { qos: 1 } });
      await sender.client.publishAsync(topic, 'x', { qos: 1 });
      await sender.client.publishAsync('home/t/end', 'x', { qos: 1 });
      await expect.poll(() => listener.heard.some((one) => one.topic === 'home/t/end')).toBe(true);
      expect([filter, topic, listener.heard.some((one) => one.topic === topic)]).toEqual([filter, topic, doesMatch]);
      await listener.client.endAsync();
    }
  });

  test('a subscription ends alone', async (context) => {
    const { join } = await bench(context);
    const listener = await join({ clientId: 'u' });
    await listener.client.subscribeAsync({ 'home/u/a': { qos: 1 }, 'home/u/b': { qos: 1 } });
    await listener.client.unsubscribeAsync('home/u/a');
    for (const topic of ['home/u/a', 'home/u/b']) await listener.client.publishAsync(topic, topic, { qos: 1 });
    await expect.poll(listener.texts).toEqual(['home/u/b']);
  });

  test('what is retained comes to who subscribes later, marked; the newest of a topic, until it is emptied', async (context) => {
    const { join } = await bench(context);
    const [sender, there] = [await join({ clientId: 'r-sender' }), await join({ clientId: 'r-there' })];
    await there.client.subscribeAsync('home/r/#', { qos: 1 });
    const keep = { qos: 1, retain: true } as const;
    for (const text of ['old', 'new']) await sender.client.publishAsync('home/r/state', text, keep);
    await sender.client.publishAsync('home/r/gone', 'x', keep);
    await sender.client.publishAsync('home/r/gone', '', keep);
    await expect.poll(() => there.heard.length).toBe(4);
    expect(there.heard.filter(({ retain }) => retain)).toEqual([]);
    const later = await join({ clientId: 'r-later' });
    await later.client.subscribeAsync('home/r/+', { qos: 1 });
    await expect.poll(() => later.heard).toEqual([{ topic: 'home/r/state', text: 'new', qos: 1, retain: true }]);
  });
}

function leaving(bench: Bench): void {
  test('a last will is told when the connection breaks, and not after a goodbye', async (context) => {
    const { join } = await bench(context);
    const listener = await join({ clientId: 'w-listener' });
    await listener.client.subscribeAsync('home/w/#', { qos: 1 });
    const willOf = (name: string, retain = false) => {
      const will = { topic: `home/w/${name}`, payload: Buffer.from('gone'), qos: 1 as const, retain };
      return join({ clientId: `w-${name}`, will });
    };
    const [polite, broken, kept] = [await willOf('polite'), await willOf('broken'), await willOf('kept', true)];
    await polite.client.endAsync();
    broken.client.stream.destroy();
    kept.client.stream.destroy();
    await expect
      .poll(() => listener.heard.map(({ topic }) => topic).toSorted())
      .toEqual(['home/w/broken', 'home/w/kept']);
    const later = await join({ clientId: 'w-later' });
    await later.client.subscribeAsync('home/w/#', { qos: 1 });
    await expect.poll(() => later.heard).toEqual([{ topic: 'home/w/kept', text: 'gone', qos: 1, retain: true }]);
  });

  test('who comes with the id of another takes its place, with what it subscribed to', async (context) => {
    const { join } = await bench(context);
    const first = await join({ clientId: 'same', clean: false });
    await first.client.subscribeAsync('home/same', { qos: 1 });
    const ended = closed(first);
    const second = await join({ clientId: 'same', clean: false });
    await ended;
    expect(second.hadSession).toBe(true);
    await second.client.publishAsync('home/same', 'x', { qos: 1 });
    await expect.poll(second.texts).toEqual(['x']);
    expect(first.heard).toEqual([]);
    // The end of the first one was no end of the second.
    await second.client.publishAsync('home/same', 'y', { qos: 1 });
    await expect.poll(second.texts).toEqual(['x', 'y']);
  });
}

function sessions(bench: Bench): void {
  test('a clean session keeps nothing, and ends one that was kept', async (context) => {
    const { join } = await bench(context);
    const sender = await join({ clientId: 'c-sender' });
    const first = await join({ clientId: 'c', clean: false });
    await first.client.subscribeAsync('home/c', { qos: 1 });
    await first.client.endAsync();
    const clean = await join({ clientId: 'c', clean: true });
    expect(clean.hadSession).toBe(false);
    await clean.client.subscribeAsync('home/c', { qos: 1 });
    await clean.client.endAsync();
    await sender.client.publishAsync('home/c', 'x', { qos: 1 });
    const back = await join({ clientId: 'c', clean: false });
    expect(back.hadSession).toBe(false);
    await back.client.subscribeAsync('home/c/end', { qos: 1 });
    await sender.client.publishAsync('home/c/end', 'end', { qos: 1 });
    await expect.poll(back.texts).toEqual(['end']);
  });

  for (const how of ['neither', 'stop', 'kill'] as const)
    test(`a session that is kept gets what came meanwhile, in order and once, and what is retained stays: ${how}`, async (context) => {
      const { broker, join } = await bench(context);
      const place = `home/s-${how}`;
      const away = await join({ clientId: `s-${how}`, clean: false });
      expect(away.hadSession).toBe(false);
      await away.client.subscribeAsync({ [`${place}/+`]: { qos: 2 } });
      await away.client.endAsync();
      const sender = await join({ clientId: `s-sender-${how}` });
      const sent: string[] = [];
      for (let number = 0; number < 20; number += 1) {
        const qos = number % 2 === 0 ? 1 : 2;
        sent.push(`${qos} ${number}`);
        await sender.client.publishAsync(`${place}/${qos}`, `${qos} ${number}`, { qos });
      }
      await sender.client.publishAsync(`${place}/kept/state`, 'kept', { qos: 1, retain: true });
      await sender.client.endAsync();
      if (how !== 'neither') await broker.again(how);
      const back = await join({ clientId: `s-${how}`, clean: false });
      expect(back.hadSession).toBe(true);
      await expect.poll(() => back.heard.length, { timeout: 20_000 }).toBe(sent.length);
      for (const qos of ['1', '2'])
        expect(back.texts().filter((text) => text.startsWith(qos))).toEqual(
          sent.filter((text) => text.startsWith(qos)),
        );
      await back.client.subscribeAsync(`${place}/kept/#`, { qos: 1 });
      await expect.poll(() => back.heard.at(-1)).toMatchObject({ text: 'kept', retain: true });
      // What it has taken does not come again.
      await back.client.endAsync();
      const third = await join({ clientId: `s-${how}`, clean: false });
      await third.client.publishAsync(`${place}/end`, 'end', { qos: 1 });
      await expect.poll(third.texts).toEqual(['end']);
    });
}

function versions(bench: Bench, { hasFive }: BrokerTraits): void {
  test('MQTT 3.1 works', async (context) => {
    const { join } = await bench(context);
    const old = await join({ clientId: 'v3', protocolId: 'MQIsdp', protocolVersion: 3 });
    await old.client.subscribeAsync('home/v3', { qos: 1 });
    await old.client.publishAsync('home/v3', 'x', { qos: 1 });
    await expect.poll(old.texts).toEqual(['x']);
  });

  if (hasFive) {
    test('MQTT 5 works', async (context) => {
      const { join } = await bench(context);
      const five = await join({ clientId: 'v5', protocolVersion: 5 });
      await five.client.subscribeAsync('home/v5', { qos: 2 });
      await five.client.publishAsync('home/v5', 'x', { qos: 2 });
      await expect.poll(five.texts).toEqual(['x']);
    });
    return;
  }
  test('MQTT 5 is refused with the code that says why', async (context) => {
    const { join } = await bench(context);
    await expect(join({ clientId: 'v5', protocolVersion: 5 })).rejects.toThrow('Unacceptable protocol version');
  });
}
