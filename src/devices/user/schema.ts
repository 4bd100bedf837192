// The columns of a device that a person writes down (YAML), as a JSON schema: editors complete from it, and what is read
// is held against it. The columns are those of the built-in tables.
import { catalogue } from '#core/catalogue.ts';
import { units } from '#core/unit.ts';

/** The part of JSON Schema (2020-12) the columns need. */
export interface Schema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Keys that are free, such as the numbers of an enumeration: what they must look like, and their values. */
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
}

const whole = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});
const oneOf = (description: string, ...words: readonly string[]): Schema => ({
  type: 'string',
  enum: words,
  description,
});
const text = (description: string, pattern = String.raw`\S`): Schema => ({ type: 'string', pattern, description });
const number = (description: string): Schema => ({ type: 'number', description });
const words = (description: string): Schema => ({
  type: 'object',
  patternProperties: { '^\\d{1,5}$': { type: 'string' } },
  additionalProperties: false,
  description,
});

/** What a metric may be: an id of the catalogue with its index filled in. */
const metricPattern = `^(${Object.keys(catalogue)
  .map((key) => key.replaceAll('.', String.raw`\.`).replace('#', String.raw`[1-9]\d?`))
  .join('|')})$`;

const row: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['register', 'type', 'label'],
  properties: {
    register: whole('Address on the wire, from 0', [0, 65_535]),
    kind: oneOf('Kind of register; input where it does not say', 'input', 'holding'),
    type: oneOf(
      'How the bits are read',
      'u8',
      'i8',
      'm8',
      'u16',
      'i16',
      'u32',
      'i32',
      'u64',
      'f32',
      'string',
      'bits',
      'bit',
    ),
    label: text('Name for people, in the words of the maker'),
    name: text('Name for programs; made from the label where it does not say', '^[a-z][a-z0-9]*(_[a-z0-9]+)*$'),
    unit: { type: 'string', enum: units, description: 'Unit after scaling; none for counts and states' },
    scale: number('What the number is multiplied with'),
    offset: number('Subtracted before scaling'),
    metric: text('Metric of the catalogue this value is', metricPattern),
    flip: { type: 'boolean', description: 'Whether the sign is the other way round than the catalogue’s' },
    absent: { type: 'array', items: whole('A number that says there is no value', [0, 2 ** 32 - 1]), minItems: 1 },
    order: oneOf('Which word of a long value comes first; high where it does not say', 'high', 'low'),
    length: whole('Registers of a text or of bits', [1, 60]),
    byte: oneOf('Which byte of the register', 'high', 'low'),
    bit: whole('Number of the bit, from 0', [0, 15]),
    bits: words('Labels of bits by number'),
    options: words('Words by number'),
    group: oneOf('How often it is read; live where it does not say', 'live', 'settings', 'identity'),
    write: {
      type: 'object',
      additionalProperties: false,
      description: 'Lets the value be set; a number needs its limits, a choice takes the words of options',
      properties: {
        title: text('What setting it does'),
        min: number('Smallest value, in the unit'),
        max: number('Largest value, in the unit'),
        step: number('Step between values'),
        block: { type: 'boolean', description: 'Whether the device takes function 16 only' },
        dangerous: { type: 'boolean', description: 'Whether it can drop the home’s power or undo a protection' },
      },
    },
  },
};

/** The schema of a device in YAML. */
export const userDeviceSchema: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'kind', 'maker', 'title', 'registers'],
  properties: {
    id: text('Short name, used as the protocol', '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
    kind: oneOf('What it is in the home', 'inverter', 'battery', 'meter', 'relay'),
    maker: text('Who makes it'),
    title: text('Product line in words'),
    models: { type: 'array', items: text('A model'), minItems: 1 },
    source: text('Document the table was made from'),
    unit: whole('Unit address as delivered; 1 where it does not say', [0, 255]),
    over_tcp: oneOf('What a TCP port of it speaks: tcp where it has one itself, rtu behind a bridge', 'rtu', 'tcp'),
    baud: whole('Speed of its serial line; 9600 where it does not say', [300, 1_000_000]),
    parity: oneOf('Parity of its serial line', 'none', 'even', 'odd'),
    stop_bits: whole('Stop bits of its serial line', [1, 2]),
    response_ms: whole('Longest time until it begins to answer', [50, 20_000]),
    pause_ms: whole('Time it wants for itself after an answer', [0, 5000]),
    live_seconds: whole('Seconds between live values', [1, 3600]),
    max_registers: whole('Most registers of one read', [1, 125]),
    max_gap: whole('Most unused registers inside a read; 0 forbids gaps', [0, 100]),
    registers: { type: 'array', items: row, minItems: 1 },
  },
};

/** The schema as a file for editors. */
export const userDeviceSchemaFile = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A Modbus device for Solstead',
  ...userDeviceSchema,
} as const;
