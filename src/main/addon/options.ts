// The options of the app for Home Assistant as they lie in /data/options.json. Its Supervisor checks them by config.yaml; what was written
// before an update, or by hand, is checked here again, all of it at once.
import { roles } from '#core/access.ts';
import { isRecord } from '#core/entries.ts';
import { because, type Reason } from '#core/reason.ts';
import { problemsOf, type Schema } from '#core/schema-check.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';

/** Somebody of Home Assistant, and what they may do. */
interface NamedPerson {
  readonly name: string;
  readonly role: string;
}

/** What a person has set. Those with capitals are called so in the first document of SolarAutopilot. */
export interface AddonOptions {
  readonly mqtt_host: string;
  readonly mqtt_port: number;
  readonly mqtt_username: string;
  readonly mqtt_password: string;
  readonly mqtt_topic_prefix: string;
  readonly battery_number: number;
  readonly inverter_number: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly uplink_url: string;
  readonly people: readonly NamedPerson[];
  readonly other_people: string;
  readonly receive_homes: boolean;
  readonly influxdb: boolean;
  readonly history_in_influxdb: boolean;
  readonly grafana: boolean;
  readonly grafana_address: string;
  readonly charge_points: boolean;
  readonly history_copy: boolean;
  readonly log_level: string;
}

/** What they are when nobody has set them; `config.yaml` says the same, and a test compares both. */
export const standardOptions: AddonOptions = Object.freeze({
  mqtt_host: '',
  mqtt_port: 1883,
  mqtt_username: '',
  mqtt_password: '',
  mqtt_topic_prefix: '',
  battery_number: 1,
  inverter_number: 1,
  clientId: '',
  clientSecret: '',
  uplink_url: 'wss://broker.carbonoz.com:8000',
  people: [],
  other_people: 'viewer',
  receive_homes: false,
  influxdb: false,
  history_in_influxdb: false,
  grafana: false,
  grafana_address: '',
  charge_points: false,
  history_copy: true,
  log_level: 'info',
});

/** Who gets no account by coming. */
const nobody = 'none';
const levels = ['debug', 'info', 'warn', 'error'] as const;
/** Most inverters, and most batteries, of one Solar-Assistant. */
const mostParts = 16;
/** The Supervisor takes more; nobody types them. */
const mostPeople = 50;

const text: Schema = { type: 'string' };
const yes: Schema = { type: 'boolean' };
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });

/** What each may be. */
export const optionSchema: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    mqtt_host: { type: 'string', pattern: '^[^\\s/@]{0,253}$' },
    mqtt_port: whole(1, 65_535),
    mqtt_username: text,
    mqtt_password: text,
    mqtt_topic_prefix: { type: 'string', pattern: '^(?!\\$|/*$)[^+#\\0]{1,300}$|^$' },
    battery_number: whole(0, mostParts),
    inverter_number: whole(0, mostParts),
    clientId: text,
    clientSecret: text,
    uplink_url: { type: 'string', pattern: '^wss?://\\S+$' },
    people: {
      type: 'array',
      maxItems: mostPeople,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'role'],
        properties: { name: { type: 'string', pattern: '^[^,=]+$' }, role: { type: 'string', enum: roles } },
      },
    },
    other_people: { type: 'string', enum: [nobody, ...roles] },
    receive_homes: yes,
    influxdb: yes,
    history_in_influxdb: yes,
    grafana: yes,
    grafana_address: { type: 'string', pattern: '^(https?://[^\\s@]{1,490}|/[^/\\\\\\s]\\S{0,490})?$' },
    charge_points: yes,
    history_copy: yes,
    log_level: { type: 'string', enum: levels },
  },
};

/** Options whose values are never told. */
const secretOptions = ['mqtt_password', 'clientSecret'] as const;

/** What one option says about another. */
function together(options: AddonOptions): readonly { readonly path: readonly string[]; readonly why: Reason }[] {
  const {
    clientId,
    clientSecret,
    mqtt_username: name,
    mqtt_password: password,
    history_in_influxdb,
    influxdb,
  } = options;
  const wrong = (key: keyof AddonOptions, why: Reason) => [{ path: [key], why }];
  return [
    ...(clientId !== '' && clientSecret === ''
      ? wrong('clientId', because('addon.both', { other: 'clientSecret' }))
      : []),
    ...(clientId === '' && clientSecret !== ''
      ? wrong('clientSecret', because('addon.both', { other: 'clientId' }))
      : []),
    ...(name === '' && password !== ''
      ? wrong('mqtt_password', because('addon.both', { other: 'mqtt_username' }))
      : []),
    ...(history_in_influxdb && !influxdb
      ? wrong('history_in_influxdb', because('addon.both', { other: 'influxdb' }))
      : []),
  ];
}

/** The options of a text, or all that is wrong with them. */
export function readAddonOptions(
  given: string,
): { readonly options: AddonOptions } | { readonly problems: readonly PlacedProblem[] } {
  const read = readYaml(given);
  if ('problems' in read) return read;
  const { value } = read;
  // A secret that is no text is told of without what it is.
  const secrets: readonly string[] = isRecord(value)
    ? secretOptions.filter((key) => key in value && typeof value[key] !== 'string')
    : [];
  const hidden = isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !secrets.includes(key)))
    : value;
  const problems = [
    ...problemsOf(hidden, optionSchema),
    ...secrets.map((key) => ({ path: [key], why: because('addon.secret-text') })),
  ];
  if (problems.length > 0) return { problems: placedProblems(problems, read) };
  const options = { ...standardOptions, ...(value as Partial<AddonOptions>) };
  const against = together(options);
  return against.length > 0 ? { problems: placedProblems(against, read) } : { options };
}
