// Decisions stored as sentences get their codes back; the sentences are as they were written.
import { expect, test } from 'vitest';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { ledgerReasons } from '#core/reasons/ledger.ts';
import { reasonOfSentence } from './stored-sentences.ts';

const midnight = Date.UTC(2026, 5, 1, 22, 5);

const stored: readonly (readonly [sentence: string, reason: Reason])[] = [
  ['A reading was left out: it is not a number.', because('reading.left-out', { why: because('value.no-number') })],
  [
    'A reading was left out: -5 Wh is no reading of a counter.',
    because('reading.left-out', { why: because('counter.no-reading', { wh: -5 }) }),
  ],
  [
    'A reading was left out: 2147483647 Wh is what devices say when they know nothing.',
    because('reading.left-out', { why: because('counter.unknowing', { wh: 2_147_483_647 }) }),
  ],
  ['A power was left out: it is not a number.', because('power.left-out', { why: because('value.no-number') })],
  [
    'A power was left out: -32768 is what devices say when they know nothing.',
    because('power.left-out', { why: because('power.unknowing', { watts: -32_768 }) }),
  ],
  [
    'A power was left out: 2.7e+23 W is more than can be.',
    because('power.left-out', { why: because('power.too-much', { watts: 2.7e23 }) }),
  ],
  [
    'The meter was exchanged; 1.250 kWh of the old one were added and the new one counts from 0.02 kWh.',
    because('meter.exchanged', { oldKwh: 1.25, newKwh: 0.02 }),
  ],
  [
    'The counter read 5213.928 kWh for a moment and came back; nothing was booked for it.',
    because('counter.glitch', { kwh: 5213.928 }),
  ],
  [
    'No reading could be used for 63 min; the 0.500 kWh counted meanwhile were laid over that time.',
    because('counter.gap', { minutes: 63, kwh: 0.5 }),
  ],
  ['Nothing was read for 5400 s; nothing was booked past the gap limit.', because('power.gap', { seconds: 5400 })],
  [
    'The counter went on by 3.000 kWh at once; 3 readings agreed, so it was booked.',
    because('counter.jump-booked', { kwh: 3, readings: 3 }),
  ],
  [
    'The counter jumped by 900.000 kWh, more than could have flowed; it counts on from there, nothing was booked.',
    because('counter.jump-left-out', { kwh: 900 }),
  ],
  [
    'The counter came back to 5688.570 kWh after it had begun again; 0.004 kWh were missing and booked.',
    because('counter.came-back', { kwh: 5688.57, missingKwh: 0.004 }),
  ],
  [
    'The counter reached its end and began again; 0.032 kWh were booked.',
    because('counter.rolled-over', { kwh: 0.032 }),
  ],
  [
    'The counter began again: it fell from 439.534 kWh to 0.718 kWh and grew; what it shows was booked.',
    because('counter.began-again', { fromKwh: 439.534, toKwh: 0.718 }),
  ],
  [
    'The counter fell from 439.534 kWh back to 400.000 kWh; only what it grew by since was booked.',
    because('counter.fell-back', { fromKwh: 439.534, toKwh: 400 }),
  ],
  [
    'A new day: the counter began again at 2026-06-01 22:05 UTC; yesterday stays as it was.',
    because('counter.new-day', { atMs: midnight }),
  ],
  [
    'The clock was set by -3600 s; 12 batches waited and got their right time.',
    because('clock.set', { seconds: -3600, batches: 12 }),
  ],
  ['The clock was not known yet; 1 batches waited and got their right time.', because('clock.unknown', { batches: 1 })],
];

test.each(stored)('%s', (sentence, reason) => {
  expect(reasonOfSentence(sentence)).toEqual(reason);
  // People are shown figures in both.
  const figures = (text: string): readonly string[] => text.replaceAll(',', '').match(/\d+/g) ?? [];
  // A day is shown with the month's name.
  const isDay = reason.code === 'counter.new-day';
  expect(figures(inEnglish(reason))).toEqual(isDay ? ['1', '2026', '22', '05'] : figures(sentence));
});

test('every reason of the ledger has its sentence here', () => {
  const codes = (reason: Reason): string[] => [
    reason.code,
    ...Object.values(reason.params).flatMap((param) =>
      typeof param === 'object' && 'code' in param ? codes(param) : [],
    ),
  ];
  // These never were sentences.
  const young = new Set(
    [
      'power.gap-stood-in',
      'source.stood-in',
      'counter.fall-believed',
      'counter.no-new-day',
      'counter.other',
      'counter.not-trusted',
      'side.silent',
    ].concat(Object.keys(ledgerReasons).filter((code) => code.startsWith('role.'))),
  );
  expect([...new Set(stored.flatMap(([, reason]) => codes(reason)))].toSorted()).toEqual(
    Object.keys(ledgerReasons)
      .filter((code) => !young.has(code))
      .toSorted(),
  );
});

test('a sentence that nobody knows stays as it was said', () => {
  const reason = reasonOfSentence('The cat sat on the meter.');
  expect(reason).toEqual(because('outside.said', { said: external('The cat sat on the meter.') }));
  expect(inEnglish(reason)).toBe('The cat sat on the meter.');
});
