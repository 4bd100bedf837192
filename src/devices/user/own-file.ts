// A device that was put together from topics on the page, as the file it becomes and back. A file with more than the page knows was
// written by hand and is left to its writer.
import { parse, stringify } from 'yaml';
import { isDeviceKind } from '#core/device-kind.ts';
import { isRecord } from '#core/entries.ts';
import type { OwnDevice, OwnDraft, OwnPreview, OwnRow } from '#core/own-device.ts';
import { because, type Reason } from '#core/reason.ts';
import type { DocumentProblem } from '#core/schema-check.ts';
import type { MqttDefinition } from '../definition.ts';
import { fields, readings } from '../readings.ts';
import { userDefinition } from './user-device.ts';

const maker = 'Own make';
const rowKeys = ['label', 'topic', 'path', 'type', 'metric', 'unit', 'scale', 'offset', 'flip', 'holds'] as const;
const deviceKeys = new Set(['id', 'kind', 'maker', 'title', 'live_seconds', 'topics']);
const placeholder = '{prefix}';

/** What topics have in common, without the last level of a single one; empty if that is nothing. */
export function commonPrefix(topics: readonly string[]): string {
  const [first = [], ...others] = topics.map((topic) => topic.split('/'));
  const levels = first.slice(0, -1);
  const count = levels.findIndex((level, index) =>
    others.some((other) => other[index] !== level || other.length <= index + 1),
  );
  return levels.slice(0, count === -1 ? undefined : count).join('/');
}

/** The prefix of a draft's device. A device needs one, also where none of its topics has it. */
export function prefixOf({ prefix, rows }: OwnDraft): string {
  const topics = rows.map(({ topic }) => topic);
  return prefix ?? (commonPrefix(topics) || (topics[0]?.split('/')[0] ?? ''));
}

function placed(topic: string, prefix: string): string {
  return topic.startsWith(`${prefix}/`) ? `${placeholder}${topic.slice(prefix.length)}` : topic;
}

/** The document of a draft. */
function documentOf({ title, kind, rows, everySeconds }: OwnDraft, { id, prefix }: { id: string; prefix: string }) {
  const topics = rows.map((row) =>
    Object.fromEntries(
      rowKeys.flatMap((key) => {
        const value = key === 'topic' ? placed(row.topic, prefix) : row[key];
        const isUsual = value === undefined || value === false || (key === 'type' && value === 'number');
        return isUsual || (key === 'scale' && value === 1) || (key === 'offset' && value === 0) ? [] : [[key, value]];
      }),
    ),
  );
  const pace = everySeconds === undefined ? {} : { live_seconds: everySeconds };
  return { id, kind, maker, title, ...pace, topics };
}

/** The file of a draft. */
export function ownFile(draft: OwnDraft, place: { readonly id: string; readonly prefix: string }): string {
  const head = '# yaml-language-server: $schema=../user-device.schema.json\n# Put together on the page of topics.\n';
  return `${head}${stringify(documentOf(draft, place))}`;
}

/** Its definition, or what is wrong with it. */
export function ownDefinition(
  draft: OwnDraft,
  place: { readonly id: string; readonly prefix: string },
): { readonly definition: MqttDefinition } | { readonly problems: readonly DocumentProblem[] } {
  const outcome = userDefinition(documentOf(draft, place));
  if ('problems' in outcome) return outcome;
  const { definition } = outcome;
  if (definition.mode !== 'mqtt') throw new TypeError('assertion: a device with topics speaks over MQTT');
  return { definition };
}

const isRow = (value: unknown): value is OwnRow =>
  isRecord(value) && Object.keys(value).every((key) => rowKeys.some((known) => known === key));

/** The device of a file that was made here; undefined: it has more, or is none. The document was checked when it was loaded. */
export function ownDeviceIn(text: string, file: string): OwnDevice | undefined {
  const document: unknown = parse(text, { maxAliasCount: 0 });
  if (!isRecord(document) || document['maker'] !== maker) return undefined;
  const { id, kind, title, topics, live_seconds: everySeconds } = document;
  if (!Object.keys(document).every((key) => deviceKeys.has(key)) || !Array.isArray(topics)) return undefined;
  const rows: readonly unknown[] = topics;
  if (typeof id !== 'string' || typeof title !== 'string' || !isDeviceKind(kind) || !rows.every(isRow))
    return undefined;
  return {
    id,
    file,
    title,
    kind,
    rows: rows.map((row) => ({ ...row, type: row.type ?? 'number' })),
    ...(typeof everySeconds === 'number' ? { everySeconds } : {}),
  };
}

type Shown = OwnPreview['rows'][number];

function shownIn(
  definition: MqttDefinition,
  { prefix, row, payload }: { prefix: string; row: OwnRow; payload: Uint8Array },
): Shown {
  const content = definition.dialect.read(prefix, row.topic, payload);
  if (content.kind === 'malformed') return { reason: content.why };
  if (content.kind !== 'state') return { reason: because('own.no-value') };
  const decoded = definition.decode(content.state);
  const [problem] = decoded.problems;
  if (problem !== undefined) return { reason: problem.why };
  const [reading] = readings(definition, decoded).value;
  const [field] = fields(definition, decoded);
  const value = reading ?? field?.value;
  if (value === undefined || value === null) return { reason: because('own.no-value') };
  return { value: typeof value === 'boolean' ? Number(value) : value };
}

/** What one row gives alone, whatever is wrong with the others. */
function shownRow(
  draft: OwnDraft,
  row: OwnRow,
  heard: { readonly prefix: string; readonly payload: Uint8Array | undefined },
): Shown {
  const { prefix, payload } = heard;
  const alone = ownDefinition(
    { ...draft, title: 'x', rows: [{ ...row, label: row.label || 'value' }] },
    { id: 'own-x', prefix },
  );
  if ('problems' in alone) return { reason: alone.problems[0]?.why ?? because('own.no-value') };
  if (payload === undefined) return { reason: because('own.not-heard') };
  return shownIn(alone.definition, { prefix, row, payload });
}

/** What is wrong with a row among the others: a name or a metric that is there twice. */
function rowProblem(problems: readonly DocumentProblem[], index: number): Reason | undefined {
  return problems.find(({ path }) => path[0] === 'topics' && path[1] === index)?.why;
}

/** What a draft gives of what is said now. */
export function ownPreview(draft: OwnDraft, payloadOf: (topic: string) => Uint8Array | undefined): OwnPreview {
  const prefix = prefixOf(draft);
  const whole = ownDefinition(draft, { id: 'own-device', prefix });
  const problems = 'problems' in whole ? whole.problems : [];
  return {
    prefix,
    rows: draft.rows.map((row, index) => {
      const shown = shownRow(draft, row, { prefix, payload: payloadOf(row.topic) });
      const reason = shown.reason ?? rowProblem(problems, index);
      return { ...shown, ...(reason === undefined ? {} : { reason }) };
    }),
    yaml: ownFile(draft, { id: 'own-device', prefix }),
  };
}
