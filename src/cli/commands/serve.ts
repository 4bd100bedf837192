// `solstead serve`: the home itself; from its first page the demo can be looked at beside it.
import type { CommandContext } from '../context.ts';
import type { ServeFlags } from '../flags.ts';
import { endWithLeftovers, untilSignal } from '../ending.ts';
import { reachableUrls, tellAs } from '../tell-addresses.ts';

/** Runs the home until it is ended. Errors: `port.taken`, `folder.*`, `store.corrupt`. */
export async function serve(flags: ServeFlags, context: CommandContext): Promise<void> {
  const ended = untilSignal();
  const home = await context.serveHome(flags);
  try {
    const { broker, history, records } = home;
    tellAs(
      flags.logFormat,
      ...reachableUrls(flags.host, home.port, home.isSecure ? 'https' : 'http').map((url) => `Solstead is at ${url}`),
      ...(home.monitoringPort === undefined ? [] : [`Monitoring at /ws/monitoring on port ${home.monitoringPort}`]),
      ...(home.uplinkPort === undefined ? [] : [`Other homes send their readings to port ${home.uplinkPort}`]),
      ...(home.ocppPort === undefined ? [] : [`Charge points come to port ${home.ocppPort} (OCPP 1.6)`]),
      ...(home.redirectPort === undefined ? [] : [`Port ${home.redirectPort} sends browsers to HTTPS`]),
      broker.port === undefined
        ? `MQTT broker ${broker.name}`
        : `MQTT broker on port ${broker.port}${broker.tlsPort === undefined ? '' : `, over TLS on ${broker.tlsPort}`} (devices need an account; make one under "Set up")`,
      `Data in ${flags.data}`,
      ...(home.fingerprint === undefined
        ? []
        : [`This computer signed its certificate itself; SHA-256 ${home.fingerprint}`]),
      ...(history === undefined ? [] : [`History in ${history}`]),
      ...(records === undefined ? [] : [`Records in ${records}`]),
    );
    if (!(await home.isClaimed()))
      tellAs(
        flags.logFormat,
        'This home has no owner yet: the first visitor makes the account.',
        ...(home.setupCode === undefined ? [] : [`From another computer this needs the set-up code ${home.setupCode}`]),
      );
    await ended;
    tellAs(flags.logFormat, 'Ending …');
  } finally {
    await home.close();
    endWithLeftovers();
  }
}
