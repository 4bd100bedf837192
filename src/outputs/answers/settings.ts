// The outputs of answers by their names, which are those of mpp-solar, and what is set of each: data, so that a file is checked and
// explained without loading any of them.
import type { Schema } from '#core/schema-check.ts';

/** What is set of an output of answers; each takes what {@link answerOutputs} names. Secrets are apart. */
export interface AnswerSettings {
  /** Only keys in which this regular expression is found; it is read in linear time, so without look-around and back-references. */
  readonly filter?: string;
  /** No key in which this one is found, even if `filter` wants it. */
  readonly exclude?: string;
  /** Keys keep their capitals. */
  readonly keepCase?: boolean;
  /** `mqtt://account@host:1883` or `mqtts://…`; {@link screenServer} prints what would be sent. */
  readonly server?: string;
  /** Certificate of who signed that of the broker, PEM. */
  readonly ca?: string;
  /** Topic of the results: what it stands for differs by output. */
  readonly topic?: string;
  readonly retain?: boolean;
  /** Label `device` of Prometheus. */
  readonly dev?: string;
  /** Folder of the files. */
  readonly folder?: string;
  /** Where it is pushed to. */
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

const text: Schema = { type: 'string' };

const common = {
  filter: { ...text, description: 'Only keys in which this regular expression is found' },
  exclude: { ...text, description: 'No key in which this regular expression is found' },
  keepCase: { type: 'boolean', description: 'Keys keep their capitals' },
} as const satisfies Readonly<Record<string, Schema>>;

const broker = {
  server: { ...text, description: 'Broker, such as mqtt://account@host:1883' },
  ca: { ...text, description: 'Certificate of who signed that of the broker, PEM' },
  retain: { type: 'boolean', description: 'Whether the broker keeps the newest' },
} as const satisfies Readonly<Record<string, Schema>>;

const topic = (what: string): Schema => ({ ...text, description: what });
const label: Schema = { ...text, description: 'Label `device` of Prometheus' };

/** How an output goes: onto the screen, to a broker, into files, to a server by HTTP, as a datagram, into a database. */
export type AnswerWay = 'screen' | 'broker' | 'file' | 'push' | 'datagram' | 'mongo' | 'postgres';

/** What stands for a broker where messages are only to be seen, as in mpp-solar. */
export const screenServer = 'screen';

/** An output of answers. */
export interface AnswerKind {
  readonly way: AnswerWay;
  /** What it does, in one line. */
  readonly title: string;
  readonly properties: Readonly<Partial<Record<keyof AnswerSettings, Schema>>>;
  readonly required?: readonly (keyof AnswerSettings)[];
}

const screen = (title: string): AnswerKind => ({ way: 'screen', title, properties: common });

/** Every output of answers. */
export const answerOutputs = {
  screen: screen('a table of the values with their units'),
  boxdraw: screen('the same table with lines'),
  simple: screen('key=value, one a line'),
  simpleunits: screen('key=value(unit), one a line'),
  value: screen('the values alone, one a line'),
  raw: screen('what the device answered, as it came'),
  json: screen('one JSON object'),
  json_units: screen('one JSON object with the units'),
  csv: screen('a line of comma-separated values, after one of their keys'),
  mqtt: {
    way: 'broker',
    title: 'tag/status/key/value and …/unit',
    properties: { ...common, ...broker },
  },
  json_mqtt: {
    way: 'broker',
    title: 'one JSON object at tag/topic',
    properties: { ...common, ...broker, topic: topic('second part of the topic; absent: mpp-solar') },
  },
  tag_mqtt: { way: 'broker', title: 'tag/key', properties: { ...common, ...broker } },
  influx_mqtt: {
    way: 'broker',
    title: 'lines of InfluxDB: tag,setting=key value=…',
    properties: { ...common, ...broker, topic: topic('topic of the lines; absent: mpp-solar') },
  },
  influx2_mqtt: {
    way: 'broker',
    title: 'lines of InfluxDB: topic,command=tag key=…',
    properties: { ...common, ...broker, topic: topic('topic and measurement; absent: mpp-solar') },
  },
  hass_mqtt: {
    way: 'broker',
    title: 'Home Assistant, each value by itself',
    properties: { ...common, ...broker },
  },
  hassd_mqtt: {
    way: 'broker',
    title: 'Home Assistant, values of a device together',
    properties: { ...common, ...broker },
  },
  domoticz_mqtt: {
    way: 'broker',
    title: 'Domoticz: the values',
    properties: { ...common, ...broker },
  },
  domoticz_autodiscover: {
    way: 'broker',
    title: 'Domoticz: what there is',
    properties: { ...common, ...broker },
  },
  prom: {
    way: 'screen',
    title: 'text of Prometheus',
    properties: { ...common, dev: label },
  },
  prom_file: {
    way: 'file',
    title: 'files for the textfile collector of node_exporter',
    properties: { ...common, dev: label, folder: { ...text, description: 'Folder of the files' } },
  },
  prom_push: {
    way: 'push',
    title: 'a Prometheus Pushgateway, at exactly this address',
    properties: { ...common, dev: label, url: { ...text, description: 'Address, with job and labels' } },
  },
  prom_pushd: {
    way: 'push',
    title: 'the same, with job mppsolar and this computer as instance',
    properties: { ...common, dev: label, url: { ...text, description: 'Address of the server' } },
  },
  json_udp: {
    way: 'datagram',
    title: 'one JSON object as a datagram',
    properties: {
      ...common,
      host: { ...text, description: 'Where it goes; absent: this computer' },
      port: { type: 'integer', minimum: 1, maximum: 65_535, description: 'UDP port; absent: 5555' },
    },
  },
  mongo: {
    way: 'mongo',
    title: 'MongoDB, a collection for each command',
    properties: {
      ...common,
      server: { ...text, description: 'mongodb://account@host:27017' },
      database: { ...text, description: 'Its database; absent: mppsolar' },
    },
    required: ['server'],
  },
  postgres: {
    way: 'postgres',
    title: 'PostgreSQL, the table mppsolar',
    properties: { ...common, server: { ...text, description: 'postgres://…' } },
    required: ['server'],
  },
} as const satisfies Readonly<Record<string, AnswerKind>>;

/** Name of an output of answers. */
export type AnswerOutputName = keyof typeof answerOutputs;

/** Whether there is such an output. */
export const isAnswerOutput = (name: string): name is AnswerOutputName => Object.hasOwn(answerOutputs, name);

/** The schema of what is set of one. */
export function answerSchema(name: AnswerOutputName): Schema {
  const { properties, required = [] }: AnswerKind = answerOutputs[name];
  return { type: 'object', properties, required, additionalProperties: false };
}
