// What the fields of outputs are called, what helps to fill them in, and what can be chosen.
import type { OutputKindName, OutputSettings } from '#api/outputs/kinds.ts';
import { t } from '../words.ts';
import type { SettingField } from './output-draft.ts';

type FieldNames<One> = One extends unknown ? Exclude<keyof One, 'kind'> : never;
/** The name of a field of any kind. */
type FieldName = FieldNames<OutputSettings>;

/** The name of a field and what helps. */
interface FieldWords {
  readonly label: () => string;
  readonly hint?: (site: string) => string;
}

/** What a field is called, whatever the kind. */
const fieldWords: Readonly<Record<FieldName, FieldWords>> = {
  server: { label: () => t('outputs.field.server'), hint: () => t('outputs.hint.server') },
  ca: { label: () => t('outputs.field.ca'), hint: () => t('outputs.hint.ca') },
  prefix: {
    label: () => t('outputs.field.prefix'),
    hint: (site) => t('outputs.hint.prefix', { prefix: `solstead/${site}` }),
  },
  form: { label: () => t('outputs.field.form'), hint: () => t('outputs.hint.form') },
  qos: { label: () => t('outputs.field.qos'), hint: () => t('outputs.hint.qos') },
  retain: { label: () => t('outputs.field.retain') },
  discovery: { label: () => t('outputs.field.discovery'), hint: () => t('outputs.hint.discovery') },
  commands: { label: () => t('outputs.field.commands'), hint: () => t('outputs.hint.commands') },
  former: { label: () => t('outputs.field.former'), hint: () => t('outputs.hint.former') },
  energy: { label: () => t('outputs.field.energy') },
  backlog: { label: () => t('outputs.field.backlog'), hint: () => t('outputs.hint.backlog') },
  job: { label: () => t('outputs.field.job'), hint: () => t('outputs.hint.job') },
  push: { label: () => t('outputs.field.push') },
  file: { label: () => t('outputs.field.file'), hint: () => t('outputs.hint.file') },
  pace: { label: () => t('outputs.field.pace') },
  backups: { label: () => t('outputs.field.backups'), hint: () => t('outputs.hint.backups') },
  version: { label: () => t('outputs.field.version') },
  database: { label: () => t('outputs.field.database-name') },
  retention: { label: () => t('outputs.field.retention'), hint: () => t('outputs.hint.retention') },
  user: { label: () => t('outputs.field.user') },
  org: { label: () => t('outputs.field.org') },
  bucket: { label: () => t('outputs.field.bucket') },
  labels: { label: () => t('outputs.field.labels'), hint: () => t('outputs.hint.labels') },
  auth: { label: () => t('outputs.field.auth') },
  header: { label: () => t('outputs.field.header'), hint: () => t('outputs.hint.header') },
  cert: { label: () => t('outputs.field.cert'), hint: () => t('outputs.hint.cert') },
  device: { label: () => t('outputs.field.device') },
  split: { label: () => t('outputs.field.split') },
  freshSeconds: { label: () => t('outputs.field.freshSeconds'), hint: () => t('outputs.hint.freshSeconds') },
  address: { label: () => t('outputs.field.address'), hint: () => t('outputs.hint.address') },
  port: { label: () => t('outputs.field.port'), hint: () => t('outputs.hint.port') },
  udp: { label: () => t('outputs.field.udp'), hint: () => t('outputs.hint.udp') },
  announce: { label: () => t('outputs.field.announce') },
  model: { label: () => t('outputs.field.model') },
  serial: { label: () => t('outputs.field.serial'), hint: () => t('outputs.hint.serial') },
  ttl: { label: () => t('outputs.field.ttl'), hint: () => t('outputs.hint.ttl') },
  unit: { label: () => t('outputs.field.unit'), hint: () => t('outputs.hint.unit') },
  phases: { label: () => t('outputs.field.phases') },
  positive: { label: () => t('outputs.field.positive'), hint: () => t('outputs.hint.positive') },
  maker: { label: () => t('outputs.field.maker'), hint: () => t('outputs.hint.maker') },
  product: { label: () => t('outputs.field.product') },
  tls: { label: () => t('outputs.field.tls') },
  topic: { label: () => t('outputs.field.domoticz-topic'), hint: () => t('outputs.hint.domoticz-topic') },
  devices: { label: () => t('outputs.field.domoticz-devices'), hint: () => t('outputs.hint.domoticz-devices') },
  method: { label: () => t('outputs.field.method') },
  body: { label: () => t('outputs.field.body') },
  template: {
    label: () => t('outputs.field.template'),
    hint: () => t('outputs.hint.template', { gaps: '{{device}} {{time}} {{pv.power}}' }),
  },
  headers: { label: () => t('outputs.field.headers'), hint: () => t('outputs.hint.headers') },
  system: { label: () => t('outputs.field.system'), hint: () => t('outputs.hint.system') },
  consumption: { label: () => t('outputs.field.consumption') },
  temperature: { label: () => t('outputs.field.temperature'), hint: () => t('outputs.hint.of-device') },
  voltage: { label: () => t('outputs.field.voltage'), hint: () => t('outputs.hint.of-device') },
  node: { label: () => t('outputs.field.node'), hint: () => t('outputs.hint.node') },
  accounts: { label: () => t('outputs.field.accounts'), hint: () => t('outputs.hint.accounts') },
  collection: { label: () => t('outputs.field.collection') },
  table: { label: () => t('outputs.field.table'), hint: () => t('outputs.hint.table') },
  schema: { label: () => t('outputs.field.schema'), hint: () => t('outputs.hint.schema') },
  subject: {
    label: () => t('outputs.field.subject'),
    hint: (site) =>
      t('outputs.hint.subject', {
        gaps: '{{site}} {{device}} {{metric}}',
        json: `solstead.${site}.{{device}}`,
        plain: `solstead.${site}.{{device}}.{{metric}}`,
      }),
  },
  delivery: { label: () => t('outputs.field.delivery'), hint: () => t('outputs.hint.delivery') },
};

const serverCa: FieldWords = { label: () => t('outputs.field.server-ca'), hint: () => t('outputs.hint.server-ca') };
const httpServer = (hint: () => string): FieldWords => ({ label: () => t('outputs.field.http-server'), hint });

/** What it is called in one kind. */
const ownWords: Readonly<Partial<Record<`${OutputKindName} ${FieldName}`, FieldWords>>> = {
  'solar-assistant prefix': {
    label: () => t('outputs.field.prefix'),
    hint: () => t('outputs.hint.solar-assistant-prefix'),
  },
  'webhook server': httpServer(() => t('outputs.hint.webhook')),
  'webhook ca': serverCa,
  'nats server': httpServer(() => t('outputs.hint.nats')),
  'nats ca': serverCa,
  'udp server': httpServer(() => t('outputs.hint.udp-server')),
  'pvoutput server': httpServer(() => t('outputs.hint.as-it-is')),
  'pvoutput energy': { label: () => t('outputs.field.energy-from') },
  'emoncms server': httpServer(() => t('outputs.hint.emoncms')),
  'emoncms ca': serverCa,
  'mongodb server': {
    label: () => t('outputs.field.database'),
    hint: () => t('outputs.hint.mongodb'),
  },
  'mongodb ca': serverCa,
  'mysql server': {
    label: () => t('outputs.field.database'),
    hint: () => t('outputs.hint.mysql'),
  },
  'mysql ca': serverCa,
  'postgres server': {
    label: () => t('outputs.field.database'),
    hint: () => t('outputs.hint.postgres'),
  },
  'postgres ca': serverCa,
  // Of numbers, and not of topics.
  'sunspec-meter form': { label: () => t('outputs.field.form') },
  'influxdb server': httpServer(() => t('outputs.hint.influxdb')),
  'influxdb ca': serverCa,
  'influxdb user': { label: () => t('outputs.field.user'), hint: () => t('outputs.hint.nobody') },
  'influxdb labels': { label: () => t('outputs.field.tags'), hint: () => t('outputs.hint.labels') },
  'victoria-metrics server': httpServer(() => t('outputs.hint.victoria-metrics')),
  'victoria-metrics ca': serverCa,
  'prometheus-remote-write server': httpServer(() => t('outputs.hint.remote-write')),
  'prometheus-remote-write ca': serverCa,
  'prometheus-push-gateway server': httpServer(() => t('outputs.hint.push-gateway')),
  'prometheus-push-gateway ca': serverCa,
};

/** What can be chosen, by field and value. */
const choiceWords: Readonly<Record<string, () => string>> = {
  'form plain': () => t('outputs.choice.form.plain'),
  'form tagged': () => t('outputs.choice.form.tagged'),
  'form influx': () => t('outputs.choice.form.influx'),
  'form json': () => t('outputs.choice.form.json'),
  'qos 0': () => t('outputs.choice.qos.0'),
  'qos 1': () => t('outputs.choice.qos.1'),
  'qos 2': () => t('outputs.choice.qos.2'),
  'backlog all': () => t('outputs.choice.backlog.all'),
  'backlog newest': () => t('outputs.choice.backlog.newest'),
  'push put': () => t('outputs.choice.push.put'),
  'push post': () => t('outputs.choice.push.post'),
  'version 1': () => t('outputs.choice.version.1'),
  'version 2': () => t('outputs.choice.version.2'),
  'version 3': () => t('outputs.choice.version.3'),
  'auth none': () => t('outputs.choice.auth.none'),
  'auth basic': () => t('outputs.choice.auth.basic'),
  'auth bearer': () => t('outputs.choice.auth.bearer'),
  'auth header': () => t('outputs.choice.auth.header'),
  'form float': () => t('outputs.choice.form.float'),
  'form integer': () => t('outputs.choice.form.integer'),
  'split even': () => t('outputs.choice.split.even'),
  'split l1': () => t('outputs.choice.split.l1'),
  'model pro-3em': () => t('outputs.choice.model.pro-3em'),
  'model em-gen3': () => t('outputs.choice.model.em-gen3'),
  'model pro-em-50': () => t('outputs.choice.model.pro-em-50'),
  'model 3em': () => t('outputs.choice.model.3em'),
  'model energy-meter': () => t('outputs.choice.model.energy-meter'),
  'model home-manager': () => t('outputs.choice.model.home-manager'),
  'phases three': () => t('outputs.choice.phases.three'),
  'phases one': () => t('outputs.choice.phases.one'),
  'positive import': () => t('outputs.choice.positive.import'),
  'positive export': () => t('outputs.choice.positive.export'),
  'method POST': () => 'POST',
  'method PUT': () => 'PUT',
  'body batches': () => t('outputs.choice.body.batches'),
  'body devices': () => t('outputs.choice.body.devices'),
  'body template': () => t('outputs.choice.body.template'),
  'body json': () => t('outputs.choice.body.json'),
  'body plain': () => t('outputs.choice.body.plain'),
  'delivery auto': () => t('outputs.choice.delivery.auto'),
  'delivery stream': () => t('outputs.choice.delivery.stream'),
  'delivery core': () => t('outputs.choice.delivery.core'),
  'auth token': () => t('outputs.choice.auth.token'),
  'auth credentials': () => t('outputs.choice.auth.credentials'),
  'auth nkey': () => t('outputs.choice.auth.nkey'),
  'auth signature': () => t('outputs.choice.auth.signature'),
  'energy power': () => t('outputs.choice.energy.power'),
  'energy counters': () => t('outputs.choice.energy.counters'),
  'commands none': () => t('outputs.choice.commands.none'),
  'commands operator': () => t('outputs.choice.commands.operator'),
  'commands admin': () => t('outputs.choice.commands.admin'),
};

const isKnown = (name: string): name is FieldName => Object.hasOwn(fieldWords, name);
const own: Readonly<Record<string, FieldWords>> = ownWords;

/** What a field of a kind is called: a plug-in says it itself. */
export function wordsOf(kind: string, { name, said }: Pick<SettingField, 'name' | 'said'>): FieldWords {
  if (said !== undefined) return { label: () => said.label, hint: () => said.hint };
  return own[`${kind} ${name}`] ?? (isKnown(name) ? fieldWords[name] : { label: () => name });
}

/** What a choice is called. */
export const choiceText = (name: string, value: string | number): string =>
  choiceWords[`${name} ${value}`]?.() ?? String(value);
