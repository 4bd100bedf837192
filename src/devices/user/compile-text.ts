// From a user's text device to a definition: its lines become a wire format, its questions commands with positional tables.
import { because } from '#core/reason.ts';
import { pi30Wire } from '#codec/pi30.ts';
import { lineWire } from '#codec/line-text.ts';
import { positionalTable } from '#codec/positional.ts';
import type { FlagList, TextField } from '#codec/positional-fields.ts';
import { TableMistake, fieldName, type Row, type Table } from '#codec/table.ts';
import type { WireFormat } from '#codec/wire.ts';
import { toLatin1 } from '#core/bytes.ts';
import type { MetricValue } from '#core/reading.ts';
import { freezeDeep, read } from '../define.ts';
import {
  type Derivation,
  type RequestDefinition,
  type ReadCommand,
  usualWear,
  type WriteCommand,
  type WriteValue,
} from '../definition.ts';
import { servesOf } from './serves.ts';
import { commonOf, derivationsOf } from './compile.ts';
import { nameOf } from './meaning.ts';
import type { WrittenField, WrittenQuestion, WrittenSetting, WrittenText } from './written.ts';

function wireOf({ lines = {} }: WrittenText): WireFormat {
  if (lines.like === 'pi30') return pi30Wire;
  const { start = '', end = 'cr', checksum = 'none', accepted = ['ACK', 'OK'], refused = ['NAK', 'ERR'] } = lines;
  return lineWire({ start, end, checksum, accepted, refused });
}

function rowOf(field: WrittenField): Row {
  const { label = '', unit = '', metric, flip, options } = field;
  return {
    name: nameOf(field),
    label,
    unit,
    ...(metric === undefined ? {} : { metric }),
    ...(flip === true ? { flip } : {}),
    ...(options === undefined ? {} : { options }),
  };
}

/** Dividing by 10 gives 22.9 where multiplying with 0.1 gives 22.900000000000002. */
function scaling(scale = 1): { divide?: number; multiply?: number } {
  const divide = Math.round(1 / scale);
  return Math.abs(scale) < 1 && Math.abs(1 / divide - scale) < 1e-12 ? { divide } : { multiply: scale };
}

function flagsOf(field: WrittenField): TextField {
  const labels = Object.entries(field.flags ?? {});
  const count = Math.max(-1, ...labels.map(([place]) => Number(place))) + 1;
  const bits = Array.from({ length: count }, (_, place) => {
    const label = labels.find(([key]) => Number(key) === place)?.[1];
    return label === undefined ? undefined : { name: fieldName(label), label };
  });
  if (field.label === undefined) return { kind: 'flags', bits };
  const list: FlagList = {
    name: nameOf(field),
    label: field.label,
    ...(field.metric === undefined ? {} : { metric: field.metric }),
    text: (isSet) => bits.flatMap((bit, place) => (bit !== undefined && isSet(place) ? [bit.label] : [])).join(', '),
  };
  return { kind: 'flags', bits, list };
}

function fieldOf(field: WrittenField): TextField {
  switch (field.type) {
    case 'skip':
      return { kind: 'skip' };
    case 'number':
      return { kind: 'number', row: rowOf(field), ...scaling(field.scale) };
    case 'text':
    case 'rest':
      return { kind: field.type === 'text' ? 'word' : 'rest', row: rowOf(field), after: field.after ?? '' };
    case 'choice':
      return { kind: 'choice', row: rowOf(field) };
    case 'flags':
      return flagsOf(field);
  }
}

/** Usual characters of a field and its separator, where no example tells. */
const fieldBytes = 7;
/** Start, checksum and end. */
const around = 8;

function bytesOf({ example, fields }: WrittenQuestion, most: number | undefined): number {
  if (most !== undefined) return most;
  if (example !== undefined) return example.length + around;
  const wide = fields.some(({ type }) => type === 'text' || type === 'rest' || type === 'flags');
  return fields.length * fieldBytes + around + (wide ? 32 : 0);
}

function commandOf(
  question: WrittenQuestion,
  { lines, max_answer: most }: WrittenText,
  all: readonly Derivation[],
): ReadCommand {
  const separator = lines?.separator;
  const table = positionalTable(question.fields.map(fieldOf), separator === undefined ? {} : { separator });
  const own = all.filter(({ from }) => from.every((name) => hasRow(table, name)));
  return read({
    name: question.ask,
    title: question.title ?? question.ask,
    answerBytes: bytesOf(question, most),
    table,
    ...(own.length === 0 ? {} : { derive: own }),
  });
}

/** Rank of user-defined families: the built-in ones are looked for first. */
const behindBuiltIn = 1000;

const hasRow = ({ rows }: Table, name: string): boolean => rows.some((row) => row.name === name);

/** A number as the device wants it: `00.0` gives `05.5`. */
function printed(value: number, digits: string | undefined): string {
  if (digits === undefined) return String(value);
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
  return value.toFixed(decimals).padStart(digits.length, '0');
}

function valueOf({ options, unit = '', min, max, step = 1 }: WrittenSetting): WriteValue {
  if (options !== undefined)
    return { kind: 'choice', options: Object.fromEntries(Object.entries(options).map(([code, word]) => [word, code])) };
  return min === undefined || max === undefined ? { kind: 'none' } : { kind: 'number', unit, min, max, step };
}

function sentFor(setting: WrittenSetting, value: MetricValue): string | undefined {
  const { options, min, max, step = 1, scale = 1, digits } = setting;
  if (options !== undefined) return Object.entries(options).find(([, word]) => word === value)?.[0];
  if (min === undefined || max === undefined) return '';
  if (typeof value !== 'number' || value < min || value > max) return undefined;
  const steps = (value - min) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6) return undefined;
  return printed(Number((value / scale).toPrecision(12)), digits);
}

function writeOf(setting: WrittenSetting, commands: readonly ReadCommand[]): WriteCommand {
  const { name, title, send, shown_by: field, dangerous, stored } = setting;
  const serves = servesOf(setting.serves);
  const shown = field === undefined ? undefined : commands.find(({ table }) => hasRow(table, field));
  return {
    kind: 'write',
    name,
    title,
    value: valueOf(setting),
    ...(dangerous === true ? { dangerous } : {}),
    ...(stored === false ? {} : { wear: usualWear }),
    ...(serves === undefined ? {} : { serves }),
    request(value) {
      const sent = sentFor(setting, value);
      return sent === undefined ? undefined : send.replaceAll('{value}', sent);
    },
    ...(shown === undefined || field === undefined ? {} : { readBack: { command: shown.name, field } }),
  };
}

/** The probe's question where it is not one of the device's own. */
function probeCommand(ask: string): ReadCommand {
  const answer: Row = { name: 'answer', label: 'Answer', unit: '' };
  return read({
    name: ask,
    title: 'Who it is',
    answerBytes: 32,
    table: positionalTable([{ kind: 'rest', row: answer }]),
  });
}

/** The definition. Errors: `TableMistake` where a computed metric needs fields of several answers. */
export function compileText(device: WrittenText): RequestDefinition {
  const {
    questions,
    settings = [],
    probe,
    identity = {},
    live_seconds: live = 5,
    settings_seconds: slow = 300,
  } = device;
  const derive = derivationsOf(device);
  const own = questions.map((question) => commandOf(question, device, derive));
  const lost = derive.find((derivation) => !own.some((command) => command.derive?.includes(derivation) === true));
  if (lost !== undefined) throw new TableMistake(because('table.answers-apart', { fields: lost.from }));
  const asked =
    probe === undefined || own.some(({ name }) => name === probe.ask) ? own : [...own, probeCommand(probe.ask)];
  const named = (pace: string): string[] =>
    questions.filter(({ group = 'live' }) => group === pace).map(({ ask }) => ask);
  const keys = ['model', 'serial', 'firmware'] as const;
  return freezeDeep({
    ...commonOf(device),
    mode: 'request',
    autodetect: probe === undefined ? 'chosen' : behindBuiltIn,
    wire: wireOf(device),
    links: device.links ?? ['serial', 'tcp'],
    commands: asked,
    writes: settings.map((setting) => writeOf(setting, own)),
    live: { everySeconds: live, commands: named('live') },
    settings: { everySeconds: slow, commands: named('settings') },
    identity: keys.flatMap((key) => {
      const field = identity[key];
      const command = field === undefined ? undefined : own.find(({ table }) => hasRow(table, field));
      return field === undefined || command === undefined ? [] : [{ key, command: command.name, field }];
    }),
    probe: {
      command: probe?.ask ?? questions[0]?.ask ?? '',
      matches: (payload) => probe !== undefined && toLatin1(payload).startsWith(probe.begins),
    },
  } satisfies RequestDefinition);
}
