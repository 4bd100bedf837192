// `solstead serve`: the home itself; from its first page the demo can be looked at beside it.
import { systemClock as clock } from '#core/clock.ts';
import { startServer } from '#server/server.ts';
import { type DemoHouse, openDemoHouse } from '../demo-house.ts';
import { openHouse } from '../house.ts';
import { makeLog } from '../log.ts';
import type { LogLevel } from '../log-levels.ts';
import { reachableUrls, tell } from '../tell-addresses.ts';
import { untilSignal } from '../until-signal.ts';
import { version } from '../version.ts';
import { webRoot } from '../web-root.ts';

/** Flags of `solstead serve`. */
export interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly mqttPort: number;
  readonly logLevel: LogLevel;
}

/** Runs the home until it is ended. Errors: `port.taken`, `folder.*`, `store.corrupt`. */
export async function serve({ port, host, data, mqttPort, logLevel }: ServeFlags): Promise<void> {
  const log = makeLog(logLevel);
  const ended = untilSignal();
  const house = await openHouse({ folder: data, clock, log, broker: { host, port: mqttPort } });
  let demo: DemoHouse | undefined;
  const demoSwitch = {
    async start() {
      demo ??= await openDemoHouse({ mqttPort: 0, seed: 1, log });
    },
    async stop() {
      const ending = demo;
      demo = undefined;
      await ending?.close();
    },
  };
  try {
    const server = await startServer({
      host,
      port,
      clock,
      log,
      version: version(),
      webRoot,
      current: () => ({ hub: demo?.hub ?? house.hub, demo: demo !== undefined }),
      demo: demoSwitch,
      broker: { host, port: house.broker.port },
    });
    try {
      tell(
        ...reachableUrls(host, server.port).map((url) => `Solstead is at ${url}`),
        `MQTT broker on port ${house.broker.port} (devices need an account; make one under "Set up")`,
        `Data in ${data}`,
      );
      if (!(await house.hub.access.isClaimed()))
        tell('This home has no owner yet: the first visitor makes the account.');
      await ended;
      tell('Ending …');
    } finally {
      await server.close();
    }
  } finally {
    await demoSwitch.stop();
    await house.close();
  }
}
