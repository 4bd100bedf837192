// What a daemon's file may say in YAML, as a schema: what is wrong is told by it, editors complete from it, and the reference is made
// from it.
import { because } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import { type UplinkFilter, uplinkForms } from '#core/uplink.ts';

const text = (description: string): Schema => ({ type: 'string', description });
const seconds = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'number',
  minimum,
  maximum,
  description,
});
const whole = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});
const list = (items: Schema, description: string): Schema => ({ type: 'array', items, maxItems: 200, description });

/** Keys under which a password may be given. */
const secrets = {
  password: text('Its password; ${NAME} takes it from the environment'),
  password_file: text('File that holds the password'),
} as const;

const broker: Schema = {
  type: 'object',
  description: 'The MQTT broker: of outputs, of commands, and of devices that report over it',
  required: ['server'],
  additionalProperties: false,
  properties: {
    server: text('mqtt://account@host:1883 or mqtts://account@host:8883'),
    ...secrets,
    ca_file: text('Certificate (PEM) of who signed that of the broker'),
  },
};

/** What is set of an output of answers, beside its own settings. */
const answers: Schema = {
  anyOf: [{ type: 'string' }, { type: 'object', patternProperties: { '^': {} } }],
};

const device: Schema = {
  type: 'object',
  required: ['protocol'],
  additionalProperties: false,
  properties: {
    protocol: text('What it speaks; see `solstead list protocols`'),
    port: text(
      '/dev/hidraw0, /dev/ttyUSB0, host:port, a Bluetooth address, or a link address such as tcp://host:port?unit=2',
    ),
    porttype: text('How the port is reached, where it does not say it: serial, hidraw, jkble or remotesocket'),
    baud: whole('Speed of its line; that of the protocol', [50, 4_000_000]),
    unit: whole('Address of the device on a line that several share; that of the protocol', [0, 255]),
    password: text('Password or key of the device; ${NAME} takes it from the environment'),
    password_file: text('File that holds it'),
    topic: text('Prefix of its topics, for one that reports over MQTT'),
    every: seconds('Seconds between two rounds; that of the file, else of the protocol', [0.1, 86_400]),
    commands: list(text('A query in the maker’s letters'), 'What is asked; absent: what the protocol reads by itself'),
    retries: whole('Attempts after the first; 3', [0, 20]),
    retry_pauses: list(seconds('Seconds', [0, 3600]), 'Seconds before each further attempt; 1, 2, 3'),
    timeout_ms: whole('Longest wait for an answer to begin, ms; that of the protocol', [50, 60_000]),
    delay_ms: whole('Time it has for itself after each answer, ms; that of the protocol', [0, 60_000]),
    tag: text('What stands for its commands in topics'),
    answers: list(answers, 'Outputs of its answers, with the maker’s keys: names, or a name with settings below it'),
    filter: text('Only keys in which this regular expression is found'),
    exclude: text('No key in which this regular expression is found'),
    allowed_commands: list(text('A regular expression of whole commands'), 'Commands that may come over MQTT'),
  },
};

const names = (description: string): Schema => list({ type: 'string' }, description);

/** What goes up; the names are those of the filter of an output. */
const uplinkFilter = {
  devices: names('Devices that are sent; all'),
  exceptDevices: names('Devices that are not'),
  metrics: names('Metrics that are sent, or beginnings such as battery.*; all'),
  exceptMetrics: names('Metrics that are not'),
  everySeconds: seconds('A value of one device and metric goes no more often than this', [0, 86_400]),
  changesOnly: { type: 'boolean', description: 'Only values that differ from the last one' },
  deadBands: list(
    {
      type: 'object',
      required: ['metrics', 'by'],
      additionalProperties: false,
      properties: { metrics: { type: 'string' }, by: { type: 'number', minimum: 0, maximum: 1e9 } },
    },
    'By how much numbers have to differ: metrics, by',
  ),
  againSeconds: seconds('With changesOnly: an unchanged value goes again after so long', [0, 86_400]),
} satisfies Record<keyof UplinkFilter, Schema>;

/** Where the readings of a home go: in the file of a daemon, and in one of their own. */
export const uplinkSchema: Schema = {
  type: 'object',
  description: 'Another Solstead that takes the readings',
  required: ['address', 'client'],
  additionalProperties: false,
  properties: {
    address: text('wss://host:8000, or wss://host/api/v1/uplink'),
    client: text('Client id that it gave'),
    secret: text('Name of the environment variable that holds the secret, as ${NAME}'),
    secret_file: text('File that holds the secret'),
    ca_file: text('Certificate (PEM) of who signed its certificate'),
    form: { enum: uplinkForms, description: 'How messages are written; solstead' },
    prefix: text('First part of the topics of the form documented'),
    commands: { type: 'boolean', description: 'People there may set what is not dangerous; false' },
    filter: {
      type: 'object',
      description: 'What is sent; everything',
      additionalProperties: false,
      properties: uplinkFilter,
    },
  },
};

/** Names of devices and outputs: they become parts of topics and names of folders. */
const nameForm = '^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$';
/** Of outputs. */
const outputNameForm = '^[a-z0-9][a-z0-9-]{0,39}$';

/** The whole file. */
export const daemonSchema: Schema = {
  type: 'object',
  required: ['devices'],
  additionalProperties: false,
  properties: {
    home: text('Name of the home, for outputs of readings; Home'),
    time_zone: { ...text('Its time zone, such as Europe/Berlin; that of this computer'), form: because('form.text') },
    every: seconds('Seconds between two rounds of each device that names none', [0.1, 86_400]),
    mqtt: broker,
    devices: {
      type: 'object',
      description: 'The devices by their names',
      additionalProperties: false,
      patternProperties: { [nameForm]: device },
    },
    outputs: {
      type: 'object',
      description: 'Outputs of readings by their names: kind, its settings, filter, and password or password_file',
      additionalProperties: false,
      patternProperties: { [outputNameForm]: { type: 'object', patternProperties: { '^': {} } } },
    },
    uplink: uplinkSchema,
  },
};
