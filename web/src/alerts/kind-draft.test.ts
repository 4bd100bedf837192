// What is typed of kinds, and what is sent of it.
import { expect, test } from 'vitest';
import type { AlertSettings } from '#api/alerts.ts';
import { changeOf, draftOf, gaps, numberIn, sentenceParts } from './kind-draft.ts';

const settings: AlertSettings = {
  kinds: [
    {
      kind: 'battery-low',
      isOn: true,
      severity: 'warning',
      holdSeconds: 60,
      threshold: 15,
      range: { least: 1, most: 90, unit: '%' },
    },
    { kind: 'disk', isOn: true, severity: 'critical', holdSeconds: 0, threshold: 0 },
  ],
  throttleMinutes: 15,
  escalateMinutes: 10,
};

test('what was read is sent as it was; what was typed goes with it', () => {
  const draft = draftOf(settings);
  expect(changeOf(draft, settings)).toEqual({
    kinds: {
      'battery-low': { isOn: true, severity: 'warning', holdSeconds: 60, threshold: 15 },
      disk: { isOn: true, severity: 'critical', holdSeconds: 0 },
    },
    throttleMinutes: 15,
    escalateMinutes: 10,
  });
  const typed = { isOn: false, severity: 'critical', hold: '2,5', threshold: ' 20 ' } as const;
  expect(changeOf({ ...draft, kinds: { ...draft.kinds, 'battery-low': typed } }, settings)?.kinds).toMatchObject({
    'battery-low': { isOn: false, severity: 'critical', holdSeconds: 150, threshold: 20 },
  });
});

test('the language of the home goes with it where one is set or chosen', () => {
  const draft = draftOf(settings);
  expect(changeOf(draft, settings)).not.toHaveProperty('language');
  expect(changeOf({ ...draft, language: 'de' }, settings)).toMatchObject({ language: 'de' });
  const german = { ...settings, language: 'de' };
  expect(changeOf(draftOf(german), german)).toMatchObject({ language: 'de' });
  expect(changeOf({ ...draftOf(german), language: 'en' }, german)).toMatchObject({ language: 'en' });
});

test.each(['', '-1', '91', 'x', '1e1', '0'])('a threshold of “%s” is none', (threshold) => {
  const draft = draftOf(settings);
  const wrong = {
    ...draft,
    kinds: { ...draft.kinds, 'battery-low': { isOn: true, severity: 'info', hold: '1', threshold } },
  } as const;
  expect(changeOf(wrong, settings)).toBeUndefined();
  expect(numberIn(threshold, { least: 1, most: 90 })).toBeUndefined();
});

test('a sentence is cut where its numbers are', () => {
  expect(sentenceParts(`below ${gaps.threshold} % for ${gaps.hold} min`)).toEqual([
    { at: 0, text: 'below ' },
    { at: 6, text: '{threshold}', gap: 'threshold' },
    { at: 17, text: ' % for ' },
    { at: 24, text: '{hold}', gap: 'hold' },
    { at: 30, text: ' min' },
  ]);
});
