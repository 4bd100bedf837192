// A house in the test's own process, so that a journey can pull its links: the composition of `solstead demo` and `serve`.
import { pino } from 'pino';
import type { TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { type DemoHouse, openDemoHouse } from '#main/demo-house.ts';
import { webRoot } from '#main/serve-home.ts';
import { type Server, startServer } from '#server/server.ts';

const host = '127.0.0.1';
const log = pino({ level: 'silent' });

/** The demo with its server. */
export interface ServedDemo {
  readonly url: string;
  readonly house: DemoHouse;
  /** Ends the server, as when the computer is switched off. */
  stopServer(): Promise<void>;
  /** Starts it again on the same port. */
  startServerAgain(): Promise<void>;
}

/** Opens the demo on free ports; it ends with the test. */
export async function servedDemo(ctx: TestContext): Promise<ServedDemo> {
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  const start = (port: number): Promise<Server> =>
    startServer({ host, port, clock, log, version: 'test', webRoot, current: () => ({ hub: house.hub, demo: true }) });
  let server: Server | undefined = await start(0);
  const { port } = server;
  const stopServer = async (): Promise<void> => {
    const ending = server;
    server = undefined;
    await ending?.close();
  };
  ctx.onTestFinished(async () => {
    await stopServer();
    await house.close();
  });
  return {
    url: `http://${host}:${port}`,
    house,
    stopServer,
    async startServerAgain() {
      server = await start(port);
    },
  };
}
