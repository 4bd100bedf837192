// The files that are written by the code they describe. `npm run gen` writes them; the check fails when one is behind.
import { editorSchema } from '#core/schema-check.ts';
import type { TSchema } from 'typebox';
import { outputKinds } from '#api/outputs/kinds.ts';
import { statusOf } from '#api/problem.ts';
import { openApiDocument } from '#api/openapi.ts';
import { catalogue, isMetricId, type Metric } from '#core/catalogue.ts';
import { type ErrorCode, type ErrorRow, errorRegistry } from '#core/errors.ts';
import { everyReason } from '#core/reason.ts';
import { seriesName } from '#core/series-names.ts';
import { type SetPoint, setPoints } from '#core/set-points.ts';
import { answerShapes } from '#devices/by-mode.ts';
import { servedBy } from '#devices/capabilities.ts';
import type { Definition } from '#devices/definition.ts';
import { tellLimits } from '#devices/find-write.ts';
import { definitions } from '#devices/registry.ts';
import { toldMetrics } from '#devices/told-metrics.ts';
import { tariffSchemaFile } from '#energy/money/file-schema.ts';
import { userDeviceSchemaFile } from '#devices/user/schema.ts';
import { daemonSchema } from '#daemon/yaml-schema.ts';
import { deviceKeys, type KeyRow, setupKeys } from '#daemon/mpp-solar-keys.ts';
import type { Schema } from '#core/schema-check.ts';
import { answerOutputs, type AnswerKind } from '#outputs/answers/settings.ts';
import { builtInList } from './built-in-list.ts';
import { grafanaFiles } from './grafana/provisioning.ts';
import { softwareBillFile } from './sbom.ts';

/** A generated file: its path from the root, and its text. */
export interface Generator {
  readonly file: string;
  readonly make: () => string | Promise<string>;
}

const note = '<!-- Written by `npm run gen`; change the source it names instead. -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What a set-point takes: its range, 0 and 1, or its words with their meaning. */
function takenBy({ kind, min, max, words = {} }: SetPoint): string {
  if (kind === 'number') return `${min} … ${max}`;
  if (kind === 'binary') return '1 on, 0 off';
  return Object.entries(words)
    .map(([word, meaning]) => `\`${word}\`: ${meaning}`)
    .join('; ');
}

const iniRows = (rows: Readonly<Record<string, KeyRow>>): readonly (readonly string[])[] =>
  Object.entries(rows).map(([key, { yaml = '', says, range }]) => [
    `\`${key}\``,
    range === undefined ? says : `${says} (${range[0]} … ${range[1]})`,
    yaml === '' ? '' : `\`${yaml}\``,
  ]);

function yamlRows(schema: Schema, before = ''): readonly (readonly string[])[] {
  const { properties = {}, required = [], patternProperties = {} } = schema;
  const own = Object.entries(properties).flatMap(([key, part]): readonly (readonly string[])[] => [
    [`\`${before}${key}\`${required.includes(key) ? ' (needed)' : ''}`, part.description ?? ''],
    ...yamlRows(part, `${before}${key}.`),
  ]);
  return [...own, ...Object.values(patternProperties).flatMap((part) => yamlRows(part, `${before}<name>.`))];
}

/** What of a schema is shown. */
interface SettingSchema {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly anyOf?: readonly { readonly const?: string | number }[];
}

/** What is set of each kind of output of readings: its name, whether it is needed, what it is without, what it may be. */
function readingOutputRows(): readonly (readonly string[])[] {
  return Object.entries<TSchema>(outputKinds).flatMap(([kind, schema]) => {
    const { properties = {}, required = [] } = schema as {
      readonly properties?: Readonly<Record<string, SettingSchema>>;
      readonly required?: readonly string[];
    };
    const own = Object.entries(properties).filter(([name]) => name !== 'kind');
    return own.map(([name, { description = '', default: usual, anyOf = [] }]) => {
      const words = anyOf.flatMap((one) => (one.const === undefined ? [] : [`\`${one.const}\``]));
      const needed = required.includes(name) && usual === undefined ? ' (needed)' : '';
      const standard = usual === undefined ? '' : `\`${usual}\``;
      return [`\`${kind}\``, `\`${name}\`${needed}`, description.replaceAll('|', '\\|'), words.join(', '), standard];
    });
  });
}

function daemonKeysPage(): string {
  const answers = Object.entries<AnswerKind>(answerOutputs).map(([name, { title, properties }]) => [
    `\`${name}\``,
    title,
    Object.keys(properties).join(', '),
  ]);
  const head = ['key', 'what it says', 'in YAML'];
  return [
    '# Keys of a daemon’s file',
    note,
    '',
    'See [daemon.md](daemon.md) for what they are for.',
    '',
    '## INI: `[SETUP]`',
    '',
    table(head, iniRows(setupKeys)),
    '',
    '## INI: a section of a device',
    '',
    table(head, iniRows(deviceKeys)),
    '',
    '## YAML',
    '',
    table(['key', 'what it says'], yamlRows(daemonSchema)),
    '',
    '## Outputs of answers and their settings',
    '',
    table(['output', 'what it gives', 'settings'], answers),
    '',
    '## Outputs of readings and their settings',
    '',
    'Besides `filter`, and `password` or `password_file`. An output of a plug-in has the kind `plugin-<id>` and the settings that it names: [plug-ins.md](plug-ins.md).',
    '',
    table(['kind', 'setting', 'what it is', 'one of', 'without it'], readingOutputRows()),
    '',
  ].join('\n');
}

function setPointRows(): readonly (readonly string[])[] {
  return Object.entries<SetPoint>(setPoints).map(([id, point]) => [
    `\`${id}\``,
    point.label,
    point.unit,
    takenBy(point),
    point.sign ?? '',
  ]);
}

/** Metrics as series. */
function seriesRows(): readonly (readonly string[])[] {
  return Object.keys(catalogue).flatMap((key) => {
    const id = key.replace(/#$/, '1');
    if (!isMetricId(id)) throw new TypeError(`assertion: ${id} is not in the catalogue`);
    const { name, labels, factor } = seriesName(id);
    const [label = ''] = Object.entries(labels).map(([one, text]) => `\`${one}="${text}"\` …`);
    return [[`\`${key}\``, `\`${name}\``, label, factor === 1 ? '' : String(factor)]];
  });
}

function metricsPage(): string {
  const rows = Object.entries<Metric>(catalogue).map(([id, { label, unit, kind, sign, min, max, deviceClass }]) => [
    `\`${id}\``,
    label,
    unit,
    kind,
    sign ?? '',
    kind === 'text' ? '' : `${min} … ${max}`,
    deviceClass ?? '',
  ]);
  return [
    '# Metrics',
    note,
    '',
    'Every value Solstead keeps has one of these ids (`src/core/catalogue.ts`). `#` stands for an index counted from 1. Sources are positive.',
    'A value outside its plausible range is rejected, counted at its device and never stored.',
    '',
    table(['id', 'meaning', 'unit', 'kind', 'sign', 'plausible', 'Home Assistant class'], rows),
    '',
    '## Series',
    '',
    'How a metric is called at servers of the family of Prometheus (`src/core/series-names.ts`): base units in the name, an index as a label.',
    'Every series has the labels `site` and `device`. A text is a series for each text, with the label `text` and the value 1 while it holds.',
    '',
    table(['id', 'series', 'label of the index', 'times'], seriesRows()),
    '',
    '## Set-points',
    '',
    'What a device can be told, in the same words whatever its maker (`src/core/set-points.ts`). A device has some of them, with limits',
    'and words of its own; which, `docs/devices.md` says. An id that is also a metric means the same thing, shown and set.',
    '',
    table(['id', 'meaning', 'unit', 'takes', 'sign'], setPointRows()),
    '',
  ].join('\n');
}

function errorsPage(): string {
  const rows = Object.entries<ErrorRow>(errorRegistry).map(([code, { kind, title, repair, cli }]) => [
    `\`${code}\``,
    kind,
    String(statusOf(code as ErrorCode)),
    title,
    cli === undefined ? repair : `${repair} On the command line: ${cli.replaceAll('{id}', '<protocol>')}`,
  ]);
  const why = Object.entries(everyReason()).map(([code, text]) => [`\`${code}\``, `\`${text}\``]);
  return [
    '# Errors',
    note,
    '',
    'Every failure Solstead reports has one of these codes (`src/core/errors.ts`). `config`: a person must change something, the rest goes on.',
    '`transient`: retried automatically. `command`: goes to whoever asked.',
    '',
    'Over HTTP a failed request answers with this status and a problem (RFC 9457, `application/problem+json`): `type`, `title`, `status`, `detail`,',
    '`code`, `repair` and `requestId`, with `field` where a field of the request is to blame, `at` where a device, link or file is, and `reason`',
    'where one is known.',
    '',
    table(['code', 'kind', 'HTTP', 'what happened', 'what to do'], rows),
    '',
    '## Reasons',
    '',
    'An error, a decision on a reading or a note may carry a reason: one of these codes with parameters (`src/core/reasons/`).',
    'The texts are ICU messages; a program should branch on the code.',
    '',
    table(['code', 'in English'], why),
    '',
  ].join('\n');
}

function readsOf(definition: Definition): string {
  const shapes = answerShapes(definition);
  const asked = shapes.filter(({ kind }) => kind === 'answer');
  if (asked.length > 0) return asked.map(({ name }) => `\`${name}\``).join(' ');
  const values = shapes.reduce((sum, { rows }) => sum + rows.length, 0);
  return shapes.some(({ kind }) => kind === 'report') ? `${values} values, by itself` : `${values} values`;
}

function writesOf({ writes, composed = [] }: Definition): string {
  const told = [
    ...composed.map(({ setPoint }) => `**${setPoint}**`),
    ...writes.map(({ name, serves }) => `\`${name}\`${serves === undefined ? '' : ` (${serves.setPoint})`}`),
  ];
  return told.join(' ');
}

const powers = ['pv', 'grid', 'battery', 'load'] as const;

/** The powers of a home a definition measures, and how many metrics in all. */
function measuresOf(definition: Definition): string {
  const told = toldMetrics(definition);
  const measured = powers.filter((place) => told.has(`${place}.power`));
  return [`${told.size} metrics`, ...(measured.length === 0 ? [] : [measured.join(', ')])].join(': ');
}

/** How many fields its answers have and how many values are computed from them. */
function fieldsOf(definition: Definition): string {
  const tellings = answerShapes(definition);
  const sum = (of: (telling: (typeof tellings)[number]) => number): number =>
    tellings.reduce((total, telling) => total + of(telling), 0);
  const computed = sum(({ derive = [] }) => derive.length);
  return `${sum(({ rows }) => rows.length)}${computed === 0 ? '' : ` + ${computed}`}`;
}

function deviceRow(definition: Definition): readonly string[] {
  const { id, aliases, maker, title, models, verified, sources } = definition;
  return [
    maker,
    title,
    models.join(', '),
    `\`${[id, ...aliases].join('`, `')}\``,
    definition.links.join(', '),
    measuresOf(definition),
    fieldsOf(definition),
    readsOf(definition),
    writesOf(definition),
    verified,
    sources.join('; '),
  ];
}

/** What each definition can be told in the catalogue's words: one row a set-point, with what it takes and what it is made of. */
function toldRows(): readonly (readonly string[])[] {
  return definitions.flatMap((definition) =>
    servedBy(definition).map((served) => [
      `\`${definition.id}\``,
      `\`${served.setPoint}\``,
      tellLimits(served.value),
      served.writes.map(({ name }) => `\`${name}\``).join(' '),
    ]),
  );
}

function devicesPage(): string {
  return [
    '# Devices',
    note,
    '',
    'What Solstead reads, from its definitions (`src/devices/`). *Verified* says how a table was checked: `capture` by recorded frames of',
    'real hardware, `document` by the maker’s document, `community` by tables of other projects, `unverified` not yet. *Measures*: metrics of',
    'a live round, and which powers of the home are among them. *Fields*: of all answers, + values computed from them.',
    '',
    table(
      [
        'maker',
        'product',
        'models',
        'protocol',
        'links',
        'measures',
        'fields',
        'reads',
        'writes',
        'verified',
        'sources',
      ],
      definitions.map(deviceRow),
    ),
    '',
    '## Set-points',
    '',
    'What can be told in the same words whatever the maker ([their meaning](metrics.md#set-points)), the limits of this device, and the',
    'maker’s settings it is made of. Of a SunSpec device those of a usual one: its own map and ratings decide.',
    '',
    table(['protocol', 'set-point', 'takes', 'settings'], toldRows()),
    '',
  ].join('\n');
}

/** JSON in which whatever fits into a line stands in one. */
function denseText(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  if (typeof value !== 'object' || value === null || indent.length + line.length < 120) return line;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((part) => deeper + denseText(part, deeper))
    : Object.entries(value).map(([key, part]) => `${deeper}${JSON.stringify(key)}: ${denseText(part, deeper)}`);
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function jsonText(value: unknown, indent = ''): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((part) => JSON.stringify(part)).join(', ')}]`;
    if (value.every((part) => typeof part !== 'object') && line.length < 90) return line;
    return `[\n${value.map((part) => deeper + jsonText(part, deeper)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, part]) => `${deeper}${JSON.stringify(key)}: ${jsonText(part, deeper)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

export const generators: readonly Generator[] = [
  { file: 'docs/metrics.md', make: metricsPage },
  { file: 'docs/daemon-keys.md', make: daemonKeysPage },
  { file: 'docs/errors.md', make: errorsPage },
  { file: 'docs/devices.md', make: devicesPage },
  { file: 'src/devices/generated/built-in.ts', make: builtInList },
  { file: 'docs/sbom.cdx.json', make: softwareBillFile },
  { file: 'docs/openapi.json', make: () => `${denseText(openApiDocument())}\n` },
  { file: 'docs/tariff.schema.json', make: () => `${jsonText(editorSchema(tariffSchemaFile))}\n` },
  {
    file: 'docs/user-device.schema.json',
    make: () => `${JSON.stringify(editorSchema(userDeviceSchemaFile), null, 2)}\n`,
  },
  ...grafanaFiles,
];
