// The keys of a tariff that a person writes down (YAML or JSON), as a JSON schema: editors complete from it, and input is
// validated against it.
import { because, type Reason } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import { tariffPeriods } from './tariff.ts';

/** The pattern of a text, and what it is called. */
interface Form {
  readonly pattern: string;
  readonly form: Reason;
}

const shortText: Form = { pattern: String.raw`^\S(.{0,98}\S)?$`, form: because('form.short-text') };

const text = (description: string, { pattern, form } = shortText): Schema => ({
  type: 'string',
  pattern,
  form,
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
const clock = (description: string): Schema =>
  text(description, { pattern: String.raw`^([01]\d|2[0-4]):[0-5]\d$`, form: because('form.clock') });
const monthDay = (description: string): Schema =>
  text(description, { pattern: String.raw`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, form: because('form.month-day') });

const when = list(
  keys(
    {
      season: keys({ from: monthDay('First day, MM-DD'), to: monthDay('Last day, MM-DD') }, ['from', 'to']),
      days: list(
        { type: 'string' },
        'Days of the week (mon to sun) and classes of holidays (holiday, or their names); a holiday is no other day',
      ),
      from: clock('HH:MM of the site’s clocks, a multiple of 5 minutes'),
      to: clock('HH:MM, not included; 24:00 is the end of the day; before from: over midnight'),
    },
    [],
  ),
  'When it holds: one of these; what is left out does not matter',
);

const period = (description: string): Schema => ({ type: 'string', enum: tariffPeriods, description });
const chargedPer = (description: string): Schema => ({
  type: 'string',
  enum: ['day', 'month', 'billing', 'year'],
  description,
});
const carry: Schema = {
  anyOf: [
    {
      type: 'integer',
      minimum: 0,
      maximum: 1200,
      description: 'Further periods in which what is left over may be used',
    },
    { type: 'string', enum: ['year'], description: 'Until the year ends' },
  ],
};
const energy = (description: string): Schema => number(description, [0, 1e9]);

const net: Schema = {
  anyOf: [
    { type: 'string', enum: [...tariffPeriods, 'none'], description: 'Over what import and export are set off' },
    keys(
      {
        per: period('Over what import and export are set off'),
        carry,
        down_to: energy('Kilowatt-hours of a period that are not set off'),
      },
      ['per'],
    ),
  ],
};

const kind = (word: string): Schema => ({ type: 'string', const: word });
const pricedPart = { name: text('Name of the window or tier'), price: price('Price per kilowatt-hour') };
const counted = {
  name: partName,
  vat,
  when,
  net,
  counts: {
    type: 'string',
    enum: ['rest', 'netted'],
    description: 'With net: what is left (if absent), or what was set off',
  },
} as const satisfies Readonly<Record<string, Schema>>;
const minimum = energy('Kilowatt-hours of a billing period that are charged in any case');

const flat = keys({ kind: kind('flat'), ...counted, price: price('Price per kilowatt-hour'), minimum }, [
  'kind',
  'name',
  'price',
]);

const timeOfUse = keys(
  {
    kind: kind('time-of-use'),
    ...counted,
    windows: list(keys({ ...pricedPart, when }, ['name', 'price', 'when']), 'The first that holds counts'),
    otherwise: keys(pricedPart, ['name', 'price']),
  },
  ['kind', 'name', 'windows', 'otherwise'],
);

const tiered = keys(
  {
    kind: kind('tiered'),
    ...counted,
    per: period('Counted from its beginning; billing: from the billing day'),
    tiers: list(
      keys(
        {
          ...pricedPart,
          up_to: number('Kilowatt-hours up to which it counts; none in the last', [0.001, 1e9]),
          up_to_per_day: number('The same for each day of the period', [0.001, 1e9]),
        },
        ['name', 'price'],
      ),
      'From the first kilowatt-hour on',
    ),
    minimum,
  },
  ['kind', 'name', 'per', 'tiers'],
);

const dynamic = keys(
  {
    kind: kind('dynamic'),
    ...counted,
    series: text('Name of the price series'),
    markup_percent: number('Percent added to the market price; 0 if absent', [-100, 1000]),
    adder: price('Added per kilowatt-hour; 0 if absent'),
    floor: price('Smallest price'),
    cap: price('Largest price'),
    fallback: price('Price where the market has none; it is told where it was used'),
  },
  ['kind', 'name', 'series'],
);

const energyPrice: Schema = { oneOf: [flat, timeOfUse, tiered, dynamic] };

const fuel = keys({ name: partName, vat, price: price('Price per kilowatt-hour') }, ['name', 'price']);

const standing = keys({ name: partName, vat, amount: price('Charge'), per: chargedPer('What it is for') }, [
  'name',
  'amount',
  'per',
]);

const steps = (figure: string): Schema =>
  list(
    keys(
      {
        up_to: number(`${figure} up to which it counts, included; none in the last`, [0, 1e9]),
        amount: price('Amount'),
      },
      ['amount'],
    ),
    'The first that is high enough counts',
  );

const demand = keys(
  {
    name: partName,
    vat,
    price: price('Price per kilowatt of the highest mean power of a billing period'),
    steps: steps('Kilowatts'),
    per: chargedPer(
      'What the price is for: day is times the days of the billing period, year a twelfth; billing if absent',
    ),
    slot_minutes: { type: 'integer', enum: [15, 30, 60], description: 'Length of the mean; 15 if absent' },
    minimum: number('Kilowatts that are charged at least', [0, 1e6]),
    when,
    factors: list(
      keys({ percent: percent('Percent of the power that counts'), when }, ['percent', 'when']),
      'Times at which only a part of the power counts; the first that holds',
    ),
    highest: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      description: 'The mean of so many highest; 1 if absent',
    },
    one_a_day: { type: 'boolean', description: 'Whether each of them is of another day' },
    last: {
      type: 'integer',
      minimum: 1,
      maximum: 36,
      description: 'The mean over so many billing periods, this one the last',
    },
  },
  ['name'],
);

const of = list(text('Name of a line'), 'Names of the lines that are added up');

const stepCharge = keys(
  {
    name: partName,
    vat,
    of: { type: 'string', enum: ['import', 'export'], description: 'Whose energy is counted' },
    per: period('Counted from its beginning'),
    steps: steps('Kilowatt-hours'),
  },
  ['name', 'of', 'per', 'steps'],
);

const tax = keys(
  { name: partName, vat, percent: number('Percent of the lines without their value-added tax', [-100, 1000]), of },
  ['name', 'percent', 'of'],
);

const limit = keys(
  {
    name: partName,
    vat,
    of,
    per: period('Added up from its beginning'),
    at_least: price('What the lines come to at least'),
    at_most: price('What the lines come to at most'),
    carry,
  },
  ['name', 'of', 'per'],
);

const dates = (description: string): Schema =>
  list(
    text('YYYY-MM-DD, MM-DD or easter-2', {
      pattern: String.raw`^(\d{4}-\d\d-\d\d|\d\d-\d\d|easter([+-]\d{1,2})?)$`,
      form: because('form.day-rule'),
    }),
    description,
  );

const dayClass = keys(
  {
    name: text('The word for such a day; holiday if absent', {
      pattern: String.raw`^[a-z][a-z0-9-]{0,30}$`,
      form: because('form.day-word'),
    }),
    country: text('Code of the country, such as DE', { pattern: '^[A-Z]{2}$', form: because('form.country') }),
    region: text('Code of the state or region, such as BY', {
      pattern: '^[A-Z0-9]{1,5}$',
      form: because('form.region'),
    }),
    dates: { ...dates('Days beside those of the country'), minItems: 0 },
    except: dates('Days that are none, though the country has them'),
    begins: clock('When such a day begins and, on the next day, ends; 00:00 if absent'),
  },
  [],
);

const version = keys(
  {
    from: text('YYYY-MM-DD, or a moment with its offset', {
      pattern: String.raw`^\d{4}-\d\d-\d\d(T\d\d:\d\d(:00)?(Z|[+-]\d\d:\d\d))?$`,
      form: because('form.begin'),
    }),
    note: text('Where the figures are from', { pattern: String.raw`^[\s\S]{1,500}$`, form: because('form.note') }),
    vat: percent('Value-added tax, percent; 0 if absent'),
    vat_included: { type: 'boolean', description: 'Whether the prices include it; they do if absent' },
    billing_day: {
      type: 'integer',
      minimum: 1,
      maximum: 28,
      description: 'First day of a billing period; 1 if absent',
    },
    year_start: monthDay('First day of a year of the contract, MM-DD; 01-01 if absent'),
    holidays: {
      anyOf: [dayClass, list(dayClass, 'A day that is in several is one of the first')],
    },
    net,
    import: list(energyPrice, 'Parts of the price of what is taken from the grid; added up'),
    export: list(energyPrice, 'Parts of the price of what is given to the grid; added up', 0),
    generator: list(fuel, 'What a kilowatt-hour of a generator costs: its fuel; added up', 0),
    standing: list(standing, 'Charges for being connected', 0),
    demand: list(demand, 'Charges for the highest power', 0),
    steps: list(stepCharge, 'Charges by how much was taken or given', 0),
    taxes: list(tax, 'Taxes on sums of lines', 0),
    limits: list(limit, 'What sums of lines come to at least or at most', 0),
  },
  ['from', 'import'],
);

/** The schema of a tariff. */
export const tariffSchema: Schema = keys(
  {
    name: text('Name of the contract'),
    currency: text('Three letters, such as EUR', { pattern: '^[A-Z]{3}$', form: because('form.currency') }),
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
