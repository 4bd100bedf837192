// Cycles as an electrician reads them: what is seen at which second, and what is told.
import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import type { AlertKind, AlertSettings } from '#core/alert.ts';
import { because } from '#core/reason.ts';
import { kindRules, usualSettings } from './kinds.ts';
import { acknowledged, type AlertEvent, type AlertMemory, emptyMemory, snoozed, step, type Step } from './machine.ts';

const reason = because('alert.gap', { device: 'x' });
const startMs = 1_790_000_000_000;

/** What is so, by kind and subject. */
type Seen = Readonly<Record<string, boolean | undefined>>;

/** A home whose kinds are looked at every few seconds. */
function watched(settings: Partial<AlertSettings> = {}, more: { readonly steps?: readonly number[] } = {}) {
  let memory: AlertMemory = emptyMemory;
  let ids = 0;
  const all: Step[] = [];
  const rows = new Map<string, unknown>();
  const took = (next: Step, nowMs: number): readonly string[] => {
    memory = JSON.parse(JSON.stringify(next.memory)) as AlertMemory;
    all.push(next);
    for (const alert of next.alerts) rows.set(alert.id, alert);
    return next.tells.map(({ what, alert }) => {
      const live = alert.subjects.filter(({ endedMs }) => endedMs === undefined).map(({ id }) => id);
      return `${(nowMs - startMs) / 1000} ${what} ${alert.kind} ${(what === 'resolved' ? [] : live).join(' ')}`.trim();
    });
  };
  const look = (second: number, seen: Seen, events: readonly AlertEvent[] = []): readonly string[] => {
    const nowMs = startMs + second * 1000;
    const signals = Object.entries(seen).map(([name, isSo]) => {
      const [kind, subject = 'home'] = name.split('/');
      return { kind: kind as AlertKind, subject, isSo, reason };
    });
    const looked = new Set(signals.map(({ kind }) => kind));
    const input = {
      site: 'home',
      nowMs,
      settings: { ...usualSettings, ...settings },
      looked,
      signals,
      events,
      ...more,
    };
    return took(step(memory, { ...input, newId: () => `a${(ids += 1)}` }), nowMs);
  };
  return {
    look,
    /** From second to second, the same seen all the time. */
    during(from: number, to: number, seen: Seen): readonly string[] {
      const told: string[] = [];
      for (let second = from; second < to; second += 5) told.push(...look(second, seen));
      return told;
    },
    act: (change: (memory: AlertMemory) => Step | undefined, second: number): boolean => {
      const next = change(memory);
      if (next !== undefined) took(next, startMs + second * 1000);
      return next !== undefined;
    },
    memory: () => memory,
    rows,
    tells: () => all.flatMap(({ tells }) => tells),
  };
}

const gone = { 'device-offline/roof': true };
const back = { 'device-offline/roof': false };

test('a device is gone for five minutes before it is told, and back for one before it is over', () => {
  const home = watched();
  expect(home.during(0, 300, gone)).toEqual([]);
  // Others are waited for, half a minute.
  expect(home.during(300, 400, gone)).toEqual(['330 raised device-offline roof']);
  expect(home.during(400, 455, back)).toEqual([]);
  expect(home.during(455, 470, back)).toEqual(['460 resolved device-offline']);
  expect([...home.rows.values()]).toMatchObject([{ state: 'resolved', times: 1, openedMs: startMs + 300_000 }]);
});

test.each([
  [
    'gone for a moment',
    [
      [0, 200, gone],
      [200, 600, back],
      [600, 899, gone],
    ] as const,
    [],
  ],
  [
    'not known: neither gone nor back',
    [
      [0, 290, gone],
      [290, 295, { 'device-offline/roof': undefined }],
      [295, 590, gone],
    ] as const,
    [],
  ],
  [
    'raised and then not known: it stays',
    [
      [0, 400, gone],
      [400, 9000, { 'device-offline/roof': undefined }],
    ] as const,
    ['330 raised device-offline roof'],
  ],
])('%s', (_name, spans, told) => {
  const home = watched();
  expect(spans.flatMap(([from, to, seen]) => home.during(from, to, seen))).toEqual(told);
});

test('ten devices that go within half a minute are one message that names ten', () => {
  const home = watched();
  const ten = Array.from({ length: 10 }, (_, index) => `device-offline/d${index}`);
  const told = home.during(0, 400, Object.fromEntries(ten.map((name) => [name, true])));
  expect(told).toEqual([`330 raised device-offline ${ten.map((name) => name.split('/')[1]).join(' ')}`]);
  expect(home.rows.size).toBe(1);
});

test('an eleventh joins the alert and is told; one that is back is not, until all are', () => {
  const home = watched();
  home.during(0, 400, { 'device-offline/a': true, 'device-offline/b': false });
  expect(home.during(400, 800, { 'device-offline/a': true, 'device-offline/b': true })).toEqual([
    '700 changed device-offline a b',
  ]);
  expect(home.during(800, 1000, { 'device-offline/a': true, 'device-offline/b': false })).toEqual([]);
  expect(home.during(1000, 1100, { 'device-offline/a': false, 'device-offline/b': false })).toEqual([
    '1060 resolved device-offline',
  ]);
});

test('what is seen is not told further, until something new comes; that it is over is told', () => {
  const home = watched();
  home.during(0, 400, { 'device-offline/a': true });
  expect(home.act((memory) => acknowledged(memory, { id: 'a1', by: 'Anna', nowMs: startMs + 400_000 }), 400)).toBe(
    true,
  );
  expect(home.rows.get('a1')).toMatchObject({ state: 'acknowledged', acknowledged: { by: 'Anna' } });
  expect(home.during(400, 4000, { 'device-offline/a': true })).toEqual([]);
  expect(home.during(4000, 4400, { 'device-offline/a': true, 'device-offline/b': true })).toEqual([
    '4300 changed device-offline a b',
  ]);
  expect(home.rows.get('a1')).toMatchObject({ state: 'open' });
  expect(home.during(4400, 4500, { 'device-offline/a': false, 'device-offline/b': false })).toHaveLength(1);
  expect(home.act((memory) => acknowledged(memory, { id: 'a1', by: 'Anna', nowMs: startMs }), 4500)).toBe(false);
});

test('an alert that waits is told again when its time is over, and not before', () => {
  const home = watched();
  home.during(0, 400, gone);
  const untilMs = startMs + 4000_000;
  expect(home.act((memory) => snoozed(memory, { id: 'a1', untilMs, nowMs: startMs + 400_000 }), 400)).toBe(true);
  expect(home.during(400, 4000, { ...gone, 'device-offline/more': true })).toEqual([]);
  expect(home.during(4000, 4010, { ...gone, 'device-offline/more': true })).toEqual([
    '4000 raised device-offline roof more',
  ]);
});

test('what is critical and not seen goes on to those behind, once; who is behind hears that it is over', () => {
  const home = watched({ kinds: { 'device-offline': { severity: 'critical' } }, escalateMinutes: 10 });
  expect(home.during(0, 3600, gone)).toEqual(['330 raised device-offline roof', '930 escalated device-offline roof']);
  home.during(3600, 3700, back);
  expect(home.tells().at(-1)).toMatchObject({ what: 'resolved', wasEscalated: true });
  // What was seen does not go on.
  const seen = watched({ kinds: { 'device-offline': { severity: 'critical' } }, escalateMinutes: 10 });
  seen.during(0, 400, gone);
  seen.act((memory) => acknowledged(memory, { id: 'a1', by: 'Anna', nowMs: startMs }), 400);
  expect(seen.during(400, 7200, gone)).toEqual([]);
});

const steps = [10, 30];
const grave = { kinds: { 'device-offline': { severity: 'critical' } }, escalateMinutes: 10 } as const;

test('what is critical goes on in steps, each once, counted from the first message', () => {
  const home = watched(grave, { steps });
  expect(home.during(0, 7200, gone)).toEqual([
    '330 raised device-offline roof',
    '930 escalated device-offline roof',
    '2130 escalated device-offline roof',
  ]);
  expect(home.tells().map(({ stage }) => stage)).toEqual([
    undefined,
    { afterMinutes: 0, upToMinutes: 10 },
    { afterMinutes: 10, upToMinutes: 30 },
  ]);
  home.during(7200, 7400, back);
  expect(home.tells().at(-1)).toMatchObject({ what: 'resolved', wasEscalated: true, heardMinutes: 30 });
});

test('the steps end when somebody has seen it; who heard of it hears that it is over', () => {
  const home = watched(grave, { steps });
  home.during(0, 1000, gone);
  home.act((memory) => acknowledged(memory, { id: 'a1', by: 'Anna', nowMs: startMs }), 1000);
  expect(home.during(1000, 7200, gone)).toEqual([]);
  home.during(7200, 7400, back);
  expect(home.tells().at(-1)).toMatchObject({ what: 'resolved', wasEscalated: true, heardMinutes: 10 });
});

test('steps that came while Solstead was stopped are one, and none comes twice', () => {
  const home = watched(grave, { steps });
  home.during(0, 400, gone);
  expect(home.during(3000, 7200, gone)).toEqual(['3000 escalated device-offline roof']);
  expect(home.tells().at(-1)?.stage).toEqual({ afterMinutes: 0, upToMinutes: 30 });
});

test('a kind that is switched off is not alerted of, and what was is over', () => {
  const off = watched({ kinds: { 'device-offline': { isOn: false } } });
  expect(off.during(0, 4000, gone)).toEqual([]);
  expect(off.rows.size).toBe(0);
});

test('ten thousand flaps cost a few rows and messages, and the last of them is right', () => {
  const home = watched({ kinds: { 'device-offline': { holdSeconds: 0 } } });
  const perDay = 10_000;
  let second = 0;
  for (let flap = 0; flap < perDay; flap += 1) {
    home.look((second += 4), gone);
    home.look((second += 4), back);
    home.look((second += 60), back);
  }
  const hours = second / 3600;
  expect(home.rows.size).toBe(1);
  // Four at once, then one in a quarter of an hour.
  expect(home.tells().length).toBeLessThanOrEqual(4 + 4 * hours);
  expect([...home.rows.values()]).toMatchObject([{ times: perDay, subjects: [{ id: 'roof' }] }]);
  home.during(second, second + 7200, back);
  expect(home.tells().at(-1)?.what).toBe('resolved');
  expect(JSON.stringify(home.memory()).length).toBeLessThan(2000);
});

test('a storm of subjects is bounded: fifty are named, the others are counted', () => {
  const home = watched();
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`device-offline/d${index}`, true]));
  expect(home.during(0, 400, many)).toHaveLength(1);
  const [row] = home.rows.values() as Iterable<{ subjects: unknown[]; more: number }>;
  expect([row?.subjects.length, row?.more]).toEqual([50, 450]);
});

test('what a rule says is told at once; again and again it is one alert, and messages stay few', () => {
  const home = watched();
  const event: AlertEvent = { kind: 'rule', key: 'rule/low', subject: 'low', reason, severity: 'warning' };
  expect(home.look(0, {}, [event])).toEqual(['0 raised rule low']);
  for (let second = 1; second <= 10_000; second += 1) home.look(second, {}, [event]);
  expect(home.rows.size).toBe(1);
  expect(home.rows.get('a1')).toMatchObject({ times: 10_001, severity: 'warning', state: 'open' });
  expect(home.tells().length).toBeLessThanOrEqual(4 + 10_000 / 900 + 1);
  home.act((memory) => acknowledged(memory, { id: 'a1', by: 'Anna', nowMs: startMs + 10_001_000 }), 10_001);
  expect(home.during(10_001, 20_000, {})).toEqual([]);
  expect(home.rows.get('a1')).toMatchObject({ state: 'resolved' });
  // Later it is a new one.
  expect(home.look(30_000, {}, [event])).toEqual(['30000 raised rule low']);
  expect(home.rows.size).toBe(2);
});

test('what a rule says keeps the severity that it says, whatever is set of its kind, and may become worse', () => {
  const home = watched({ kinds: { rule: { isOn: true, severity: 'info', holdSeconds: 0 } } });
  const event: AlertEvent = { kind: 'rule', key: 'rule/low', subject: 'low', reason, severity: 'warning' };
  home.look(0, {}, [event]);
  expect(home.rows.get('a1')).toMatchObject({ severity: 'warning' });
  home.look(5, {}, [{ ...event, severity: 'critical' }]);
  expect(home.rows.get('a1')).toMatchObject({ severity: 'critical', times: 2 });
  home.look(10, {}, [event]);
  expect(home.rows.get('a1')).toMatchObject({ severity: 'critical', times: 3 });
});

test('waiting begins anew after a pause in which nothing was looked at; what was raised stays', () => {
  const home = watched();
  home.during(0, 200, gone);
  // The computer slept for an hour.
  expect(home.during(3800, 4090, gone)).toEqual([]);
  expect(home.during(4090, 4200, gone)).toEqual(['4130 raised device-offline roof']);
  expect(home.during(9000, 9050, gone)).toEqual([]);
});

test('a clock that is set back neither raises early nor holds for ever', () => {
  const home = watched();
  home.during(10_000, 10_200, gone);
  expect(home.during(0, 290, gone)).toEqual([]);
  expect(home.during(290, 400, gone)).toEqual(['330 raised device-offline roof']);
});

test('every run of looks: what is told last is what is so, and rows and messages are bounded by time', () => {
  const cycle = fc.record({
    a: fc.option(fc.boolean()),
    b: fc.option(fc.boolean()),
    wait: fc.integer({ min: 1, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(cycle, { minLength: 1, maxLength: 120 }), (cycles) => {
      const home = watched({ kinds: { 'device-offline': { holdSeconds: 0 } } });
      let second = 0;
      const seen = (one: boolean | null): boolean | undefined => one ?? undefined;
      for (const { a, b, wait } of cycles)
        home.look((second += wait), { 'device-offline/a': seen(a), 'device-offline/b': seen(b) });
      const tells = home.tells().length;
      expect(tells).toBeLessThanOrEqual(4 * home.rows.size + second / 900 + 1);
      expect(home.rows.size).toBeLessThanOrEqual(1 + second / 1800);
      home.during(second, second + 7200, { 'device-offline/a': false, 'device-offline/b': false });
      expect([undefined, 'resolved']).toContain(home.tells().at(-1)?.what);
      expect(Object.keys(home.memory().tracks)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('every kind is told and is over again', () => {
  let checked = 0;
  for (const [kind, rule] of Object.entries(kindRules)) {
    if (rule.isEvent === true) continue;
    const home = watched();
    expect(home.during(0, 4200, { [`${kind}/x`]: true }).filter((one) => one.includes(' raised '))).toHaveLength(1);
    expect(home.during(4200, 9000, { [`${kind}/x`]: false })).toHaveLength(1);
    checked += 1;
  }
  expect(checked).toBe(17);
});
