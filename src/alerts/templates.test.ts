// Words of a home's own for its alerts: what may be filled in, what is refused, and that nothing that is filled in is more than text.
import { expect, test } from 'vitest';
import { type AlertKind, alertKinds, type AlertRecord, type AlertTemplate } from '#core/alert.ts';
import { alertPlaces } from '#core/alert-places.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { english } from '#words/languages.ts';
import { alertMessage } from './message.ts';
import { assertTemplates, inOwnWords } from './templates.ts';

const atMs = Date.UTC(2026, 5, 10, 9, 5);
const site = { id: 'home', name: 'Casa' };
const hearer = { listener: { language: english, timeZone: 'Europe/Berlin' }, site };

function alertOf(kind: AlertKind, ...reasons: readonly Reason[]): AlertRecord {
  const subjects = reasons.map((reason, index) => ({ id: `s${index}`, reason, sinceMs: atMs }));
  const times = { openedMs: atMs, changedMs: atMs, times: 2 };
  return { id: 'a', site: 'home', kind, severity: 'warning', state: 'open', subjects, ...times };
}

function said(alert: AlertRecord, template: Partial<AlertTemplate>, what: 'raised' | 'resolved' = 'raised') {
  const usual = alertMessage({ id: 'm', createdMs: atMs }, { what, alert }, hearer);
  const own = { kind: alert.kind, language: 'en', ...template };
  assertTemplates([own]);
  return inOwnWords(usual, [own], hearer);
}

const low = because('alert.battery-low', { soc: { value: 12, unit: '%' }, limit: { value: 20, unit: '%' } });
const drift = (name: string) =>
  because('alert.cell-drift', {
    device: external(name),
    spread: { value: 0.21, unit: 'V' },
    limit: { value: 0.15, unit: 'V' },
  });

/** What is wrong with a template: where, and why. */
function problemOf(...templates: readonly AlertTemplate[]): readonly [string | undefined, string] | undefined {
  try {
    assertTemplates(templates);
    return undefined;
  } catch (error) {
    if (!(error instanceof SolsteadError)) throw error;
    return [error.at, inEnglish(reasonOf(error))];
  }
}

test('what is known of the alert is filled in, in the language of who hears it', () => {
  const title = '{severity}: {device} at {value} ({home})';
  const text = 'Since {since}, {times} times, {count} now.\n{reason}\n{{not}} {what}';
  const message = said(alertOf('cell-drift', drift('Pack A'), drift('Pack B')), { title, text });
  expect(message.title).toBe('Warning: Pack A, Pack B at 0.21 V (Casa)'.replaceAll(' V', '\u00a0V'));
  expect(message.text.split('\n')).toEqual([
    expect.stringMatching(/^Since .*11:05.*, 2 times, 2 now\.$/),
    expect.stringContaining('the cells of Pack A are') as string,
    '{not} new',
  ]);
  const over = { ...alertOf('battery-low', low), resolvedMs: atMs + 3_600_000 };
  expect(said(over, { text: '{what} {until}' }, 'resolved').text).toMatch(/^over .*12:05/);
});

test('what the home itself tells by its automation is filled in as words of who hears it', () => {
  const told = { title: because('act.meter-frozen-title'), text: because('act.circuit-sees') };
  const message = said(alertOf('rule', because('alert.rule-text', told)), { title: '{title}', text: '{text}' });
  expect([message.title, message.text]).toEqual([inEnglish(told.title), inEnglish(told.text)]);
});

test('what is empty is said in the usual words, and so is another language', () => {
  const alert = alertOf('battery-low', low);
  const usual = alertMessage({ id: 'm', createdMs: atMs }, { what: 'raised', alert }, hearer);
  expect(said(alert, {})).toEqual(usual);
  expect(said(alert, { title: '  ', text: '' })).toEqual(usual);
  expect(said(alert, { title: 'Low' })).toEqual({ ...usual, title: 'Low' });
  const other = { ...hearer, listener: { ...hearer.listener, language: { ...english, tag: 'de' } } };
  expect(inOwnWords(usual, [{ kind: 'battery-low', language: 'en', title: 'x' }], other)).toEqual(usual);
});

test('every word of every kind is filled in, and any other is refused where it stands', () => {
  let count = 0;
  for (const kind of alertKinds)
    for (const word of alertPlaces(kind)) {
      const { text } = said(alertOf(kind, low), { text: `<{${word}}>` });
      expect(text, `${kind} ${word}`).toMatch(/^<[^{}]+>$/);
      count += 1;
    }
  expect(count).toBeGreaterThan(9 * alertKinds.length);
  const own = { kind: 'battery-low', language: 'en' } as const;
  expect(problemOf({ ...own, text: 'It is {valeu}' })).toEqual([
    'templates.0.text',
    expect.stringMatching(/valeu here, at column 7.*value/),
  ]);
  expect(problemOf({ ...own, title: '{device}' })).toEqual(['templates.0.title', expect.stringContaining('column 1')]);
  expect(problemOf({ ...own, title: 'a } b' })).toEqual(['templates.0.title', expect.stringContaining('column 3')]);
  expect(problemOf({ ...own, title: '{home' })).toEqual(['templates.0.title', expect.stringContaining('column 1')]);
  expect(problemOf(own, own)?.[0]).toBe('templates.1.kind');
  expect(problemOf({ ...own, language: 'tlh' })?.[0]).toBe('templates.0.language');
});

test('a name is text: it fills in nothing, breaks no line, and makes nothing endless', () => {
  const evil = 'x{home}\r\nBcc: a@b.c <b>*' + 'y'.repeat(5000);
  const { title, text } = said(alertOf('cell-drift', drift(evil)), {
    title: '{device}',
    text: '{device}'.repeat(200),
  });
  expect(title).not.toMatch(/[\r\n]/);
  expect(title).toContain('x{home}');
  expect(title.length).toBeLessThanOrEqual(300);
  expect(text).not.toMatch(/[\r\n]/);
  expect(text.length).toBeLessThanOrEqual(4000);
});

test('a text is cut between characters, and half a one is none: Telegram takes no message with it', () => {
  const reason = drift(`${'x'.repeat(299)}😀 and more`);
  const own = said(alertOf('cell-drift', reason), {
    title: `{device}${'y'.repeat(80)}`,
    text: `\ud83d {device} {reason}`,
  });
  const usual = alertMessage(
    { id: 'm', createdMs: atMs },
    { what: 'raised', alert: alertOf('cell-drift', drift(`${'x'.repeat(267)}😀${'y'.repeat(99)}`)) },
    hearer,
  );
  for (const { title, text } of [own, usual]) expect([title.isWellFormed(), text.isWellFormed()]).toEqual([true, true]);
});
