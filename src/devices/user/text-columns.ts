// The columns of a user's device that is asked in text and answers with fields in a fixed order.
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
  pace,
  rowColumns,
  text,
  whole,
  yesNo,
} from './columns.ts';
import { servesColumn } from './serves.ts';

const printable = (description: string, most = 60): Schema =>
  text(description, { pattern: `^[ -~]{0,${most}}$`, form: because('form.printable', { most }) });
const line = (description: string): Schema =>
  text(description, { pattern: '^[!-~][ -~]{0,59}$', form: because('form.line') });
const codes = (description: string): Schema => free(description, '^[!-~]{1,20}$', { type: 'string' });

const field = keys(
  'What stands at one place of an answer',
  {
    type: oneOf(
      'How it is read; rest takes the rest of the answer, flags is a character 0 or 1 a place, skip has no meaning',
      'number',
      'text',
      'rest',
      'choice',
      'flags',
      'skip',
    ),
    ...rowColumns,
    after: printable('Left out before a text', 20),
    options: codes('Words by what stands there'),
    flags: free('Labels of flags by place, from 0', '^(0|[1-9]\\d?)$', { type: 'string' }),
  },
  ['type'],
);

/** The schema of a text device in YAML. */
export const textSchema = keys(
  'A device that is asked in text',
  {
    ...deviceColumns,
    links: list(oneOf('A kind of link', 'serial', 'tcp', 'hid'), 'How it is reached; serial and tcp if absent'),
    lines: keys('How questions and answers look; plain lines if absent', {
      like: oneOf('A wire format that is known by name, in place of all below', 'pi30'),
      start: printable('What every answer begins with', 8),
      end: oneOf('What a line ends with; cr if absent', 'cr', 'lf', 'crlf'),
      checksum: oneOf(
        'Hexadecimal digits before the end of a line, over everything before them; none if absent',
        'none',
        'sum8',
        'xor8',
        'crc16-xmodem',
        'crc16-modbus',
      ),
      separator: text('One character between two fields; a space if absent', {
        pattern: '^[ -~]$',
        form: because('form.separator'),
      }),
      accepted: list(printable('An answer'), 'Answers that say a command was done; ACK and OK if absent'),
      refused: list(printable('An answer'), 'Answers that say it was not; NAK and ERR if absent'),
    }),
    questions: list(
      keys(
        'A question and the fields of its answer',
        {
          ask: line('What is sent, without checksum and end'),
          title: text('What it is about'),
          group: pace,
          fields: list(field, 'Fields in the order of the answer'),
          example: printable('An answer, without start, checksum and end', 900),
          expect: expected,
        },
        ['ask', 'fields'],
      ),
    ),
    settings: list(
      keys(
        'Something that can be set',
        {
          name: fieldRef('Name for programs'),
          title: text('What setting it does'),
          send: line('What is sent; {value} stands for the value'),
          options: codes('Words by what is sent for them'),
          unit: rowColumns.unit,
          min: number('Smallest value, in the unit'),
          max: number('Largest value, in the unit'),
          step: number('Step between values; 1 if absent'),
          scale: number('What a number that is sent is multiplied with to give the unit'),
          digits: text('How a number is written, such as 00.0', {
            pattern: '^0+(\\.0+)?$',
            form: because('form.digits'),
          }),
          shown_by: fieldRef('Field that shows what is set'),
          dangerous: yesNo('Whether it can drop the home’s power or undo a protection'),
          stored: yesNo('Whether it is kept without power, in memory that wears out; so if absent'),
          serves: servesColumn,
        },
        ['name', 'title', 'send'],
      ),
    ),
    probe: keys(
      'A harmless question whose answer only this device gives',
      { ask: line('What is sent'), begins: printable('What the answer begins with') },
      ['ask', 'begins'],
    ),
    max_answer: whole('Longest answer, bytes; made from the fields if absent', [4, 1000]),
  },
  ['id', 'kind', 'maker', 'title', 'questions'],
);
