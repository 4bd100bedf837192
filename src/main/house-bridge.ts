// The bridge of a house: its broker, the connection to the second one, and the folder in which messages wait for that.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { MessageLink } from '#core/message-link.ts';
import { systemRandom } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import { type Bridge, type BridgeMessage, openBridge } from '#outputs/bridge.ts';
import { openFileSpool } from '#store/spool/file-spool.ts';
import { makeMqttLink, type MqttTls } from '#transport/mqtt-link.ts';
import type { BridgePlan } from './bridge-file.ts';

/** Where a bridge leads to, and what it copies. */
export interface BridgePlace {
  readonly plan: BridgePlan;
  readonly password?: Secret | undefined;
  readonly tls?: MqttTls | undefined;
}

/** A day of a house with some messages a second; the oldest go first. */
const bound = { bytes: 64 * 1024 * 1024, batches: 500_000 } as const;

/** Opens the bridge of a house. Errors: `store.failed`. */
export async function bridgeFrom(
  here: MessageLink,
  { plan: { to, rules }, password, tls }: BridgePlace,
  { folder, clock, log }: { readonly folder: string; readonly clock: Clock; readonly log: Pick<Logger, 'warn'> },
): Promise<Bridge> {
  const spool = await openFileSpool<BridgeMessage>({
    folder: join(folder, 'bridge'),
    clock,
    bound,
    check: () => undefined,
  });
  const tell = limitedLog(clock, (line) => log.warn(line));
  const there = makeMqttLink(to, {
    clock,
    random: systemRandom,
    tls,
    // Names the session in which messages for this home wait there.
    clientId: `solstead-bridge-${to.username ?? 'home'}`,
    log: { warn: (line) => tell(line, line) },
    ...(password === undefined ? {} : { password }),
  });
  there.onState((isConnected, failure) => {
    if (!isConnected) tell('bridge', `the bridge does not reach ${there.name}: ${failure?.message ?? ''}`);
  });
  const bridge = openBridge({ here, there, rules, spool, clock });
  // It is tried again until the bridge is closed.
  there.connect().catch(() => undefined);
  return bridge;
}
