// The app for Home Assistant: its options, and what the Supervisor offers, as the arguments and the environment of `solstead serve`.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, whyOf } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { type AddonOptions, readAddonOptions } from './options.ts';
import { type OfferedBroker, offeredBroker, type SupervisorPlace } from './supervisor.ts';

/** How `solstead serve` is called. */
export interface ServeCall {
  readonly args: readonly string[];
  readonly secrets: Readonly<Record<string, Secret>>;
}

/** How the app calls it. */
export interface AddonCall extends ServeCall {
  /** A history of an earlier version is brought up to date without a copy of it. */
  readonly isWithoutHistoryCopy: boolean;
}

/** What the app stands on. */
export interface AddonPlace {
  /** Where its data is. */
  readonly folder: string;
  /** File of its options. */
  readonly options: string;
  /** Absent: there is no Supervisor, as in a container that was started by hand. */
  readonly supervisor: SupervisorPlace | undefined;
  /** Where connections of ingress come from. */
  readonly ingressFrom: string;
  readonly clock: Pick<Clock, 'sleep'>;
}

const mostBytes = 64 * 1024;

/** The text of a file. Errors: `input.usage`. */
function textAt(path: string): string {
  try {
    return readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: path, why: whyOf(thrown), cause: thrown });
  }
}

/** The options of a file. Errors: `input.usage` with all that is wrong. */
export function addonOptions(path: string): AddonOptions {
  const read = readAddonOptions(textAt(path));
  if ('options' in read) return read.options;
  const lines = read.problems.map(({ line, column, why }) => `${line}:${column} ${inEnglish(why)}`);
  throw new SolsteadError('input.usage', {
    at: path,
    why: because('addon.options', { all: external(lines.join('; ')) }),
  });
}

/** Flags and secrets of a broker. */
function brokerCall({ host, port, isSecure, username, password }: OfferedBroker): ServeCall {
  const account = username === '' ? '' : `${encodeURIComponent(username)}@`;
  const where = host.includes(':') ? `[${host}]` : host;
  return {
    args: ['--mqtt-broker', `${isSecure ? 'mqtts' : 'mqtt'}://${account}${where}:${port}`],
    secrets: username === '' ? {} : { SOLSTEAD_MQTT_PASSWORD: password },
  };
}

/** Where values over MQTT are: a broker that was named, that of Home Assistant, or the built-in one. */
async function brokerOf(options: AddonOptions, { supervisor, clock }: AddonPlace): Promise<ServeCall> {
  const { mqtt_host: host, mqtt_port: port, mqtt_username: username, mqtt_password: password } = options;
  if (host !== '') return brokerCall({ host, port, isSecure: false, username, password: makeSecret(password) });
  const offered = supervisor === undefined ? undefined : await offeredBroker(supervisor, clock);
  return offered === undefined ? { args: [], secrets: {} } : brokerCall(offered);
}

/** History in the InfluxDB of this app, with the password that was made with its database. Errors: `input.usage`. */
function historyCall({ history_in_influxdb: isThere }: AddonOptions, folder: string): ServeCall {
  if (!isThere) return { args: [], secrets: {} };
  const password = textAt(join(folder, 'credentials', 'influxdb')).trim();
  return {
    args: ['--history', 'influx+http://solstead@127.0.0.1:8086?database=home_assistant'],
    secrets: { SOLSTEAD_HISTORY_PASSWORD: makeSecret(password) },
  };
}

/** The Solar-Assistant whose topics were named. The broker that Solstead brings along has none: nobody knows an account there. */
const deviceArgs = (
  { mqtt_topic_prefix: prefix, inverter_number: inverters, battery_number: batteries }: AddonOptions,
  broker: ServeCall,
): readonly string[] =>
  prefix === '' || broker.args.length === 0
    ? []
    : [`--solar-assistant=${prefix}`, `--solar-assistant-parts=${inverters},${batteries}`];

/** How `solstead serve` is called in this app. Errors: `input.usage`, `link.unavailable`. */
export async function serveCall(place: AddonPlace): Promise<AddonCall> {
  const { folder, ingressFrom } = place;
  const options = addonOptions(place.options);
  const { people, other_people: others, clientId, clientSecret, uplink_url: url, log_level } = options;
  const { receive_homes, charge_points, grafana_address, history_copy } = options;
  const roles = [...people, ...(others === 'none' ? [] : [{ name: '*', role: others }])];
  const [broker, history] = [await brokerOf(options, place), historyCall(options, folder)];
  const uplink =
    clientId === ''
      ? []
      : [
          '--uplink',
          url,
          '--uplink-client',
          clientId,
          '--uplink-form',
          url.includes('carbonoz.com') ? 'documented' : 'solstead',
        ];
  return {
    args: [
      'serve',
      `--data=${join(folder, 'solstead')}`,
      '--port=6789',
      `--log-level=${log_level}`,
      '--log-format=text',
      '--move-from=/share',
      `--ingress-from=${ingressFrom}`,
      ...(roles.length === 0 ? [] : ['--ingress-roles', roles.map(({ name, role }) => `${name}=${role}`).join(',')]),
      ...(receive_homes ? ['--uplink-port', '8000'] : []),
      ...(charge_points ? ['--ocpp-port', '8887'] : []),
      ...(grafana_address === '' ? [] : ['--grafana', grafana_address]),
      ...uplink,
      ...broker.args,
      ...deviceArgs(options, broker),
      ...history.args,
    ],
    secrets: {
      ...broker.secrets,
      ...history.secrets,
      ...(clientId === '' ? {} : { SOLSTEAD_UPLINK_SECRET: makeSecret(clientSecret) }),
    },
    isWithoutHistoryCopy: !history_copy,
  };
}
