import { expect, test } from 'vitest';
import { reportText, sentenceOf } from './check-up.ts';
import { because, inEnglish } from './reason.ts';

test.each([
  ['a write is safe', 'A write is safe.'],
  ['there’s room, and more!', 'There’s room, and more!'],
  ['attic-meter.yaml:1:6: wrong', 'attic-meter.yaml:1:6: wrong.'],
  ['home.json is whole', 'home.json is whole.'],
  ['evcc: its server is away', 'evcc: its server is away.'],
  ['/var/lib can be used', '/var/lib can be used.'],
  ['élan vital', 'Élan vital.'],
])('%s', (text, sentence) => expect(sentenceOf(text)).toBe(sentence));

test('what to do stands below what is wrong, and not below what is right', () => {
  const help = because('help.doctor-file');
  const lines = reportText(
    [
      { area: 'database', state: 'ok', what: because('doctor.home'), help },
      { area: 'files', state: 'fail', what: because('doctor.no-outputs'), help },
    ],
    inEnglish,
  );
  expect(lines).toEqual([
    'database   ok   home.json is whole.',
    'files      FAIL There are no outputs.',
    `                ${inEnglish(help)}`,
  ]);
});
