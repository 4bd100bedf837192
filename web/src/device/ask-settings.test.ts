import { expect, test } from 'vitest';
import { settingBounds } from '#core/records.ts';
import { askSettingsOf, entriesOf, numberFields } from './ask-settings.ts';

test('what is set is shown, and comes back as it was', () => {
  const settings = {
    liveSeconds: 10,
    settingsSeconds: 600,
    retries: 0,
    backoffSeconds: [0.5, 2],
    responseSeconds: 1.5,
    pauseSeconds: 0.2,
  };
  expect(askSettingsOf(entriesOf(settings))).toEqual({ settings });
  expect(askSettingsOf(entriesOf())).toEqual({ settings: {} });
});

test('decimal commas and spaces are taken', () => {
  const entries = { ...entriesOf(), responseSeconds: ' 0,6 ', backoffSeconds: '1 2;3' };
  expect(askSettingsOf(entries)).toEqual({ settings: { responseSeconds: 0.6, backoffSeconds: [1, 2, 3] } });
});

test.each([
  ['0,5; 1', 'en-GB', [0.5, 1]],
  ['0,5 1,5', 'en-GB', [0.5, 1.5]],
  ['0,5, 1,5', 'de-DE', [0.5, 1.5]],
  ['1,5', 'de-DE', [1.5]],
  ['1,5', 'en-GB', [1, 5]],
  ['1,2,3', 'de-DE', [1, 2, 3]],
  ['1, 2, 3', 'de-DE', [1, 2, 3]],
])('of pauses, “%s” written in %s is %j', (backoffSeconds, tag, expected) => {
  expect(askSettingsOf({ ...entriesOf(), backoffSeconds }, tag)).toEqual({ settings: { backoffSeconds: expected } });
});

test.each(numberFields)('%s is kept within its bounds', (field) => {
  const [least, most] = settingBounds[field];
  const isTaken = (text: string): boolean => 'settings' in askSettingsOf({ ...entriesOf(), [field]: text });
  expect([String(least), String(most)].every(isTaken)).toBe(true);
  expect([String(most + 1), 'x', '-1', '1e3'].some(isTaken)).toBe(false);
});

test('attempts are whole, and there are as many pauses as are kept', () => {
  const problems = (entries: Partial<ReturnType<typeof entriesOf>>) => {
    const result = askSettingsOf({ ...entriesOf(), ...entries });
    return 'problems' in result ? Object.keys(result.problems) : [];
  };
  expect(problems({ retries: '1.5' })).toEqual(['retries']);
  expect(problems({ backoffSeconds: '0' })).toEqual(['backoffSeconds']);
  expect(problems({ backoffSeconds: Array.from({ length: 11 }, () => '1').join() })).toEqual(['backoffSeconds']);
});
