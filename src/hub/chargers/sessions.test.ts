// Charges from counters, as they come: whatever is repeated, late or restarted, the energy is that of the counter.
import { expect, test } from 'vitest';
import type { ChargeSession } from '#core/charging.ts';
import { hourMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { figuresOf } from './session-figures.ts';
import { type ChargerSaid, sessionAfter, withTransaction } from './sessions.ts';

const place = { site: 'home', device: 'garage' };
const startMs = Date.parse('2026-06-01T10:30:00Z');
const at = (minutes: number, said: Omit<ChargerSaid, 'atMs'>): ChargerSaid => ({
  atMs: startMs + minutes * 60_000,
  ...said,
});

function lived(all: readonly ChargerSaid[], before?: ChargeSession) {
  let open = before;
  const ended: ChargeSession[] = [];
  for (const said of all) {
    const step = sessionAfter(open, said, place);
    ({ open } = step);
    if (step.ended !== undefined) ended.push(step.ended);
  }
  return { open, ended };
}

test('a car comes, charges and leaves: its energy by the hour', () => {
  const { open, ended } = lived([
    at(-5, { isPlugged: false, counterWh: 1000 }),
    at(0, { isPlugged: true, counterWh: 1000, soc: 40 }),
    at(15, { isPlugged: true, counterWh: 3000 }),
    at(45, { isPlugged: true, counterWh: 9000, soc: 55 }),
    at(60, { isPlugged: false, counterWh: 9000 }),
  ]);
  expect(open).toBe(undefined);
  expect(ended).toMatchObject([{ startMs, endMs: startMs + hourMs, energyWh: 8000, socStart: 40, socLast: 55 }]);
  const ten = Date.parse('2026-06-01T10:00:00Z');
  expect(ended[0]?.hours).toEqual([
    [ten, 2000 + 3000],
    [ten + hourMs, 3000],
  ]);
});

test('a restart in between, a value that comes again and one that comes late change nothing', () => {
  const all = [
    at(0, { isPlugged: true, counterWh: 0 }),
    at(10, { counterWh: 1000 }),
    at(20, { counterWh: 2000 }),
    at(30, { isPlugged: false, counterWh: 3000 }),
  ];
  const whole = lived(all).ended[0];
  const { open } = lived(all.slice(0, 2));
  const kept = JSON.parse(JSON.stringify(open)) as ChargeSession;
  const [first, second, third, last] = all;
  if (first === undefined || second === undefined || third === undefined || last === undefined) throw new TypeError();
  // The process was away between two values; one is said twice, and one of before comes late.
  expect(lived([second, last], kept).ended[0]).toMatchObject({ energyWh: 3000, endMs: whole?.endMs });
  expect(lived([second, third, second, first, third, last], kept).ended[0]).toEqual(whole);
});

test('a counter that begins anew or leaps counts from there on; power counts where there is none', () => {
  const { open } = lived([
    at(0, { isPlugged: true, counterWh: 5000 }),
    at(1, { counterWh: 10 }),
    at(2, { counterWh: 110 }),
    at(3, { counterWh: 1e9 }),
    at(4, { counterWh: 1e9 + 100 }),
  ]);
  expect(open?.energyWh).toBe(200);
  const powers = lived([
    at(0, { isPlugged: true }),
    at(1, { powerW: 6000 }),
    at(2, { powerW: 6000 }),
    at(30, { powerW: 6000 }),
  ]);
  expect(powers.open?.energyWh).toBe(200);
});

test('whatever is said, the energy is not negative and is that of its hours', () => {
  const said = fc.record(
    {
      minutes: fc.integer({ min: 0, max: 10_000 }),
      isPlugged: fc.boolean(),
      counterWh: fc.integer({ min: 0, max: 1e6 }),
      powerW: fc.integer({ min: 0, max: 22_000 }),
    },
    { requiredKeys: ['minutes'] },
  );
  fc.assert(
    fc.property(fc.array(said, { maxLength: 40 }), (all) => {
      const { open, ended } = lived(all.map(({ minutes, ...rest }) => at(minutes, rest)));
      for (const { energyWh, hours, startMs: fromMs, endMs = Infinity } of [
        ...ended,
        ...(open === undefined ? [] : [open]),
      ]) {
        expect(energyWh).toBeGreaterThanOrEqual(0);
        expect(hours.reduce((sum, [, wh]) => sum + wh, 0)).toBeCloseTo(energyWh, 3);
        expect(endMs).toBeGreaterThanOrEqual(fromMs);
      }
    }),
  );
});

test('a transaction says who charged and why it ended; that of another changes nothing', () => {
  const { open } = lived([at(0, { isPlugged: true, counterWh: 0 })]);
  const begins = { transaction: 7, startMs, startWh: 0, tag: 'card' };
  const with7 = withTransaction(open, begins, place).open;
  expect(with7).toMatchObject({ transaction: 7, tag: 'card' });
  expect(
    withTransaction(with7, { transaction: 8, stopMs: startMs + 1, stopWh: 99, reason: 'Other' }, place).open,
  ).toEqual(with7);
  expect(
    withTransaction(with7, { transaction: 7, stopMs: startMs + 1, stopWh: 99, reason: 'Local' }, place).open,
  ).toMatchObject({
    reason: 'Local',
    energyWh: 99,
  });
});

test('a charge that went by while nobody looked is told when it is over', () => {
  const begins = { transaction: 7, startMs, startWh: 1000, tag: '' };
  const told = { transaction: 7, stopMs: startMs + 2 * hourMs, stopWh: 9000, reason: 'EVDisconnected' };
  expect(withTransaction(undefined, told, { ...place, begins }).ended).toMatchObject({
    energyWh: 8000,
    startMs,
    endMs: startMs + 2 * hourMs,
  });
  // Without its beginning, or with figures that cannot be, nothing is known.
  expect(withTransaction(undefined, told, place)).toEqual({});
  expect(withTransaction(undefined, { ...told, stopWh: 1e12 }, { ...place, begins })).toEqual({
    impossibleWh: 1e12 - 1000,
  });
  expect(withTransaction(undefined, { ...told, stopMs: startMs - 1 }, { ...place, begins })).toEqual({});
});

/** A charge of transaction 7 that has ended, and what was told of its beginning. */
function endedSeven(toWh: number, leftMinutes: number) {
  const begins = { transaction: 7, startMs, startWh: 1000, tag: 'anna' };
  const first = lived([at(0, { isPlugged: true, counterWh: 1000 })]).open;
  const with7 = withTransaction(first, begins, { ...place, begins }).open;
  const { ended } = lived([at(60, { isPlugged: true, counterWh: toWh }), at(leftMinutes, { isPlugged: false })], with7);
  return { begins, ended };
}

test('a transaction that is told after its charge has ended corrects that charge, and once more changes nothing', () => {
  const { begins, ended } = endedSeven(12_000, 120);
  expect(ended).toMatchObject([{ energyWh: 11_000 }]);
  const told = { transaction: 7, stopMs: startMs + 110 * 60_000, stopWh: 20_000, reason: 'EVDisconnected' };
  const [before] = ended;
  const step = withTransaction(undefined, told, { ...place, begins, ended });
  expect(step).toMatchObject({ ended: { id: before?.id, energyWh: 19_000, tag: 'anna', reason: 'EVDisconnected' } });
  expect(step.ended?.hours.reduce((sum, [, wh]) => sum + wh, 0)).toBeCloseTo(19_000, 6);
  expect(step.ended?.endMs).toBe(before?.endMs);
  const corrected = step.ended === undefined ? [] : [step.ended];
  expect(withTransaction(undefined, told, { ...place, begins, ended: corrected })).toEqual({});
  // Also while the next charge is under way, which it does not touch.
  const { open } = lived([at(130, { isPlugged: true, counterWh: 20_000 })]);
  expect(withTransaction(open, told, { ...place, begins, ended })).toMatchObject({ open, ended: { energyWh: 19_000 } });
  expect(withTransaction(open, begins, { ...place, begins, ended })).toEqual({ open });
});

test('a transaction that was told in whole after the car had left is the charge that was seen', () => {
  const { open: _open, ended } = lived([
    at(0, { isPlugged: true, counterWh: 1000 }),
    at(60, { counterWh: 12_000 }),
    at(120, { isPlugged: false }),
  ]);
  const begins = { transaction: 8, startMs: startMs + 1000, startWh: 1000, tag: 'anna' };
  const told = { transaction: 8, stopMs: startMs + 110 * 60_000, stopWh: 20_000 };
  expect(withTransaction(undefined, told, { ...place, begins, ended })).toMatchObject({
    ended: { id: ended[0]?.id, energyWh: 19_000, transaction: 8, tag: 'anna' },
  });
  // One of the day before is another.
  const dayMs = 24 * hourMs;
  const past = { ...begins, startMs: startMs - dayMs };
  const pastStop = { ...told, stopMs: startMs - dayMs + hourMs };
  expect(withTransaction(undefined, pastStop, { ...place, begins: past, ended })).toMatchObject({
    ended: { energyWh: 19_000, endMs: pastStop.stopMs },
  });
});

const flows = {
  pvToLoadWh: 3000,
  batteryToLoadWh: 1000,
  gridToLoadWh: 4000,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToGridWh: 0,
  gridToBatteryWh: 0,
};

test('figures: the split of each hour, its price and its CO2; an unknown hour makes them unknown', () => {
  const first = startMs - (startMs % hourMs);
  const row = { startMs: first, flows, importWh: 4000, co2Kg: 2 };
  const night = {
    startMs: first + hourMs,
    flows: { ...flows, pvToLoadWh: 0, batteryToLoadWh: 0 },
    importWh: 4000,
    co2Kg: 2,
  };
  const prices = [{ fromMs: first, toMs: first + 2 * hourMs, price: 0.3 }];
  const hours = [
    [first, 8000],
    [first + hourMs, 1000],
  ] as const;
  const figures = figuresOf({ hours }, { rows: [row, night], prices });
  expect(figures).toMatchObject({ sunWh: 3000, batteryWh: 1000, gridWh: 5000, co2Kg: 2.5 });
  expect(figures.cost).toBeCloseTo(1.5, 9);
  expect(figures.gridCost).toBeCloseTo(2.7, 9);
  expect(figuresOf({ hours }, { rows: [row], prices })).toMatchObject({ sunWh: undefined, gridCost: figures.gridCost });
  expect(figuresOf({ hours: [] }, { rows: [row] }).sunWh).toBe(undefined);
});

test('what no charger gives is not counted, and is told', () => {
  const month = 30 * 24 * hourMs;
  const begins = { transaction: 3, startMs: 0, startWh: 0 };
  const huge = 400_000 * 24 * 30;
  const told = { transaction: 3, stopMs: month, stopWh: huge };
  expect(withTransaction(undefined, told, { site: 'home', device: 'garage', begins })).toEqual({ impossibleWh: huge });
  // 93 kWh in an hour are 125 A; 94 kWh are none that is steered here.
  const hour = (stopWh: number) =>
    withTransaction(undefined, { transaction: 3, stopMs: hourMs, stopWh }, { site: 'home', device: 'garage', begins });
  expect(hour(93_000).ended?.energyWh).toBe(93_000);
  expect(hour(94_000)).toEqual({ impossibleWh: 94_000 });
  const open = sessionAfter(
    undefined,
    { atMs: 0, isPlugged: true, counterWh: 0 },
    { site: 'home', device: 'garage' },
  ).open;
  const leapt = sessionAfter(
    open,
    { atMs: hourMs, isPlugged: true, counterWh: huge },
    { site: 'home', device: 'garage' },
  );
  expect([leapt.open?.energyWh, leapt.impossibleWh]).toEqual([0, huge]);
});

test('a charge of weeks keeps its last hours apart, and all of its energy', () => {
  const hours = 450;
  const all = Array.from({ length: hours }, (_, hour) => at(hour * 60, { isPlugged: true, counterWh: hour * 1000 }));
  const { open } = lived(all);
  expect(open?.hours).toHaveLength(400);
  expect(open?.energyWh).toBe((hours - 1) * 1000);
  expect(open?.hours.reduce((sum, [, wh]) => sum + wh, 0)).toBeCloseTo((hours - 1) * 1000, 3);
  const times = open?.hours.map(([atMs]) => atMs) ?? [];
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test('what a transaction says at its end goes to no charge of another transaction', () => {
  const ended = lived([
    at(0, { isPlugged: true, counterWh: 0 }),
    at(60, { isPlugged: false, counterWh: 5000 }),
  ]).ended.map((one) => ({ ...one, transaction: 5 }));
  const begins = { transaction: 6, startMs: startMs + 10 * 60_000, startWh: 5000, tag: 'B' };
  const told = { transaction: 6, stopMs: startMs + 50 * 60_000, stopWh: 6000 };
  const { ended: found } = withTransaction(undefined, told, { ...place, begins, ended });
  expect(found).toMatchObject({ transaction: 6, energyWh: 1000, tag: 'B' });
  const turned = { ...told, stopMs: startMs + 9 * 60_000 };
  expect(withTransaction(undefined, turned, { ...place, begins })).toEqual({});
});
