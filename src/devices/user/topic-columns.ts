// The columns of a user's device that speaks over MQTT: which topic holds which value.
import { because } from '#core/reason.ts';
import type { Schema } from '#core/schema-check.ts';
import {
  deviceColumns,
  expected,
  fieldRef,
  free,
  keys,
  list,
  number,
  oneOf,
  rowColumns,
  text,
  yesNo,
} from './columns.ts';
import { servesColumn } from './serves.ts';

const topic = (description: string): Schema =>
  text(description, { pattern: '^(\\{prefix\\}|[^+#{}/$][^+#{}/]*)(/[^+#{}/]+)*$', form: because('form.topic') });
const word: Schema = text('A word');
const {
  baud: _baud,
  parity: _parity,
  stop_bits: _stop,
  response_ms: _response,
  pause_ms: _pause,
  ...common
} = deviceColumns;
const { settings_seconds: _settings, sums: _sums, ...columns } = common;

/** The schema of an MQTT device in YAML. */
export const topicSchema = keys(
  'A device that speaks over MQTT',
  {
    ...columns,
    topics: list(
      keys(
        'A value and where it comes',
        {
          topic: topic('The topic; {prefix} stands for the topic prefix of the device'),
          path: text('Where it is in an object of JSON, such as ENERGY/Power; absent: the message is the value', {
            pattern: '^[^/]+(/[^/]+){0,7}$',
            form: because('form.path'),
          }),
          type: oneOf('How it is read; number if absent', 'number', 'text', 'switch'),
          ...rowColumns,
          offset: number('What is added once it is multiplied, in the unit: -17.7778 for °F'),
          on: list(word, 'Words that mean on; ON, on, 1 and true if absent'),
          off: list(word, 'Words that mean off; OFF, off, 0 and false if absent'),
          holds: yesNo('Whether it is true until the device says otherwise: a relay, not a power'),
        },
        ['topic', 'label'],
      ),
    ),
    online: keys(
      'Where it says whether it is there, as its last will does',
      { topic: topic('The topic'), online: text('What it says when it is there'), offline: text('What its will says') },
      ['topic', 'online', 'offline'],
    ),
    ask: keys(
      'What makes it say everything again',
      {
        topic: topic('The topic'),
        payload: text('What is sent', { pattern: '^.{0,500}$', form: because('form.text') }),
      },
      ['topic'],
    ),
    settings: list(
      keys(
        'Something that can be set',
        {
          name: fieldRef('Name for programs'),
          title: text('What setting it does'),
          topic: topic('Where it is sent'),
          send: text('What is sent; {value} stands for the value, and is all of it if absent'),
          options: free('Words by what is sent for them', '^.{1,60}$', { type: 'string' }),
          unit: rowColumns.unit,
          min: number('Smallest value, in the unit'),
          max: number('Largest value, in the unit'),
          step: number('Step between values; 1 if absent'),
          shown_by: fieldRef('Field that shows what is set'),
          dangerous: yesNo('Whether it can drop the home’s power or undo a protection'),
          stored: yesNo('Whether it is kept without power, in memory that wears out; not so if absent'),
          serves: servesColumn,
        },
        ['name', 'title', 'topic', 'shown_by'],
      ),
    ),
    examples: list(
      keys(
        'A message the device sent',
        {
          topic: topic('Its topic'),
          payload: text('What it held', { pattern: '[^]*', form: because('form.text') }),
          expect: expected,
        },
        ['topic', 'payload'],
      ),
    ),
  },
  ['id', 'kind', 'maker', 'title', 'topics'],
);
