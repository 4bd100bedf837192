// The words the columns of a user's device are described in, as a JSON schema, and the columns every kind of device has. The
// columns are those of the built-in tables.
import { catalogue } from '#core/catalogue.ts';
import { deviceKinds } from '#core/device-kind.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import { units } from '#core/unit.ts';

/** How a text looks, and what that is called. */
export interface Form {
  readonly pattern: string;
  readonly form: Reason;
}

const anyText: Form = { pattern: String.raw`\S`, form: because('form.text') };
const protocolName: Form = { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', form: because('form.protocol') };
const fieldForm: Form = { pattern: '^[a-z][a-z0-9]*(_[a-z0-9]+)*$', form: because('form.field') };

/** A whole number between limits. */
export const whole = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});
/** One of some words. */
export const oneOf = (description: string, ...words: readonly string[]): Schema => ({
  type: 'string',
  enum: words,
  description,
});
/** A text of a form; not empty if absent. */
export const text = (description: string, { pattern, form } = anyText): Schema => ({
  type: 'string',
  pattern,
  form,
  description,
});
/** A number. */
export const number = (description: string): Schema => ({ type: 'number', description });
/** A switch. */
export const yesNo = (description: string): Schema => ({ type: 'boolean', description });
/** A list that is not empty. */
export const list = (items: Schema, description?: string): Schema => ({
  type: 'array',
  items,
  minItems: 1,
  maxItems: 2000,
  ...(description === undefined ? {} : { description }),
});
/** Keys, the first of them required. */
export const keys = (
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema => ({
  type: 'object',
  description,
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
});
/** Free keys of a form. */
export const free = (description: string, pattern: string, value: Schema): Schema => ({
  type: 'object',
  description,
  additionalProperties: false,
  patternProperties: { [pattern]: value },
});

/** Words by the number that stands for them. */
export const words = (description: string): Schema => free(description, '^(0|-?[1-9]\\d{0,9})$', { type: 'string' });

/** What a metric may be: an id of the catalogue with its index filled in. */
const metricPattern = `^(${Object.keys(catalogue)
  .map((key) => key.replaceAll('.', String.raw`\.`).replace('#', String.raw`[1-9]\d?`))
  .join('|')})$`;

/** Name of a field somewhere else in the document. */
export const fieldRef = (description: string): Schema => text(description, fieldForm);

/** What every row says of its value. */
export const rowColumns = {
  label: text('Name for people, in the words of the maker'),
  name: text('Name for programs; made from the label if absent', fieldForm),
  unit: { type: 'string', enum: units, description: 'Unit after scaling; none for counts and states' },
  scale: number('What the number is multiplied with'),
  metric: {
    type: 'string',
    pattern: metricPattern,
    form: because('form.metric'),
    examples: Object.keys(catalogue).map((key) => key.replace('#', '1')),
    description: 'Metric of the catalogue this value is',
  },
  flip: yesNo('Whether the sign is the other way round than the catalogue’s'),
} as const satisfies Readonly<Record<string, Schema>>;

/** How often something is read. */
export const pace = oneOf(
  'How often it is read: live, settings every few minutes, identity once a connection; live if absent',
  'live',
  'settings',
  'identity',
);

const term = keys('Fields that are multiplied with one another', {
  of: list(fieldRef('Name of a field'), 'Names of the fields'),
  times: number('What the product is multiplied with; 1 if absent'),
});
const sum = keys(
  'A metric that is the sum of others, also of different answers',
  {
    metric: rowColumns.metric,
    of: list(rowColumns.metric, 'Metrics that are added'),
  },
  ['metric', 'of'],
);

/** What is expected of an example. */
export const expected = free('Values the example must give, by name of the field or by metric', '^[a-z][a-z0-9_.]*$', {
  type: ['number', 'string'],
});

/** What every device says of itself. */
export const deviceColumns = {
  id: text('Short name, used as the protocol', protocolName),
  aliases: list(text('Another short name', protocolName), 'Other short names'),
  kind: oneOf('What it is in the home', ...deviceKinds),
  maker: text('Who makes it'),
  title: text('Product line in words'),
  models: list(text('A model')),
  source: text('Document the table was made from'),
  version: whole('Version of the table, counted up when its meaning changes; 1 if absent', [1, 9999]),
  baud: whole('Speed of its serial line', [300, 1_000_000]),
  parity: oneOf('Parity of its serial line; none if absent', 'none', 'even', 'odd'),
  stop_bits: whole('Stop bits of its serial line; 1 if absent', [1, 2]),
  response_ms: whole('Longest time until it begins to answer; 1000 if absent', [50, 20_000]),
  pause_ms: whole('Time it wants for itself after an answer', [0, 5000]),
  live_seconds: whole('Seconds between live values; 5 if absent', [1, 3600]),
  settings_seconds: whole('Seconds between settings; 300 if absent', [5, 86_400]),
  identity: keys('Names of the fields that say who it is', {
    model: fieldRef('Field with the model'),
    serial: fieldRef('Field with the serial number'),
    firmware: fieldRef('Field with the firmware'),
  }),
  computed: list(
    keys(
      'A metric computed from fields of one answer, in the catalogue’s sign: products that are added',
      {
        label: rowColumns.label,
        name: rowColumns.name,
        unit: rowColumns.unit,
        metric: rowColumns.metric,
        sum: list(term),
      },
      ['label', 'metric', 'sum'],
    ),
    'Metrics that no single field gives',
  ),
  sums: list(sum, 'Metrics that are sums of others'),
} as const satisfies Readonly<Record<string, Schema>>;
