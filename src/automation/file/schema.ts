// The keys of what people write, as a JSON schema: editors complete from it, and input is checked against it.
import { because, type Reason } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import { chargeModes } from '../chargers/charger.ts';
import { durationPattern } from '../duration.ts';
import { clockPattern } from './minutes.ts';
import { sunMoments } from './words.ts';

const text = (description: string, pattern: string, form: Reason): Schema => ({
  type: 'string',
  pattern,
  form,
  description,
});
const line = (description: string, most = 200): Schema =>
  text(description, String.raw`^\S([^\u0000-\u001f]{0,${most - 2}}\S)?$`, because('form.short-text'));
const expression = (description: string): Schema =>
  text(`${description}; an expression (docs/expressions.md)`, String.raw`^[\s\S]{1,2000}$`, because('form.expression'));
const duration = (description: string): Schema =>
  text(`${description}, such as 30 s, 5 min or 2 h`, durationPattern, because('form.duration'));
const clock = (description: string): Schema => text(description, clockPattern, because('form.clock'));
const oneOf = (description: string, words: readonly string[]): Schema => ({ type: 'string', enum: words, description });
const whole = (description: string, [minimum, maximum]: readonly [number, number]): Schema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
});
const number = (description: string): Schema => ({ type: 'number', minimum: -1e9, maximum: 1e9, description });
const list = (
  items: Schema,
  description: string,
  [minItems, maxItems]: readonly [number, number] = [1, 100],
): Schema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
  description,
});
const keys = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const kind = (name: string, properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema =>
  keys({ kind: { type: 'string', const: name }, ...properties }, ['kind', ...required]);

const days = list(
  oneOf('Day', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'weekday', 'weekend', 'holiday', 'workday']),
  'Days of the week, public holidays, days of work (Monday to Friday without them); absent: every day',
);
const window = keys(
  {
    from: clock('HH:MM of the clocks of the home'),
    to: clock('HH:MM, not included; before from: over midnight'),
    days,
  },
  ['from', 'to'],
);
const cheapest = {
  for: duration('How long it is wanted'),
  from: clock('HH:MM: where the stretch of each day begins in which it is looked for; 00:00 if absent'),
  to: clock('HH:MM where it ends; before from: over midnight; 24:00 if absent'),
  together: { type: 'boolean', description: 'In one piece; false if absent' },
} satisfies Readonly<Record<string, Schema>>;
const missed = oneOf(
  'What becomes of a moment that passed while Solstead was not running: skip, or once, up to an hour later; once if absent',
  ['skip', 'once'],
);
const anyValue: Schema = {
  anyOf: [
    { type: ['number', 'string'], description: 'In the unit or the words of the set-point' },
    { type: 'boolean', description: 'on or off' },
  ],
};
const ownValue: Schema = {
  anyOf: [
    { type: ['number', 'string'], description: 'As the plug-in says' },
    { type: 'boolean', description: 'yes or no' },
  ],
};
const device = line('Id of a device', 64);
const point = line('Set-point of the catalogue, such as relay.on.1 or battery.mode', 64);
const set = { device, point, value: anyValue, to: expression('What it is set to') };

const trigger: Schema = {
  oneOf: [
    kind(
      'becomes',
      { that: expression('Begins when this becomes true'), for: duration('and has been true for so long') },
      ['that'],
    ),
    kind(
      'changes',
      {
        value: line('Id of a metric such as inverter.mode, or of a set-point of a device such as battery.mode', 64),
        device,
        to: { type: ['number', 'string'], description: 'Only when it becomes this' },
      },
      ['value'],
    ),
    kind('time', { at: clock('HH:MM of the clocks of the home'), days, missed }, ['at']),
    kind('cron', { pattern: line('Five or six fields, such as 0 6 * * 1-5, by the clocks of the home', 100), missed }, [
      'pattern',
    ]),
    kind(
      'sun',
      {
        at: oneOf('Moment of the sun', sunMoments),
        offset: duration('So long after it'),
        before: duration('So long before it'),
        missed,
      },
      ['at'],
    ),
    kind('cheapest', cheapest, ['for']),
    kind('offline', { device, for: duration('It has not answered for so long; 1 min if absent') }, ['device']),
    kind('gap', { device, value: line('Id of a metric', 64), for: duration('It gave no value for so long') }, [
      'device',
      'value',
      'for',
    ]),
    kind(
      'called',
      {
        by: oneOf('From where', ['scene', 'webhook', 'mqtt']),
        name: line('Of the scene, the web hook or the topic'),
        text: line('Only with this text'),
      },
      ['by', 'name'],
    ),
  ],
};

const action: Schema = {
  oneOf: [
    kind('set', { ...set, for: duration('Held for so long, then put back; absent: set once, and left') }, [
      'device',
      'point',
    ]),
    kind('scene', { name: line('Of the scene'), for: duration('Held for so long; absent: set once, and left') }, [
      'name',
    ]),
    kind(
      'notify',
      {
        title: line('Title'),
        text: line('Text; {battery.soc} is filled in', 1000),
        severity: oneOf('How bad it is; info if absent', ['info', 'warning', 'alarm']),
      },
      ['title'],
    ),
    kind('variable', { name: line('Of the variable', 64), value: anyValue, to: expression('What it becomes') }, [
      'name',
    ]),
    kind('publish', { topic: line('MQTT topic'), payload: line('Text', 1000) }, ['topic']),
    kind('call', { url: line('Address that is called by POST', 500), body: line('Text', 1000) }, ['url']),
    kind(
      'action',
      {
        name: line('Id of an action of a plug-in (docs/plug-ins.md)', 64),
        with: {
          type: 'object',
          additionalProperties: false,
          patternProperties: { '^[a-z][A-Za-z0-9]{0,39}$': ownValue },
          description: 'What it is told, by name; in texts {battery.soc} is filled in',
        },
      },
      ['name'],
    ),
    kind('wait', { for: duration('The next action comes so much later') }, ['for']),
  ],
};

const rule = keys(
  {
    name: line('What people call it', 100),
    id: text('Short name for programs; made of the name if absent', '^[a-z0-9][a-z0-9-]{0,63}$', because('form.id')),
    on: { type: 'boolean', description: 'Whether it acts; true if absent' },
    when: list(trigger, 'What begins it: one of these'),
    while: expression('Instead of when: what it sets holds as long as this is true'),
    for: duration('With while: only after it has been true for so long'),
    release: duration('With while: only after it has been false for so long is it let go'),
    grace: duration('With while: so long it is held when a value is missing; 1 min if absent'),
    if: expression('Only when this is true at that moment'),
    between: list(window, 'Only within one of these times'),
    cheapest: keys(cheapest, ['for']),
    do: list(action, 'What it does, one after another', [1, 50]),
    cooldown: duration('It does not begin again within this time'),
    most_per_hour: whole('It begins at most so often within an hour; 60 if absent', [1, 3600]),
  },
  ['name', 'do'],
);

const watts = (description: string, least = 0): Schema => ({
  type: 'number',
  minimum: least,
  maximum: 1e6,
  description: `${description}, W`,
});

const load = keys(
  {
    name: line('What people call it', 100),
    id: text('Short name for programs; made of the name if absent', '^[a-z0-9][a-z0-9-]{0,63}$', because('form.id')),
    on: { type: 'boolean', description: 'Whether it is steered; true if absent' },
    device,
    point: line('Set-point: one that is switched, such as relay.on.1, or one in W, such as heater.power.target', 64),
    power: watts('What it takes when it runs; of one that is set in W its largest power', 1),
    least_power: watts('Of one that is set in W: its smallest power; half its step if absent'),
    step: watts('Of one that is set in W: its steps; 100 if absent', 1),
    measured: expression('What it takes now, W, such as relay.power.1 of boiler; as declared if absent'),
    battery: oneOf('Whether it is served before the battery or after it; after if absent', ['before', 'after']),
    battery_above: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Only when the battery is as full as this, percent; before it then, unless battery says after',
    },
    grid: watts('Power from the grid that is tolerated while it runs; 0 if absent'),
    on_after: duration('The surplus has to suffice for so long; 2 min if absent'),
    off_after: duration('The surplus has to be missing for so long; 5 min if absent'),
    settles: duration('How long until a change is seen at the meter; 30 s if absent'),
    program: duration('Once begun, it runs so long whatever the sun does'),
    least: keys(
      {
        for: duration('How long it runs in a day at least'),
        energy: {
          type: 'number',
          minimum: 0,
          maximum: 1000,
          baseUnits: 1000,
          description: 'What it takes in a day at least, kWh',
        },
        by: clock('HH:MM by when, from the grid if it must be'),
      },
      ['by'],
    ),
    most: duration('How long it runs in a day at most'),
    if: expression('Only when this is true as well'),
    min_on: duration('Once on, it stays on so long'),
    min_off: duration('Once off, it stays off so long'),
    most_per_hour: whole('Changes within an hour', [1, 3600]),
  },
  ['name', 'device', 'point', 'power'],
);

const amperes = (description: string): Schema => ({
  type: 'number',
  minimum: 6,
  maximum: 80,
  description: `${description}, A of each phase`,
});

const charger = keys(
  {
    name: line('What people call it', 100),
    id: text('Short name for programs; made of the name if absent', '^[a-z0-9][a-z0-9-]{0,63}$', because('form.id')),
    on: { type: 'boolean', description: 'Whether it is steered; true if absent' },
    device,
    point: line('Of a socket: what switches it, such as relay.on.1', 64),
    power: watts('Of a socket: what a car takes there', 1),
    mode: oneOf('How it charges while nobody chose another way; sun if absent', chargeModes),
    goal: keys(
      {
        energy: {
          type: 'number',
          minimum: 0,
          maximum: 1000,
          baseUnits: 1000,
          description: 'What a car gets since it came, kWh',
        },
        soc: { type: 'number', minimum: 1, maximum: 100, description: 'State of charge, percent; needs car' },
        by: clock('HH:MM by when, with mode plan'),
      },
      ['by'],
    ),
    min_current: amperes('Smallest current; 6 if absent'),
    max_current: amperes('Largest current; 16 if absent'),
    phases: { anyOf: [{ type: 'integer', minimum: 1, maximum: 3 }, oneOf('Switched between one and three', ['auto'])] },
    car: { type: 'number', minimum: 1, maximum: 1000, baseUnits: 1000, description: 'Usable energy of the car, kWh' },
    measured: expression('What it takes now, W; as it says itself if absent'),
    battery: oneOf('Whether it is served before the battery or after it; after if absent', ['before', 'after']),
    battery_above: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Only when the battery is as full as this',
    },
    first: { type: 'boolean', description: 'Whether it is served before the loads; behind them if absent' },
    grid: watts('Power from the grid that is tolerated while it charges from the sun; 0 if absent'),
    start_after: duration('The sun has to suffice for so long; 2 min if absent'),
    stop_after: duration('The sun has to be missing for so long; 5 min if absent'),
    min_on: duration('Once begun it charges so long; 5 min if absent'),
    min_off: duration('Once paused it rests so long; 2 min if absent'),
    settles: duration('How long until a change is seen at the meter; 30 s if absent'),
    phase_after: duration('With phases: auto: three have to fit for so long; 5 min if absent'),
    phase_hold: duration('With phases: auto: it is not switched again for so long; 10 min if absent'),
    if: expression('Only when this is true as well'),
  },
  ['name', 'device'],
);

const circuit = keys(
  {
    name: line('What people call it', 100),
    id: text('Short name for programs; made of the name if absent', '^[a-z0-9][a-z0-9-]{0,63}$', because('form.id')),
    measured: {
      anyOf: [
        expression('What flows in it, W or A, such as grid.power'),
        list(expression('What flows in one phase'), 'What flows in each phase: the largest counts', [1, 6]),
      ],
    },
    limit: {
      type: 'number',
      minimum: 0,
      maximum: 1e6,
      description: 'How much may flow, in the unit of what is measured',
    },
    mean: duration('The mean over so long counts, by the clock: 15 min of a tariff'),
    when: expression('Only while this is true, such as a signal of the operator of the grid'),
    after: duration('It has to be too much for so long; 3 s if absent, a minute of a mean'),
    back: duration('There has to be room for so long before one comes back; 5 min if absent'),
    blind_after: duration('What flows has to be unknown for so long before loads fall back; 1 min if absent'),
    gives: list(
      keys(
        {
          device,
          point,
          takes: {
            type: 'number',
            minimum: 0,
            maximum: 1e6,
            description:
              'What it takes of the circuit when it is on or at its largest, in the unit of what is measured',
          },
          blind: {
            anyOf: [{ type: 'number', minimum: 0, maximum: 1e6 }, { const: 'keep' }],
            description:
              'What it may be set to at most while nobody knows what flows; 6 A of a charger, off of anything else if absent. keep: it stays as it is',
          },
        },
        ['device', 'point'],
      ),
      'What gives way, in this order; what is set in a number is reduced, anything else is switched off',
    ),
  },
  ['name', 'measured', 'limit', 'gives'],
);

/** What may be written. Other parts add their own keys. */
export const automationKeys: Readonly<Record<string, Schema>> = {
  rules: list(rule, 'Rules; of two that want different things of one set-point, the upper one has it', [0, 500]),
  scenes: list(
    keys(
      { name: line('What people call it', 100), set: list(keys(set, ['device', 'point']), 'What is set', [1, 100]) },
      ['name', 'set'],
    ),
    'Scenes',
    [0, 200],
  ),
  limits: list(
    keys(
      {
        device,
        point,
        action: line('Instead of device and point: an action of a plug-in, whichever rule does it', 64),
        min_on: duration('Once on, it stays on so long'),
        min_off: duration('Once off, it stays off so long'),
        most_per_hour: whole(
          'Changes within an hour; of an action: how often it is done, by all rules together',
          [1, 3600],
        ),
        least: number('Smallest value, in the unit of the set-point'),
        most: number('Largest value, in the unit of the set-point'),
        quiet: list(window, 'Times at which it does not come on; of an action: at which it is not done'),
      },
      [],
    ),
    'What no plan, rule or surplus passes',
    [0, 500],
  ),
  loads: list(load, 'Loads on the surplus of the sun, in the order in which they are served', [0, 100]),
  battery: keys(
    {
      charge: watts('The largest power that the battery of the home takes; what it takes now if absent'),
      full: {
        type: 'number',
        minimum: 1,
        maximum: 100,
        description: 'As full as this it takes nothing more, percent; 98 if absent',
      },
    },
    [],
  ),
  chargers: list(charger, 'Chargers of cars, in the order in which they are served, behind the loads', [0, 50]),
  circuits: list(
    circuit,
    'Circuits with limits: a fuse, a phase, what a tariff or the operator of the grid permits',
    [0, 100],
  ),
  variables: {
    type: 'object',
    additionalProperties: false,
    patternProperties: {
      '^[a-z][a-z0-9_]{0,31}$': keys({ start: anyValue, unit: line('Unit of a number: W, %, °C …', 8) }, ['start']),
    },
    description: 'Values of your own: var.name in expressions',
  },
  holidays: keys(
    {
      country: text('Two letters of ISO 3166, such as DE', '^[A-Z]{2}$', because('form.country')),
      region: line('A part of it, such as BY', 10),
      dates: list(
        text(
          'YYYY-MM-DD, MM-DD of each year, or days from Easter such as easter-2',
          String.raw`^(\d{4}-)?\d{2}-\d{2}$|^easter([+-]\d{1,2})?$`,
          because('form.day-rule'),
        ),
        'Days of your own',
        [1, 200],
      ),
    },
    [],
  ),
  by_hand: duration('What somebody sets at a device by hand holds for so long; 1 h if absent'),
  safe_after: duration(
    'What is held goes back by itself so long after Solstead stopped, where the device has a timer; 15 min if absent, 0 s: never',
  ),
};

/** The whole. */
export const automationSchema: Schema = keys(automationKeys, []);
