// The outputs of a section of mpp-solar's file: their names, and which of its keys each of them takes.
import { withoutPassword } from '#core/address.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import {
  type AnswerKind,
  answerOutputs,
  type AnswerOutputName,
  type AnswerSettings,
  isAnswerOutput,
  screenServer,
} from '#outputs/answers/settings.ts';
import { addressFault } from '#outputs/answers/addresses.ts';
import { nearOutput } from '#outputs/answers/near-output.ts';
import type { DeviceKey, SetupKey } from './mpp-solar-keys.ts';
import type { PlannedAnswers, PlannedBroker } from './plan.ts';
import type { SectionReader } from './section.ts';
import { withoutSecret } from './written-secret.ts';

type BrokerKey = Extract<DeviceKey, SetupKey>;

/** What the sections share of it. */
export interface OutputsFrame {
  /** Of `[SETUP]`. */
  readonly broker: PlannedBroker;
  /** Keys that are one for all sections in mpp-solar. */
  readonly last: ReadonlyMap<DeviceKey, { readonly section: string; readonly value: string }>;
}

const hostForm = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)$/i;

/** The broker of a section, if it names one; what it leaves out is that of `standard`. */
export function brokerOf(section: SectionReader<BrokerKey>, standard: PlannedBroker): PlannedBroker | undefined {
  const keys = ['mqtt_broker', 'mqtt_port', 'mqtt_user', 'mqtt_pass', 'mqtt_pass_file'] as const;
  if (!keys.some((key) => section.has(key))) return undefined;
  const written = section.text('mqtt_broker') ?? '';
  if (written === screenServer || (written === '' && standard.server === screenServer)) {
    if (written !== '') section.tell('mqtt_broker', because('daemon.screen-broker'));
    return { server: screenServer };
  }
  const before = new URL(standard.server === screenServer ? 'mqtt://localhost:1883' : standard.server);
  const scheme = /^(mqtts?):\/\//i.exec(written)?.[1]?.toLowerCase() ?? before.protocol.slice(0, -1);
  const place = written.replace(/^mqtts?:\/\//i, '').replace(/\/$/, '');
  const [, named = place, ownPort] = /^(.+):(\d{1,5})$/.exec(place) ?? [];
  const host = named === '' ? before.hostname : named;
  if (!hostForm.test(host)) {
    section.wrong(
      'mqtt_broker',
      because('daemon.port-socket', { value: external(withoutPassword(written).slice(0, 60)) }),
    );
    return undefined;
  }
  const usual = written === '' ? before.port || '1883' : scheme === 'mqtts' ? '8883' : '1883';
  const port = section.number('mqtt_port') ?? ownPort ?? usual;
  const user = section.text('mqtt_user');
  const account = user === undefined || user === '' ? before.username : encodeURIComponent(user);
  const secret = section.secret('mqtt_pass', 'mqtt_pass_file') ?? standard.secret;
  return {
    server: `${scheme}://${account === '' ? '' : `${account}@`}${host}:${port}`,
    ...(secret === undefined ? {} : { secret }),
  };
}

/** Which key says a setting of an output that goes this way. */
const keysOf: Readonly<Partial<Record<keyof AnswerSettings, DeviceKey>>> = {
  filter: 'filter',
  exclude: 'exclfilter',
  topic: 'mqtt_topic',
  dev: 'dev',
  folder: 'prom_output_dir',
  url: 'push_url',
  port: 'udpport',
  database: 'mongo_db',
};

interface Section {
  readonly reader: SectionReader<DeviceKey>;
  readonly frame: OutputsFrame;
  readonly broker: PlannedBroker;
}

/** A key of this section, or, as mpp-solar has but one of each for the whole file, the last of another. */
function shared({ reader, frame }: Section, key: DeviceKey): string | undefined {
  const own = reader.text(key);
  if (own !== undefined && own !== '') return own;
  const last = frame.last.get(key);
  if (last === undefined) return undefined;
  reader.tell(key, because('daemon.last-counts', { other: external(last.section.slice(0, 60)) }));
  return last.value;
}

/** The address of a database, and its password. */
function databaseOf(
  section: Section,
  key: 'postgres_url' | 'mongo_url',
): { readonly server?: string; readonly secret?: Secret } {
  const { reader } = section;
  const given = reader.secret(key, `${key}_file`)?.reveal() ?? shared(section, key);
  return given === undefined ? {} : withoutSecret(given);
}

/** Where an output goes, and with which password. */
function placeOf(
  section: Section,
  { way }: AnswerKind,
): { readonly server?: string; readonly ca?: string; readonly secret?: Secret } {
  if (way === 'postgres') return databaseOf(section, 'postgres_url');
  if (way === 'mongo') return databaseOf(section, 'mongo_url');
  if (way !== 'broker') return {};
  const { server, secret } = section.broker;
  return { server, ...(secret === undefined ? {} : { secret }) };
}

function settingsOf(section: Section, output: AnswerOutputName): PlannedAnswers {
  const kind: AnswerKind = answerOutputs[output];
  const { secret, ...place } = placeOf(section, kind);
  const settings: Record<string, string | number> = { ...place };
  for (const [setting, key] of Object.entries(keysOf)) {
    if (!Object.hasOwn(kind.properties, setting)) continue;
    const value = shared(section, key);
    if (value !== undefined) settings[setting] = key === 'udpport' ? Number(value) : value;
  }
  for (const needed of kind.required ?? [])
    if (settings[needed] === undefined) section.reader.wrong(way(output), because('daemon.missing'));
  const fault = addressFault(output, settings);
  if (fault !== undefined) section.reader.wrong(keyOfAddress(section, kind), fault.why);
  return { output, settings, ...(secret === undefined ? {} : { secret }) };
}

/** The key under which the address of an output stands. */
function keyOfAddress({ reader }: Section, { way: goes }: AnswerKind): DeviceKey {
  if (goes === 'push') return 'push_url';
  if (goes === 'broker') return 'mqtt_broker';
  const key = goes === 'mongo' ? 'mongo_url' : 'postgres_url';
  return reader.has(`${key}_file`) ? `${key}_file` : key;
}

const way = (output: AnswerOutputName): DeviceKey =>
  answerOutputs[output].way === 'mongo' ? 'mongo_url' : 'postgres_url';

/** Why a word is no output. */
export function noOutput(word: string): Reason {
  const why = because('daemon.output', { value: external(word.slice(0, 60)) });
  return nearOutput(why, word);
}

/** The outputs that a section names; the screen if it names none. */
export function answersOfSection(reader: SectionReader<DeviceKey>, frame: OutputsFrame): readonly PlannedAnswers[] {
  const own = brokerOf(reader, frame.broker);
  if (own !== undefined && own.server !== screenServer) reader.tell('mqtt_broker', because('daemon.own-broker'));
  const section = { reader, frame, broker: own ?? frame.broker };
  // Looked at whether an output takes it or not.
  reader.number('udpport');
  const words = (reader.text('outputs') ?? 'screen')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const nameless = words.find((word) => word === 'hass_mqtt' || word.startsWith('domoticz_'));
  if (nameless !== undefined && (reader.text('tag') ?? '') === '') reader.tell('outputs', because('daemon.tag-none'));
  return [...new Set(words)].flatMap((word) => {
    if (isAnswerOutput(word)) return [settingsOf(section, word)];
    reader.wrong('outputs', noOutput(word));
    return [];
  });
}
