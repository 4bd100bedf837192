// Where the labels of the time axis stand.
import { expect, test } from 'vitest';
import { minuteMs } from '#core/time.ts';
import { axisMarks } from './chart-option.ts';

const toMs = Date.UTC(2026, 10, 20, 15, 2);

test.each([
  // The first minutes of a home, its first hour, a day.
  [8, false, ['14:55', '15:00']],
  [47, false, ['14:20', '14:30', '14:40', '14:50', '15:00']],
  [47, true, ['14:20', '14:30', '14:40', '14:50', '15:00']],
  [70, true, ['14:00', '14:15', '14:30', '14:45', '15:00']],
  [24 * 60, false, ['18:00', '21:00', '00:00', '03:00', '06:00', '09:00', '12:00']],
  [24 * 60, true, ['18:00', '00:00', '06:00', '12:00']],
])('%d minutes, narrow %s', (minutes, narrow, expected) => {
  const marks = axisMarks({ fromMs: toMs - minutes * minuteMs, toMs, timeZone: 'UTC', look: { narrow } });
  expect(marks.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(expected);
});
