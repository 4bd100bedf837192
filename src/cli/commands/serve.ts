// `solstead serve`: the home itself; from its first page the demo can be looked at beside it.
import { systemClock as clock } from '#core/clock.ts';
import { startServer } from '#server/server.ts';
import { makeDemoSwitch } from '#main/demo-switch.ts';
import { environment, historySecrets } from '#main/environment.ts';
import { formatHistoryPlace, parseHistoryPlace } from '#main/history-place.ts';
import { openHouse } from '#main/house.ts';
import { makeLog } from '#main/log.ts';
import type { LogLevel } from '../log-levels.ts';
import { reachableUrls, tell } from '../tell-addresses.ts';
import { untilSignal } from '../until-signal.ts';
import { type DevicesFlag, loadRegistry } from '#main/user-devices.ts';
import { version } from '../version.ts';
import { webRoot } from '#main/web-root.ts';

/** Flags of `solstead serve`. */
export interface ServeFlags extends DevicesFlag {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly mqttPort: number;
  /** Address of an outside broker, to be used instead of the built-in one. */
  readonly mqttBroker?: string;
  /** Place of the history; absent: the data folder. */
  readonly history?: string;
  readonly logLevel: LogLevel;
}

/** Runs the home until it is ended. Errors: `port.taken`, `folder.*`, `store.corrupt`. */
export async function serve(flags: ServeFlags): Promise<void> {
  const { port, host, data, mqttPort, mqttBroker, logLevel, devices } = flags;
  const log = makeLog(logLevel);
  const ended = untilSignal();
  const place =
    mqttBroker === undefined
      ? { host, port: mqttPort }
      : { url: mqttBroker, password: environment('SOLSTEAD_MQTT_PASSWORD') };
  const registry = await loadRegistry(devices, data);
  for (const { file, problems } of registry.broken)
    for (const problem of problems) log.error({ file, problem }, 'a device of your own is left out');
  const history =
    flags.history === undefined ? undefined : { place: parseHistoryPlace(flags.history), secrets: historySecrets() };
  const house = await openHouse({ folder: data, clock, log, broker: place, registry, history });
  const mqtt = house.broker.port;
  const demo = makeDemoSwitch(log);
  try {
    const server = await startServer({
      host,
      port,
      clock,
      log,
      version: version(),
      webRoot,
      current: () => ({ hub: demo.house?.hub ?? house.hub, demo: demo.house !== undefined }),
      demo,
      ...(mqtt === undefined ? {} : { broker: { host, port: mqtt } }),
    });
    try {
      tell(
        ...reachableUrls(host, server.port).map((url) => `Solstead is at ${url}`),
        mqtt === undefined
          ? `MQTT broker ${house.broker.link.name}`
          : `MQTT broker on port ${mqtt} (devices need an account; make one under "Set up")`,
        `Data in ${data}`,
        ...(history === undefined ? [] : [`History in ${formatHistoryPlace(history.place)}`]),
      );
      if (!(await house.hub.access.isClaimed()))
        tell('This home has no owner yet: the first visitor makes the account.');
      await ended;
      tell('Ending …');
    } finally {
      await server.close();
    }
  } finally {
    await demo.stop();
    await house.close();
  }
}
