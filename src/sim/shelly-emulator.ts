// Puts an emulated Shelly device on an MQTT broker, as the firmware does: last will on `online`, commands and RPC in,
// notifications out.
import { SolsteadError } from '#core/errors.ts';
import { connect, type MqttClient } from 'mqtt';
import type { Clock } from '#core/clock.ts';
import { createFaults, type Faults } from './faults.ts';
import type { ShellyDevice, ShellyMessage } from './shelly-device.ts';

/** A broker and the account a device signs in with. */
export interface BrokerAccount {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}

/** What a running device needs. */
export interface ShellyServerOptions {
  readonly device: ShellyDevice;
  readonly broker: BrokerAccount;
  readonly clock: Clock;
  readonly log?: (line: string) => void;
  /** `silent` stops its messages, `vanished` cuts the connection so that the will is sent; the others do not apply. */
  readonly faults?: Faults;
  /** Pause before a lost connection is tried again, ms. */
  readonly reconnectMs?: number;
}

/** A device on a broker. */
export interface ShellyServer {
  readonly device: ShellyDevice;
  readonly faults: Faults;
  readonly isConnected: boolean;
  /** Resolves at the first connection; never where the broker stays away. Errors: `broker.refused`, and it is not tried again. */
  readonly connected: Promise<void>;
  /** Takes the device off the broker, which sends its will. */
  close(): Promise<void>;
}

const presenceOf = ({ prefix, presence }: ShellyDevice): NonNullable<ShellyDevice['presence']> =>
  presence ?? { topic: `${prefix}/online`, online: 'true', offline: 'false' };

const tickMs = 500;

/** Starts a device; it connects in the background and again whenever the connection is lost. */
export function startShelly(options: ShellyServerOptions): ShellyServer {
  const { device, clock, log = () => undefined, faults = createFaults() } = options;
  const first = Promise.withResolvers<void>();
  let client: MqttClient | undefined;
  const send = (messages: readonly ShellyMessage[]): void => {
    if (client?.connected !== true || faults.state.silent) return;
    for (const { topic, payload } of messages) client.publish(topic, payload, { qos: 1 });
  };
  const join = (): void => {
    client = openClient(options, {
      onConnect(joined) {
        const { topic, online } = presenceOf(device);
        joined.publish(topic, online, { qos: 1, retain: true });
        send(device.greet());
        log(`${device.id} is on ${options.broker.host}:${options.broker.port}`);
        first.resolve();
      },
      onMessage: (topic, payload) => {
        if (!faults.state.silent) send(device.receive(topic, payload));
      },
      onError: (thrown) => {
        log(`${device.id}: ${thrown.message}`);
        if (isRefusal(thrown)) first.reject(refusal(options.broker, thrown));
      },
    });
  };
  const leave = async (): Promise<void> => {
    const leaving = client;
    client = undefined;
    // By force: no goodbye, so the broker sends the will as it does when a device loses its power.
    await leaving?.endAsync(true);
  };
  // Whoever does not wait for it reads the log.
  first.promise.catch(() => undefined);
  join();
  const stopTick = clock.every(tickMs, () => send(device.tick()));
  const stopFaults = faults.onChange(async ({ vanished }) => {
    if (vanished) await leave();
    else if (client === undefined) join();
  });
  return {
    device,
    faults,
    connected: first.promise,
    get isConnected() {
      return client?.connected === true;
    },
    async close() {
      stopTick();
      stopFaults();
      await leave();
    },
  };
}

/** Return codes of a broker that does not take the account: MQTT 3.1.1 and 5. */
const refusals: ReadonlySet<unknown> = new Set([4, 5, 134, 135]);

const isRefusal = (thrown: Error): boolean => 'code' in thrown && refusals.has(thrown.code);

function refusal({ host, port, username }: BrokerAccount, cause: Error): SolsteadError {
  const account = username === undefined ? '' : `${username}@`;
  return new SolsteadError('broker.refused', { at: `mqtt://${account}${host}:${port}`, cause });
}

interface ClientEvents {
  onConnect(client: MqttClient): void;
  onMessage(topic: string, payload: string): void;
  onError(thrown: Error): void;
}

function openClient({ device, broker, reconnectMs }: ShellyServerOptions, events: ClientEvents): MqttClient {
  const presence = presenceOf(device);
  const client = connect({
    protocol: 'mqtt',
    host: broker.host,
    port: broker.port,
    clientId: device.id,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
    keepalive: 60,
    reconnectPeriod: reconnectMs ?? 2000,
    queueQoSZero: false,
    will: { topic: presence.topic, payload: Buffer.from(presence.offline), qos: 1, retain: true },
  });
  client.on('connect', () => {
    client.subscribe([...device.topics], { qos: 1 });
    events.onConnect(client);
  });
  client.on('message', (topic, payload) => events.onMessage(topic, payload.toString('utf8')));
  client.on('error', (thrown) => events.onError(thrown));
  return client;
}
