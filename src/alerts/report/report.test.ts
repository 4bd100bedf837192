// Reports: when they are due, which figures, and words in which nothing of a home is taken for HTML.
import { expect, test } from 'vitest';
import { type EnergyRow, rowOf } from '#energy/report.ts';
import type { AlertRecord, ChannelRecord } from '#core/alert.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { languageOf } from '#words/languages.ts';
import { tags } from '#words/sources.ts';
import { periodOf, reportFigures, type ReportSource } from './figures.ts';
import { dueReports, type ReportMarks } from './schedule.ts';
import { reportText } from './text.ts';

const timeZone = 'Europe/Berlin';
const at = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${timeZone}]`).epochMilliseconds;
const channel: ChannelRecord = {
  id: 'mail',
  site: 'home',
  name: 'Mail',
  isOn: true,
  settings: { kind: 'email' },
  least: 'info',
  isEscalation: false,
  reports: ['week', 'month'],
};

test('a week is due on its Monday at seven, a month on its first, each once, also after a restart and a long absence', () => {
  let marks: ReportMarks = {};
  const due = (now: string): readonly string[] => {
    const next = dueReports([channel], JSON.parse(JSON.stringify(marks)) as ReportMarks, { nowMs: at(now), timeZone });
    ({ marks } = next);
    return next.due.map(({ period, day }) => `${period} ${day}`);
  };
  // A new channel begins with the next one.
  expect(due('2026-05-27T12:00')).toEqual([]);
  expect(due('2026-06-01T06:59')).toEqual([]);
  expect(due('2026-06-01T07:00')).toEqual(['week 2026-05-25', 'month 2026-05-01']);
  expect(due('2026-06-01T07:05')).toEqual([]);
  expect(due('2026-06-30T12:00')).toEqual(['week 2026-06-22']);
  expect(due('2026-07-02T01:00')).toEqual(['month 2026-06-01']);
  // Clocks go back in this week.
  expect(due('2026-10-26T07:00')).toEqual(['week 2026-10-19', 'month 2026-09-01']);
});

test('a channel that is off, or has no reports, gets none; it does not get what is missed then', () => {
  const nowMs = at('2026-06-01T09:00');
  const marks = { 'mail week': '2026-W20', 'mail month': '2026-04' };
  expect(dueReports([{ ...channel, isOn: false }], marks, { nowMs, timeZone }).due).toEqual([]);
  expect(dueReports([{ ...channel, reports: [] }], marks, { nowMs, timeZone })).toEqual({ due: [], marks: {} });
});

const { flows } = rowOf({ label: '', startMs: 0, endMs: 1 }, [], { pricing: {}, nowMs: 1, settledMs: 1 });

const row = (startMs: number, more: Partial<EnergyRow>): EnergyRow => ({
  label: '',
  startMs,
  endMs: startMs,
  complete: true,
  flows,
  measured: 1,
  estimated: 0,
  missing: 0,
  events: 0,
  ...more,
});

const evil = '<img src=x onerror=alert(1)>"&\n\u202eRoof';
const alert: AlertRecord = {
  id: 'a',
  site: 'home',
  kind: 'device-offline',
  severity: 'warning',
  state: 'resolved',
  openedMs: at('2026-05-26T10:00'),
  changedMs: 0,
  times: 3,
  subjects: [{ id: 'roof', reason: because('alert.offline', { device: external(evil) }), sinceMs: 0 }],
};

const source: ReportSource = {
  timeZone,
  nowMs: at('2026-06-01T08:00'),
  energy: async (fromMs) => {
    const isNow = fromMs === at('2026-05-25T00:00');
    const total = isNow
      ? {
          pvWh: 150_000,
          loadWh: 90_000,
          importWh: 10_500,
          exportWh: 70_000,
          selfSufficiency: 88,
          cost: '3.15',
          earned: '5.60',
          co2Kg: 4,
          co2SavedKg: 30,
          missing: 0.02,
        }
      : { pvWh: 120_000, loadWh: 90_000, importWh: 21_000, exportWh: 50_000, selfSufficiency: 80, cost: '6.30' };
    const days = [20_000, 31_000, 25_000].map((pvWh, day) => row(fromMs + day * 86_400_000, { pvWh }));
    return { timeZone, by: 'day', currency: 'EUR', rows: days, total: row(fromMs, total) };
  },
  alerts: async () => [alert],
};

test('the figures of the ledger, compared with the week before, in every language there is', async () => {
  const figures = await reportFigures({ period: 'week' }, source);
  let checked = 0;
  for (const tag of tags) {
    const listener = { language: await languageOf(tag), timeZone, locale: 'en-GB' };
    const { subject, text, html } = reportText(figures, { listener, site: { id: 'home', name: evil } });
    for (const figure of ['150', '10.5', '88', '3.15', '+25', '−50', '+8', '31', '2%'])
      expect(text.replaceAll('\u00a0', ' ').replaceAll('-50', '−50')).toContain(figure);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<img');
    expect(html).toContain('&#60;img');
    expect(html.match(/<script|javascript:|onerror=[^&]*>/gi)).toBeNull();
    checked += 1;
  }
  expect(checked).toBeGreaterThan(1);
});

test('a first week stands alone: nothing is said of a week before of which nothing is known', async () => {
  const first: ReportSource = {
    ...source,
    energy: async (fromMs, toMs) =>
      fromMs === at('2026-05-25T00:00')
        ? source.energy(fromMs, toMs)
        : { timeZone, by: 'day', rows: [], total: row(fromMs, {}) },
  };
  const listener = { language: await languageOf('en'), timeZone, locale: 'en-GB' };
  const { text, html } = reportText(await reportFigures({ period: 'week' }, first), {
    listener,
    site: { id: 'home', name: 'Home' },
  });
  expect(text).toContain('150');
  expect(text + html).not.toMatch(/before|change|–\)|<td[^>]*><\/td>/);
});

test('an empty week is said to be one; a day that is none is refused', async () => {
  const empty: ReportSource = {
    ...source,
    energy: async (fromMs) => ({ timeZone, by: 'day', rows: [], total: row(fromMs, {}) }),
    alerts: async () => [],
  };
  const listener = { language: await languageOf('en'), timeZone };
  const { text } = reportText(await reportFigures({ period: 'month', day: '2026-05-05' }, empty), {
    listener,
    site: { id: 'home', name: 'Home' },
  });
  expect(text).toContain('There are no figures');
  expect(text).toContain('Nothing wanted your attention');
  expect(periodOf({ period: 'month', day: '2026-05-05' }, source).label).toBe('2026-05');
  expect(() => periodOf({ period: 'week', day: '2026-13-40' }, source)).toThrow(/day/);
});
