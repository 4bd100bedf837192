// The keys of mpp-solar's file, as data: what each takes, and what it means here. The documentation is made from this table.

/** How a value is read: a comment behind it is cut off where no value of the kind can hold one. */
export type KeyKind = 'number' | 'word' | 'path' | 'text' | 'secret' | 'list';

/** One key. */
export interface KeyRow {
  readonly kind: KeyKind;
  /** Of a number. */
  readonly range?: readonly [min: number, max: number];
  /** What it is in YAML; absent: nothing of its own. */
  readonly yaml?: string;
  readonly says: string;
}

const secretFile = (of: string, yaml: string): KeyRow => ({
  kind: 'path',
  yaml,
  says: `file that holds ${of}; not in mpp-solar`,
});

/** Of the section `[SETUP]`. */
export const setupKeys = {
  pause: { kind: 'number', range: [0, 86_400], yaml: 'every', says: 'seconds between two rounds of each device; 60' },
  mqtt_broker: { kind: 'word', yaml: 'mqtt.server', says: 'host, or mqtts://host:port; localhost' },
  mqtt_port: { kind: 'number', range: [1, 65_535], yaml: 'mqtt.server', says: '1883' },
  mqtt_user: { kind: 'text', yaml: 'mqtt.server', says: 'account at the broker' },
  mqtt_pass: { kind: 'secret', yaml: 'mqtt.password', says: 'its password, or ${NAME} of the environment' },
  mqtt_pass_file: secretFile('its password', 'mqtt.password_file'),
  log_file: { kind: 'path', says: 'taken and not used: the log goes to the standard error' },
} as const satisfies Readonly<Record<string, KeyRow>>;

/** Of a section of a device. */
export const deviceKeys = {
  type: { kind: 'word', says: 'mppsolar or jkbms; the second has JK04 as its protocol' },
  protocol: { kind: 'word', yaml: 'protocol', says: 'see `solstead list protocols`; PI30, or JK04' },
  port: { kind: 'path', yaml: 'port', says: 'path, host:port, Bluetooth address or a link address' },
  porttype: { kind: 'word', yaml: 'porttype', says: 'how the port is reached, where the path does not say it' },
  baud: { kind: 'number', range: [50, 4_000_000], yaml: 'baud', says: 'speed of the line; that of the protocol' },
  unit: {
    kind: 'number',
    range: [0, 255],
    yaml: 'unit',
    says: 'address of the device on a line that several share; not in mpp-solar',
  },
  password: { kind: 'secret', yaml: 'password', says: 'password or key of the device, or ${NAME}; not in mpp-solar' },
  password_file: secretFile('it', 'password_file'),
  command: { kind: 'list', yaml: 'commands', says: 'queries with # between them' },
  tag: { kind: 'text', yaml: 'tag', says: 'what stands for the command in topics' },
  outputs: { kind: 'word', yaml: 'answers', says: 'outputs with commas between them; screen' },
  filter: { kind: 'text', yaml: 'filter', says: 'regular expression of the keys that are given' },
  exclfilter: { kind: 'text', yaml: 'exclude', says: 'regular expression of the keys that are not' },
  dev: { kind: 'text', yaml: 'answers: dev', says: 'label device of Prometheus' },
  mqtt_topic: { kind: 'text', yaml: 'answers: topic', says: 'topic of the results' },
  udpport: { kind: 'number', range: [1, 65_535], yaml: 'answers: port', says: 'UDP port of json_udp; 5555' },
  postgres_url: { kind: 'secret', yaml: 'answers: server', says: 'address of PostgreSQL' },
  postgres_url_file: secretFile('that address', 'answers: password_file'),
  mongo_url: { kind: 'secret', yaml: 'answers: server', says: 'address of MongoDB' },
  mongo_url_file: secretFile('that address', 'answers: password_file'),
  mongo_db: { kind: 'word', yaml: 'answers: database', says: 'its database; mppsolar' },
  push_url: { kind: 'word', yaml: 'answers: url', says: 'address of the Pushgateway' },
  prom_output_dir: { kind: 'path', yaml: 'answers: folder', says: 'folder of prom_file' },
  mqtt_allowed_cmds: { kind: 'list', yaml: 'allowed_commands', says: 'commands that may come over MQTT' },
  mqtt_broker: { kind: 'word', says: 'a broker of this section alone; mpp-solar did not heed it' },
  mqtt_port: { kind: 'number', range: [1, 65_535], says: 'its port' },
  mqtt_user: { kind: 'text', says: 'account there' },
  mqtt_pass: { kind: 'secret', says: 'password there' },
  mqtt_pass_file: secretFile('that password', ''),
} as const satisfies Readonly<Record<string, KeyRow>>;

/** Keys that mpp-solar had before 0.16 and passes over since, and what says the same here. */
export const earlierKeys: Readonly<Record<string, string>> = {
  commands_topic: 'mqtt_allowed_cmds',
  mqtt_output_topic: 'mqtt_topic',
  pause_loops: 'every (YAML)',
};

/** A key of `[SETUP]`. */
export type SetupKey = keyof typeof setupKeys;
/** A key of a device. */
export type DeviceKey = keyof typeof deviceKeys;

/** Whether any section has such a key. */
export const isAnyKey = (key: string): boolean => Object.hasOwn(setupKeys, key) || Object.hasOwn(deviceKeys, key);
