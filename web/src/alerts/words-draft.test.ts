// Words of one's own: what is saved of them, and where a place is put.
import { expect, test } from 'vitest';
import type { AlertSettings } from '#api/alerts.ts';
import { hasWords, putIn, withWords, wordsOf } from './words-draft.ts';

const low = { kind: 'battery-low', language: 'en' } as const;
const disk = { kind: 'disk', language: 'en', title: 'Full', text: '' } as const;
const settings: AlertSettings = {
  kinds: [{ kind: 'disk', isOn: false, severity: 'critical', holdSeconds: 90, threshold: 0 }],
  throttleMinutes: 15,
  escalateMinutes: 10,
  templates: [disk, { ...low, title: '{home}' }],
};

test('words take the place of those that were kept; what else is set stays', () => {
  expect(wordsOf(settings, low)).toEqual({ ...low, title: '{home}', text: '' });
  const changed = withWords(settings, { ...low, title: '', text: '{value}\nleft' });
  expect(changed).toEqual({
    kinds: { disk: { isOn: false, severity: 'critical', holdSeconds: 90 } },
    throttleMinutes: 15,
    escalateMinutes: 10,
    templates: [disk, { ...low, title: '', text: '{value}\nleft' }],
  });
});

test('without words they are the usual ones again', () => {
  expect(withWords(settings, { ...low, title: ' ', text: '\n' })?.templates).toEqual([disk]);
  expect(hasWords(settings, low)).toBe(true);
  expect(hasWords({ templates: [disk] }, low)).toBe(false);
  expect(wordsOf({ templates: [disk] }, low)).toEqual({ ...low, title: '', text: '' });
});

test('a place is put where somebody types, over what they marked', () => {
  expect(putIn('At  it is low', 'home', { from: 3, to: 3 })).toEqual({ text: 'At {home} it is low', caret: 9 });
  expect(putIn('At here', 'home', { from: 3, to: 7 })).toEqual({ text: 'At {home}', caret: 9 });
});
