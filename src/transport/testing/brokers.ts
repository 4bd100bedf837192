// Brokers that a suite for message links runs against.
import type { TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import { makeSecret } from '#core/secrets.ts';
import { type Broker, startBroker } from '../broker.ts';
import { makeMqttLink, type MqttLink } from '../mqtt-link.ts';

/** Account of the devices of the tests. */
export const account = { username: 'meter', password: 's3cret-of-the-meter' };

/** A running broker, and how to stop and start it on the same port. */
export interface TestBroker {
  readonly port: number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The built-in broker with one account that may use `home/#`, and what it logged. */
export async function builtIn(
  context: TestContext,
  changes: Partial<Parameters<typeof startBroker>[0]> = {},
): Promise<TestBroker & { readonly log: string[]; broker(): Broker }> {
  const log: string[] = [];
  const line = (message: string): void => void log.push(message);
  const options = {
    host: '127.0.0.1',
    clock: systemClock,
    log: { info: line, warn: line },
    authenticate: async (username: string, password: string) =>
      username === account.username && password === account.password ? { topics: ['home/#'] } : undefined,
    ...changes,
  };
  let broker = await startBroker({ port: 0, ...options });
  const { port } = broker;
  context.onTestFinished(() => broker.close());
  return {
    port,
    log,
    broker: () => broker,
    stop: () => broker.close(),
    start: async () => {
      broker = await startBroker({ ...options, port });
    },
  };
}

/** A link of the account to a broker; the pauses between its attempts are short. */
export function clientOf(
  context: TestContext,
  port: number,
  {
    clientId = 'test',
    password = account.password,
    username = account.username,
    log = new Array<string>(),
    // Pauses before a new attempt are short here; what waits for an answer waits as long as ever.
    shortened = (ms: number) => (ms < 30_000 ? ms / 20 : ms),
  } = {},
): MqttLink {
  const after = (ms: number, run: () => void) => systemClock.after(shortened(ms), run);
  const clock = { ...systemClock, after };
  const address = { scheme: 'mqtt', host: '127.0.0.1', port, tls: false, username } as const;
  const link = makeMqttLink(address, {
    clock,
    random: seededRandom(1),
    clientId,
    password: makeSecret(password),
    log: { warn: (line) => void log.push(line) },
  });
  context.onTestFinished(() => link.close());
  return link;
}
