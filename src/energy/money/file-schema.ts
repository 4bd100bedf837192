// The keys of a tariff that a person writes down (YAML or JSON), as a JSON schema: editors complete from it, and what is read is
// held against it.
import { dayWords } from './tariff.ts';

/** The part of JSON Schema (2020-12) that tariffs need. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly const?: string;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  /** Sets of keys that the key `kind` tells apart. */
  readonly oneOf?: readonly Schema[];
}

const text = (description: string, pattern = String.raw`^\S(.{0,98}\S)?$`): Schema => ({
  type: 'string',
  pattern,
  description,
});
const number = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'number',
  minimum,
  maximum,
  description,
});
const list = (items: Schema, description: string, minItems = 1): Schema => ({
  type: 'array',
  items,
  minItems,
  description,
});
const keys = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const price = (description: string): Schema => number(description, [-1_000_000, 1_000_000]);
const percent = (description: string): Schema => number(description, [0, 100]);
const partName = text('What it is called on the bill');
const vat = percent('Value-added tax of this part, percent, where it is not that of the version');
const clock = (description: string): Schema => text(description, String.raw`^([01]\d|2[0-4]):[0-5]\d$`);
const monthDay = (description: string): Schema =>
  text(description, String.raw`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`);

const when = list(
  keys(
    {
      season: keys({ from: monthDay('First day, MM-DD'), to: monthDay('Last day, MM-DD') }, ['from', 'to']),
      days: list({ type: 'string', enum: dayWords }, 'Days of the week, and holidays; a holiday is no other day'),
      from: clock('HH:MM of the site’s clocks, a multiple of 5 minutes'),
      to: clock('HH:MM, not included; 24:00 is the end of the day; before from: over midnight'),
    },
    [],
  ),
  'When it holds: one of these; what is left out does not matter',
);

const kind = (word: string): Schema => ({ type: 'string', const: word });
const pricedPart = { name: text('Name of the window or tier'), price: price('Price per kilowatt-hour') };

const energyPrice: Schema = {
  oneOf: [
    keys({ kind: kind('flat'), name: partName, vat, price: price('Price per kilowatt-hour') }, [
      'kind',
      'name',
      'price',
    ]),
    keys(
      {
        kind: kind('time-of-use'),
        name: partName,
        vat,
        windows: list(keys({ ...pricedPart, when }, ['name', 'price', 'when']), 'The first that holds counts'),
        otherwise: keys(pricedPart, ['name', 'price']),
      },
      ['kind', 'name', 'windows', 'otherwise'],
    ),
    keys(
      {
        kind: kind('tiered'),
        name: partName,
        vat,
        per: { type: 'string', enum: ['billing', 'day'], description: 'Counted from the billing day or from midnight' },
        tiers: list(
          keys(
            { ...pricedPart, up_to: number('Kilowatt-hours up to which it counts; none in the last', [0.001, 1e9]) },
            ['name', 'price'],
          ),
          'From the first kilowatt-hour on',
        ),
      },
      ['kind', 'name', 'per', 'tiers'],
    ),
    keys(
      {
        kind: kind('dynamic'),
        name: partName,
        vat,
        series: text('Name of the price series'),
        markup_percent: number('Percent added to the market price; 0 where it does not say', [-100, 1000]),
        adder: price('Added per kilowatt-hour; 0 where it does not say'),
        floor: price('Smallest price'),
        cap: price('Largest price'),
        fallback: price('Price where the market has none'),
      },
      ['kind', 'name', 'series'],
    ),
  ],
};

const standing = keys(
  {
    name: partName,
    vat,
    amount: price('Charge'),
    per: {
      type: 'string',
      enum: ['day', 'billing', 'year'],
      description: 'Local day, billing period or calendar year',
    },
  },
  ['name', 'amount', 'per'],
);

const demand = keys(
  {
    name: partName,
    vat,
    price: price('Price per kilowatt of the highest mean power of a billing period'),
    slot_minutes: { type: 'integer', enum: [15, 30, 60], description: 'Length of the mean; 15 where it does not say' },
    minimum: number('Kilowatts that are charged at least', [0, 1e6]),
    when,
  },
  ['name', 'price'],
);

const version = keys(
  {
    from: text(
      'YYYY-MM-DD, or a moment with its offset',
      String.raw`^\d{4}-\d\d-\d\d(T\d\d:\d\d(:00)?(Z|[+-]\d\d:\d\d))?$`,
    ),
    note: text('Where the figures are from', String.raw`^[\s\S]{1,500}$`),
    vat: percent('Value-added tax, percent; 0 where it does not say'),
    vat_included: { type: 'boolean', description: 'Whether the prices include it; they do where it does not say' },
    billing_day: {
      type: 'integer',
      minimum: 1,
      maximum: 28,
      description: 'First day of a billing period; 1 where it does not say',
    },
    holidays: keys(
      {
        country: text('Code of the country, such as DE', '^[A-Z]{2}$'),
        region: text('Code of the state or region, such as BY', '^[A-Z0-9]{1,5}$'),
        dates: list(text('YYYY-MM-DD', String.raw`^\d{4}-\d\d-\d\d$`), 'Holidays beside those of the country'),
      },
      [],
    ),
    import: list(energyPrice, 'Parts of the price of what is taken from the grid; added up'),
    export: list(energyPrice, 'Parts of the price of what is given to the grid; added up', 0),
    standing: list(standing, 'Charges for being connected', 0),
    demand: list(demand, 'Charges for the highest power', 0),
  },
  ['from', 'import'],
);

/** The schema of a tariff. */
export const tariffSchema: Schema = keys(
  {
    name: text('Name of the contract'),
    currency: text('Three letters, such as EUR', '^[A-Z]{3}$'),
    versions: list(version, 'In the order they were written; of two that begin together the later one counts'),
  },
  ['name', 'currency', 'versions'],
);

/** The schema as a file for editors. */
export const tariffSchemaFile = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A tariff for Solstead',
  ...tariffSchema,
} as const;
