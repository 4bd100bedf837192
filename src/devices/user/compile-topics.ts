// From a user's MQTT device to a definition: its topics become a dialect, its values rows of a state.
import type { MetricValue } from '#core/reading.ts';
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, usualWear, wholeState, type WriteCommand, type WriteValue } from '../definition.ts';
import { numberAt, stateTable, textAt, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type Saying, topicDialect } from '../topic-dialect.ts';
import { derivationsOf } from './compile.ts';
import { nameOf } from './meaning.ts';
import { servesOf } from './serves.ts';
import type { WrittenTopic, WrittenTopicSetting, WrittenTopics } from './written.ts';

const usualWords = { on: ['on', '1', 'true'], off: ['off', '0', 'false'] };
const lower = (words: readonly string[]): readonly string[] => words.map((word) => word.toLowerCase());

function rowOf(row: WrittenTopic, place: string): TypedStateRow {
  const { label = '', unit = '', metric, flip, scale, offset, type = 'number', on, off } = row;
  const common = {
    path: row.path === undefined ? place : `${place}/${row.path}`,
    name: nameOf(row),
    label,
    ...(metric === undefined ? {} : { metric }),
    ...(flip === true ? { flip } : {}),
  };
  if (type === 'text') return textAt(common);
  if (type === 'switch') return wordSwitchAt(common, lower(on ?? usualWords.on), lower(off ?? usualWords.off));
  return numberAt(common, unit, {
    asText: true,
    ...(scale === undefined ? {} : { scale }),
    ...(offset === undefined ? {} : { offset }),
  });
}

function valueOf({ options, unit = '', min = 0, max = 0, step = 1 }: WrittenTopicSetting): WriteValue {
  if (options === undefined) return { kind: 'number', unit, min, max, step };
  return { kind: 'choice', options: Object.fromEntries(Object.entries(options).map(([sent, word]) => [word, sent])) };
}

/** What goes out for a value; undefined outside its limits. */
function sentFor(value: WriteValue, given: MetricValue): string | undefined {
  if (value.kind === 'choice')
    return typeof given === 'string' && Object.hasOwn(value.options, given) ? value.options[given] : undefined;
  if (value.kind !== 'number' || typeof given !== 'number') return undefined;
  const { min, max, step } = value;
  const isOnGrid = Math.abs(Math.round((given - min) / step) * step + min - given) < step * 1e-6;
  return given >= min && given <= max && isOnGrid ? String(Number(given.toPrecision(12))) : undefined;
}

function writeOf(setting: WrittenTopicSetting): WriteCommand {
  const { name, title, topic, send = '{value}', shown_by: field, dangerous, stored, serves } = setting;
  const value = valueOf(setting);
  const served = servesOf(serves);
  return {
    kind: 'write',
    name,
    title,
    value,
    ...(dangerous === true ? { dangerous } : {}),
    ...(stored === true ? { wear: usualWear } : {}),
    ...(served === undefined ? {} : { serves: served }),
    request(given) {
      const sent = sentFor(value, given);
      const at = topic.startsWith('{prefix}') ? topic : `{root}${topic}`;
      return sent === undefined ? undefined : `${at} ${send.replace('{value}', sent)}`;
    },
    readBack: { command: wholeState, field },
  };
}

/** Home Assistant tells of when each state is beside it. Source: [ha-statestream] (`publish_timestamps`). */
function stampsOf(sayings: readonly { readonly topic: string; readonly at: string }[]): readonly Saying[] {
  return sayings
    .filter(({ topic }) => topic.endsWith('/state'))
    .map(({ topic, at }) => ({ topic: topic.replace(/state$/, 'last_updated'), as: 'stamp' as const, of: at }))
    .filter(({ topic }) => sayings.every((other) => other.topic !== topic));
}

/** Each topic once: an object if a value is inside it, else a value. */
function sayingsOf(topics: readonly WrittenTopic[]): readonly (Saying & { readonly at: string })[] {
  const different = [...new Set(topics.map(({ topic }) => topic))];
  return different.map((topic, index): Saying & { readonly at: string } => {
    const own = topics.filter((row) => row.topic === topic);
    const at = `v${index}`;
    const holds = own.every((row) => row.holds === true) ? { holds: true as const } : {};
    return own.some(({ path }) => path !== undefined)
      ? { topic, as: 'json', at, ...holds }
      : { topic, as: 'text', at, ...holds };
  });
}

/** The definition of an MQTT device. */
export function compileTopics(device: WrittenTopics): MqttDefinition {
  const { topics, online, ask, settings = [], identity = {} } = device;
  const sayings = sayingsOf(topics);
  const placeOf = (row: WrittenTopic): string => `v${sayings.findIndex(({ topic }) => topic === row.topic)}`;
  const rows = topics.map((row) => rowOf(row, placeOf(row)));
  const pathOf = (name: string): string => rows.find((row) => row.name === name)?.path ?? '';
  return freezeDeep({
    id: device.id,
    aliases: device.aliases ?? [],
    version: device.version ?? 1,
    kind: device.kind,
    maker: device.maker,
    title: device.title,
    models: device.models ?? [device.title],
    verified: 'unverified',
    sources: [device.source ?? 'written down by the owner'],
    mode: 'mqtt',
    links: ['mqtt'],
    dialect: topicDialect({
      id: device.id,
      title: device.title,
      places: () => ({ root: '' }),
      says: [...(online === undefined ? [] : [{ ...online, as: 'online' as const }]), ...sayings, ...stampsOf(sayings)],
      ...(ask === undefined ? {} : { asks: [{ topic: ask.topic, payload: ask.payload ?? '' }] }),
      shows: [],
    }),
    ...stateTable(rows),
    derive: derivationsOf(device),
    everySeconds: device.live_seconds ?? 60,
    writes: settings.map(writeOf),
    identity: Object.entries(identity).flatMap(([key, name]) =>
      key === 'model' || key === 'serial' || key === 'firmware' ? [{ key, path: pathOf(name) }] : [],
    ),
  } satisfies MqttDefinition);
}
