// `solstead demo`: a simulated home on this computer.
import { systemClock as clock } from '#core/clock.ts';
import { startServer } from '#server/server.ts';
import { openDemoHouse } from '#main/demo-house.ts';
import { makeLog } from '#main/log.ts';
import type { LogLevel } from '../log-levels.ts';
import { reachableUrls, tell } from '../tell-addresses.ts';
import { untilSignal } from '../until-signal.ts';
import { version } from '../version.ts';
import { webRoot } from '#main/web-root.ts';

/** Flags of `solstead demo`. */
export interface DemoFlags {
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly mqttPort: number;
  readonly logLevel: LogLevel;
  readonly seed: number;
}

/** Runs the demo until it is ended. Errors: `port.taken`, `folder.*`. */
export async function demo({ port, host, data, mqttPort, logLevel, seed }: DemoFlags): Promise<void> {
  const log = makeLog(logLevel);
  const ended = untilSignal();
  tell('Solstead demo: building a simulated home with yesterday and today …');
  const house = await openDemoHouse({ mqttPort, seed, log, ...(data === undefined ? {} : { folder: data }) });
  try {
    const server = await startServer({
      host,
      port,
      clock,
      log,
      version: version(),
      webRoot,
      current: () => ({ hub: house.hub, demo: true }),
    });
    try {
      const [url] = reachableUrls(host, server.port);
      tell(
        '',
        `  Open ${url} and watch a house make and use power.`,
        '  Nothing here is real, nothing leaves this computer. Ctrl-C ends it.',
        '',
      );
      await ended;
      tell('Ending …');
    } finally {
      await server.close();
    }
  } finally {
    await house.close();
  }
}
