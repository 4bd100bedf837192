// The columns of a user's Modbus device: registers.
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
  words,
  yesNo,
} from './columns.ts';
import { servesColumn } from './serves.ts';

const address = (description: string): Schema => whole(description, [0, 65_535]);

const row = keys(
  'A value and where it stands',
  {
    register: address('Address on the wire, from 0'),
    kind: oneOf('Kind of register; input if absent', 'input', 'holding'),
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
    ...rowColumns,
    offset: number('Subtracted before scaling'),
    absent: list(
      whole('A number that says there is no value', [0, 2 ** 53 - 1]),
      'Numbers, as on the wire, that say there is no value',
    ),
    order: oneOf('Which word of a long value comes first; high if absent', 'high', 'low'),
    high_word: address('Register of the high word, where it does not stand beside the low one'),
    scale_factor: address('Register that holds a power of ten to multiply with'),
    length: whole('Registers of a text or of bits', [1, 60]),
    byte: oneOf('Which byte of the register; low if absent', 'high', 'low'),
    bit: whole('Number of the bit, from 0', [0, 15]),
    mask: whole(
      'Bits of the register that are this value, as a number; writing leaves the others as they are',
      [1, 65_535],
    ),
    clock: oneOf('A time of day: hour × 100 + minute, or hour and minute in the two bytes', 'decimal', 'bytes'),
    bits: words('Labels of bits by number'),
    options: words('Words by number'),
    otherwise: text('The word for any other number; without it that is a problem'),
    group: pace,
    write: keys('Lets the value be set; a number needs its limits, a choice takes the words of options', {
      title: text('What setting it does'),
      min: number('Smallest value, in the unit'),
      max: number('Largest value, in the unit'),
      step: number('Step between values'),
      words: list(text('A word of options'), 'Which of the options may be set; all if absent'),
      block: yesNo('Whether the device takes function 16 only'),
      dangerous: yesNo('Whether it can drop the home’s power or undo a protection'),
      stored: yesNo('Whether it is kept without power, in memory that wears out; so if absent'),
      serves: servesColumn,
    }),
  },
  ['register', 'type', 'label'],
);

const registers = free('Registers and the words they hold', '^(0|[1-9]\\d{0,4})$', whole('A word', [-32_768, 65_535]));

/** The schema of a Modbus device in YAML. */
export const modbusSchema = keys(
  'A Modbus device',
  {
    ...deviceColumns,
    unit: whole('Unit address as delivered; 1 if absent', [0, 255]),
    over_tcp: oneOf('What a TCP port of it speaks: tcp where it has one itself, rtu behind a bridge', 'rtu', 'tcp'),
    max_registers: whole('Most registers of one read', [1, 125]),
    max_gap: whole('Most unused registers inside a read; 0 forbids gaps', [0, 100]),
    walls: list(address('A register'), 'First registers of areas that one read may not straddle'),
    registers: list(row),
    probe: list(
      keys(
        'A field and what its value must be',
        {
          field: fieldRef('Name of a field'),
          equals: { type: ['number', 'string'], description: 'The value it must have' },
          min: number('Smallest value'),
          max: number('Largest value'),
        },
        ['field'],
      ),
      'What only this device shows: fields of one read, all of which must fit',
    ),
    example: keys('What a device held once, and what that means', {
      input: registers,
      holding: registers,
      expect: expected,
    }),
  },
  ['id', 'kind', 'maker', 'title', 'registers'],
);
