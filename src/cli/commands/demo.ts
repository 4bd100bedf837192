// `solstead demo`: a simulated home on this computer.
import type { CommandContext } from '../context.ts';
import type { DemoFlags } from '../flags.ts';
import { untilSignal } from '../ending.ts';
import { reachableUrls, tellAs } from '../tell-addresses.ts';

/** Runs the demo until it is ended. Errors: `port.taken`, `folder.*`. */
export async function demo(flags: DemoFlags, context: CommandContext): Promise<void> {
  const ended = untilSignal();
  tellAs(flags.logFormat, 'Solstead demo: building a simulated home with yesterday and today …');
  const home = await context.serveDemo(flags);
  try {
    const [url] = reachableUrls(flags.host, home.port);
    tellAs(
      flags.logFormat,
      '',
      `  Open ${url} and watch a house make and use power.`,
      ...(home.broker.port === undefined || [0, home.broker.port].includes(flags.mqttPort)
        ? []
        : [`  Port ${flags.mqttPort} is taken: the MQTT broker of the demo is on port ${home.broker.port}.`]),
      flags.uplink === undefined
        ? '  Nothing here is real, nothing leaves this computer. Ctrl-C ends it.'
        : `  Nothing here is real; its readings go to ${flags.uplink}. Ctrl-C ends it.`,
      '',
    );
    await ended;
    tellAs(flags.logFormat, 'Ending …');
  } finally {
    await home.close();
  }
}
