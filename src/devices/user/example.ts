// The example a person put beside a table: decoded with it, and held against what is expected.
import { external } from '#core/message-params.ts';
import type { Decoded } from '#codec/table.ts';
import type { MqttDefinition, ReadCommand, RequestDefinition } from '../definition.ts';
import { fromLatin1, toUtf8 } from '#core/bytes.ts';
import { type Field, fields, type FieldSource, readings } from '../readings.ts';
import { because } from '#core/reason.ts';
import { type DocumentProblem, type Path, withNear } from '#core/schema-check.ts';
import type { Expected, WrittenModbus, WrittenText, WrittenTopics } from './written.ts';

/** What an example said: fields in the maker's sign, metrics in the catalogue's. */
interface Shown {
  readonly values: Map<string, Field['value']>;
  readonly problems: DocumentProblem[];
}

const nothingShown = (): Shown => ({ values: new Map(), problems: [] });

function decodeInto(shown: Shown, { table, derive }: ReadCommand, [payload, path]: [Uint8Array, Path]): void {
  showInto(shown, { rows: table.rows, derive }, [table.decode(payload), path]);
}

/** What decoded values say, and why those are absent that could not be read. */
function showInto({ values, problems }: Shown, source: FieldSource, [decoded, path]: [Decoded, Path]): void {
  for (const { name, value } of fields(source, decoded)) values.set(name, value);
  const { metric, value } = readings(source, decoded);
  for (const [index, id] of metric.entries()) values.set(id, value[index] ?? null);
  for (const { row, why: reason } of decoded.problems) {
    const field = source.rows[row]?.name;
    const why =
      field === undefined
        ? because('device-file.example-answer', { reason })
        : because('device-file.example-unread', { field, reason });
    problems.push({ path, why });
  }
}

const isSame = (shown: Field['value'] | undefined, wanted: number | string): boolean =>
  typeof shown === 'number' && typeof wanted === 'number' ? Math.abs(shown - wanted) < 1e-6 : shown === wanted;

function differences({ values }: Shown, expect: Expected, path: Path): DocumentProblem[] {
  return Object.entries(expect).flatMap(([name, wanted]): DocumentProblem[] => {
    const at = [...path, name];
    const shown = values.get(name);
    if (shown === undefined)
      return [{ path: at, why: withNear(because('device-file.example-lacks', { name }), name, [...values.keys()]) }];
    if (isSame(shown, wanted)) return [];
    const other = external(JSON.stringify(wanted));
    const why =
      shown === null
        ? because('device-file.example-none', { wanted: other })
        : because('device-file.example-other', { shown: external(JSON.stringify(shown)), wanted: other });
    return [{ path: at, why }];
  });
}

/** What the examples of a document came to. */
export interface ExampleOutcome {
  /** Answers that were decoded. */
  readonly decoded: number;
  readonly problems: readonly DocumentProblem[];
}

/** Registers an example gives, as the payload of one read; undefined if it gives none of them. */
function payloadOf(words: Readonly<Record<string, number>>, command: string): Uint8Array | undefined {
  const [, first = 0, count = 0] = command.split(' ').map(Number);
  const registers = Array.from({ length: count }, (_, index) => words[String(first + index)]);
  if (registers.every((word) => word === undefined)) return undefined;
  return Uint8Array.from(registers.flatMap((word = 0) => [(word >> 8) & 0xff, word & 0xff]));
}

/** The example of a Modbus device; a register it leaves out holds 0. */
export function modbusExample({ commands }: RequestDefinition, { example }: WrittenModbus): ExampleOutcome {
  if (example === undefined) return { decoded: 0, problems: [] };
  const shown = nothingShown();
  let decoded = 0;
  for (const command of commands) {
    const kind = command.name.startsWith('holding') ? 'holding' : 'input';
    const payload = payloadOf(example[kind] ?? {}, command.name);
    if (payload === undefined) continue;
    decoded += 1;
    decodeInto(shown, command, [payload, ['example', kind]]);
  }
  return { decoded, problems: [...shown.problems, ...differences(shown, example.expect ?? {}, ['example', 'expect'])] };
}

/** The examples of a text device, one a question. */
export function textExample({ commands }: RequestDefinition, { questions }: WrittenText): ExampleOutcome {
  const problems: DocumentProblem[] = [];
  let decoded = 0;
  for (const [index, { ask, example, expect = {} }] of questions.entries()) {
    const command = commands.find(({ name }) => name === ask);
    if (example === undefined || command === undefined) continue;
    const shown = nothingShown();
    decoded += 1;
    decodeInto(shown, command, [fromLatin1(example), ['questions', index, 'example']]);
    problems.push(...shown.problems, ...differences(shown, expect, ['questions', index, 'expect']));
  }
  return { decoded, problems };
}

/** The examples of an MQTT device, one a message; `{prefix}` is any device. */
export function topicExample(definition: MqttDefinition, { examples = [] }: WrittenTopics): ExampleOutcome {
  const problems: DocumentProblem[] = [];
  for (const [index, { topic, payload, expect = {} }] of examples.entries()) {
    const path = ['examples', index];
    const content = definition.dialect.read('device', topic.replace('{prefix}', 'device'), toUtf8(payload));
    const shown = nothingShown();
    if (content.kind === 'state') showInto(shown, definition, [definition.decode(content.state), [...path, 'payload']]);
    else if (content.kind === 'malformed')
      problems.push({
        path: [...path, 'payload'],
        why: because('device-file.example-answer', { reason: content.why }),
      });
    problems.push(...shown.problems, ...differences(shown, expect, [...path, 'expect']));
  }
  return { decoded: examples.length, problems };
}
