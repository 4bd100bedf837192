// Answers of the Voltronic families do not name their question: the shape of one to another question is not taken for values.
import { describe, expect, test } from 'vitest';
import { crc16Xmodem } from '#core/checksum.ts';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { decodeFrame, type FrameReport } from '../decode-frame.ts';
import { definitionOf } from '../registry.ts';

function sealed(text: string): Uint8Array {
  const body = fromLatin1(text);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
}
const bracket = (payload: string): Uint8Array => sealed(`(${payload}`);
const caret = (payload: string): Uint8Array => sealed(`^D${String(payload.length + 3).padStart(3, '0')}${payload}`);
const read = (id: string, name: string, bytes: Uint8Array): FrameReport => decodeFrame(definitionOf(id), name, bytes);

/** Values that were taken, and what is said of the whole answer. */
function taken({ fields, problems }: FrameReport) {
  return {
    names: fields.filter(({ value }) => value !== null).map(({ name }) => name),
    problems: problems.filter(({ field }) => field === undefined).map(({ reason }) => reason.code),
  };
}

const answers = {
  QPIGS: '230.1 50.0 230.0 50.0 0300 0250 005 380 51.20 000 080 0030 00.0 000.0 00.00 00006 00010000 00 00 00000 010',
  QPIRI: '230.0 21.7 230.0 50.0 21.7 5000 4000 48.0 46.0 42.0 56.4 54.0 0 10 010 1 0 0 6 01 0 0 54.0 0 1 000 0',
  QMOD: 'B',
  QPIWS: '00000100000000001000000000000000',
  QBMS: '0 080 0 0 0 560 540 420 0100 0120',
  Q1: '00000 00000 01 01 00 059 045 053 068 00 00 000 0040 0580 0000 50.00 13',
  QPGS0:
    '1 92931701100510 B 00 000.0 00.00 230.6 50.00 0275 0141 005 51.4 001 100 083.3 002 00574 00312 003 10100110 1 2 060 120 10 04 000',
  QBEQI: '1 030 030 080 021 55.40 224 030 0 0234',
  QET: '00238800',
};
type Question = keyof typeof answers;

const told: Readonly<Record<string, readonly Question[]>> = {
  pi30: ['QPIGS', 'QPIRI', 'QMOD', 'QPIWS', 'QBMS', 'Q1', 'QPGS0', 'QBEQI'],
  pi30max: ['QPIGS', 'QPIRI', 'QMOD', 'QPIWS', 'QBMS', 'Q1', 'QPGS0', 'QBEQI', 'QET'],
  pi41: ['QPIGS', 'QPIRI', 'QMOD', 'QPIWS', 'QBMS', 'Q1', 'QPGS0', 'QBEQI'],
  pi30revo: ['QPIGS', 'QPIRI', 'QMOD'],
};

describe.each(Object.entries(told))('%s', (id, questions) => {
  test.each(questions)('%s takes its own answer alone', (question) => {
    const own = taken(read(id, question, bracket(answers[question])));
    expect([own.names.length > 0, own.problems]).toEqual([true, []]);
    // One word may be meant for either: what does not fit is named in its field.
    const others = Object.entries(answers).filter(
      ([answered, payload]) => answered !== question && (payload.includes(' ') || answers[question].includes(' ')),
    );
    for (const [answered, payload] of others) {
      const { names, problems } = taken(read(id, question, bracket(payload)));
      expect([answered, names, problems.length]).toEqual([answered, [], 1]);
    }
  });

  test('QPIGS of two fields is none', () => {
    const report = read(id, 'QPIGS', bracket('230.0 50.0'));
    expect(taken(report)).toEqual({ names: [], problems: ['decode.few-fields'] });
    expect(report.problems[0]?.why).toBe(
      'it has 2 fields, and an answer to this has at least 17: it may be the answer to another question',
    );
  });
});

test.each([
  ['pi18', 'GS', '2232,499,2232'],
  ['pi18lvx', 'GS', '2232,499'],
  ['pi18sv', 'PIRI', '2300,217,2300'],
  ['pi17', 'GS', '3500,3600'],
  ['pi17', 'WS', '1,0'],
])('%s %s of a few fields is none', (id, name, payload) => {
  expect(taken(read(id, name, caret(payload)))).toEqual({ names: [], problems: ['decode.few-fields'] });
});

test('the width that is wrong is told, and a place of dashes has any', () => {
  const wide = answers.QPIGS.replace(' 00010000 ', ' 0001 ');
  expect(read('pi30', 'QPIGS', bracket(wide)).problems[0]?.why).toBe(
    'field 17 is "0001", where an answer to this has 8 characters: it may be the answer to another question',
  );
  expect(taken(read('pi30', 'QPIGS', bracket(answers.QPIGS.replace(' 00010000 ', ' --- '))))).toMatchObject({
    names: expect.arrayContaining(['ac_input_voltage']) as unknown,
    problems: [],
  });
});

const words = {
  QPI: 'PI30',
  QID: '92931701100510',
  QVFW: 'VERFW:00052.30',
  QMN: 'MKS2-8000',
  QGMN: '037',
  QMOD: 'B',
  QFLAG: 'EakxyDbjuvz',
  QPIWS: answers.QPIWS,
  QOPM: '0',
  QT: '20260301120500',
  QET: answers.QET,
} as const;

test('answers of one word are told from each other and from a consent', () => {
  for (const [question, own] of Object.entries(words)) {
    const said = taken(read('pi30max', question, bracket(own)));
    expect([question, said.names.length > 0, said.problems]).toEqual([question, true, []]);
    expect(taken(read('pi30max', question, bracket('ACK'))).names).toEqual([]);
    for (const other of Object.values(words)) {
      if (other === own) continue;
      const { names, problems } = taken(read('pi30max', question, bracket(other)));
      expect([question, other, names, problems.length]).toEqual([question, other, [], 1]);
    }
  }
});

test('14 digits that are no moment are no clock, though they begin with 20', () => {
  expect(taken(read('pi30', 'QT', bracket('20991701100510'))).names).toEqual([]);
  expect(taken(read('pi30', 'QID', bracket('20991701100510')))).toEqual({ names: ['serial_number'], problems: [] });
});

test.each([
  [' 006 380 ', ' 06 380 '],
  [' 006 380 ', ' 0250 380 '],
  [' 51.20 000 080 ', ' 51.20 000 80.0 '],
])('percentages of QPIGS have three digits: %s as %s', (as, other) => {
  const wide = answers.QPIGS.replace(' 005 380 ', ' 006 380 ').replace(as, other);
  expect(taken(read('pi30', 'QPIGS', bracket(wide)))).toEqual({ names: [], problems: ['decode.place-width'] });
});

const ofPi18 = {
  PI: '18',
  ID: '1492932105105335005535',
  GMN: '02',
  VFW: '00053,00000,00000',
  MOD: '05',
  T: '20260301120500',
  ET: '00802946',
  GS: '2304,500,2304,500,0345,0300,005,512,512,000,000,010,080,035,040,000,0500,0000,2400,0000,0,2,0,1,1,0,0,0',
} as const;
const ofPi17 = {
  PI: '17',
  ID: '1496161704100242000000',
  DM: '058',
  VFW: 'VERFW:00052.30',
  MOD: '03',
  T: '20260301120500',
  ET: '00012345',
} as const;
/** Two digits of one may be two digits of another: what was asked before decides (`src/drivers/late-answers.ts`). */
const isEither = (one: string, other: string): boolean => ['GMN MOD', 'MOD GMN'].includes(`${one} ${other}`);

test.each([
  ['pi18', ofPi18],
  ['pi18sv', ofPi18],
  ['pi17', ofPi17],
])('short answers of %s are told from each other and from a consent', (id, all) => {
  for (const [question, own] of Object.entries(all)) {
    const said = taken(read(id, question, caret(own)));
    expect([question, said.names.length > 0, said.problems]).toEqual([question, true, []]);
    for (const [answered, payload] of Object.entries(all)) {
      if (answered === question || isEither(question, answered)) continue;
      const { names, problems } = taken(read(id, question, caret(payload)));
      expect([question, answered, names, problems.length]).toEqual([question, answered, [], 1]);
    }
  }
});

const gs17 =
  '3808,1290,0045,0059,0520,100,00000,2299,2296,2306,4998,0000,0000,0000,2300,0000,0000,4998,0000,0000,0000,047,045,025,0';
const ps17 = '00450,00076,,0038,,,0038,0064,,,0064,0230,,,0230,003,1,1,1,1,2,2';

test.each([
  { id: 'pi18', name: 'GS', own: ofPi18.GS, as: '0300,005,', other: '0300,0050,' },
  { id: 'pi18', name: 'GS', own: ofPi18.GS, as: '010,080,', other: '010,80.0,' },
  { id: 'pi17', name: 'GS', own: gs17, as: '0520,100,', other: '0520,0100,' },
  { id: 'pi17', name: 'PS', own: ps17, as: '0230,003,', other: '0230,00300,' },
])('percentages of $id $name have three digits: $as as $other', ({ id, name, own, as, other }) => {
  expect(own).toContain(as);
  expect(taken(read(id, name, caret(own))).problems).toEqual([]);
  const wide = taken(read(id, name, caret(own.replace(as, other))));
  expect(wide).toEqual({ names: [], problems: ['decode.place-width'] });
});

test.each(['EakxyDbjuvz1', 'Eakxy9Dbjuvz', 'EauxyzDbjkv;', ';EakxyDbjuvz'])(
  'P12: a stray character, a digit as well, loses no other switch: %s',
  (payload) => {
    const { names, problems } = taken(read('pi30max', 'QFLAG', bracket(payload)));
    expect([names.length >= 9, problems]).toEqual([true, ['decode.stray-letters']]);
    expect(taken(read('pi30max', 'QMN', bracket(payload))).names).toEqual([]);
  },
);

test('the percentage of QBMS has three digits', () => {
  const wide = answers.QBMS.replace(' 080 ', ' 0800 ');
  expect(taken(read('pi30', 'QBMS', bracket(wide)))).toEqual({ names: [], problems: ['decode.place-width'] });
});
