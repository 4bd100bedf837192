// What a charger does, as tables an electrician can read: the sun that is left, and with what it charges.
import { expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import type { ChargeCase } from './case.ts';
import { type Charger, type ChargerMemory, freshCharger } from './charger.ts';
import { chargeDecision } from './current.ts';
import { seenChargeW } from './served.ts';

const wallbox: Charger = {
  id: 'garage',
  name: 'Garage',
  isOn: true,
  device: 'garage',
  mode: 'sun',
  leastA: 6,
  mostA: 16,
  phases: 3,
  battery: 'after',
  isFirst: false,
  gridW: 0,
  startAfterMs: minuteMs,
  stopAfterMs: 3 * minuteMs,
  minOnMs: 0,
  minOffMs: 0,
  settlesMs: 30_000,
  phaseAfterMs: 5 * minuteMs,
  phaseHoldMs: 10 * minuteMs,
};
const startMs = Date.parse('2026-06-10T10:00:00Z');

/** A charger that is lived through in steps of 5 s; what it does is told when it changes. */
function lived(changes: Partial<Charger> = {}) {
  let memory: ChargerMemory = freshCharger;
  let nowMs = startMs;
  let before = '0';
  const charger = { ...wallbox, ...changes };
  return {
    /** `leftW`: with what it takes itself, as the surplus control gives it. */
    run(seconds: number, leftW: number | undefined, more: Partial<ChargeCase> = {}): readonly string[] {
      const told: string[] = [];
      for (const endMs = nowMs + seconds * 1000; nowMs < endMs; nowMs += 5000) {
        const isSettling = nowMs - memory.changedMs < charger.settlesMs;
        const decision = chargeDecision({
          charger,
          memory,
          nowMs,
          zone: 'Europe/Berlin',
          leftW,
          isGridAway: false,
          isPlugged: true,
          isSettling,
          voltageV: 230,
          doneWh: 0,
          soc: 0,
          ...more,
        });
        memory = decision.memory;
        const now = decision.currentA === 0 ? '0' : `${decision.currentA}A×${decision.phases}`;
        if (now !== before) told.push(`${(nowMs - startMs) / 1000} ${now}`);
        before = now;
      }
      return told;
    },
    choose: (chosen: ChargerMemory['chosen']) => (memory = { ...memory, chosen }),
    get memory() {
      return memory;
    },
  };
}

test('from the sun alone: it begins when 6 A are there for a while, with 6 A, and rises in steps', () => {
  const one = lived();
  expect(one.run(300, 4100)).toEqual([]);
  expect(one.run(60, 8300)).toEqual([]);
  expect(one.run(180, 8300)).toEqual(['360 6A×3', '410 10A×3', '460 12A×3']);
});

test('down at once, up only when it lasts, and never between two values', () => {
  const one = lived();
  one.run(300, 11_100);
  expect(one.memory.currentA).toBe(16);
  expect(one.run(30, 6000)).toEqual(['300 8A×3']);
  // At the edge: 8 A are 5520 W, 9 A 6210 W, and a bit more is asked for.
  expect(one.run(600, 6300)).toEqual([]);
  expect(one.run(120, 6500)).toEqual(['950 9A×3']);
});

test('a jump from 13 to 26 A after a cloud is not made: four at once, and the meter is waited for', () => {
  const one = lived({ mostA: 32 });
  one.run(300, 9000);
  const steps = one.run(300, 22_000).map((line) => Number(line.split(' ')[1]?.split('A')[0]));
  expect(Math.max(...steps.map((step, at) => step - (at === 0 ? 13 : (steps[at - 1] ?? 0))))).toBe(4);
});

test('a dip keeps it at 6 A, a spike does not begin it, and the time begins anew with each', () => {
  const one = lived();
  one.run(120, 6000);
  expect(one.run(120, 500)).toEqual(['120 6A×3']);
  expect(one.memory.currentA).toBe(6);
  one.run(10, 6000);
  expect(one.run(170, 500)).toEqual([]);
  expect(one.run(60, 500)).toEqual(['430 0']);
  one.run(50, 6000);
  one.run(5, 100);
  expect(one.run(55, 6000)).toEqual([]);
  expect(one.run(30, 6000)).toEqual(['595 6A×3']);
});

test('once begun it charges for its time, once paused it rests for its time', () => {
  const one = lived({ minOnMs: 30 * minuteMs, minOffMs: 10 * minuteMs });
  expect(one.run(700, 5000)).toEqual(['60 6A×3']);
  expect(one.run(1690, 0)).toEqual(['1860 0']);
  expect(one.run(60, 9000)).toEqual([]);
  expect(one.run(60, 9000)).toEqual(['2460 6A×3']);
});

test('the meter is silent: no sun is known, it goes down at once and is paused after its time', () => {
  const one = lived();
  one.run(300, 9000);
  expect(one.run(30, undefined)).toEqual(['300 6A×3']);
  expect(one.run(300, undefined)).toEqual(['480 0']);
});

test('the grid is away: it is paused at once, in every mode', () => {
  for (const mode of ['sun', 'sun-first', 'now'] as const) {
    const one = lived({ mode });
    one.run(300, 9000);
    expect([mode, one.run(10, undefined, { isGridAway: true })]).toEqual([mode, ['300 0']]);
  }
});

test.each([
  ['off', 9000, '0'],
  ['sun-first', 0, '6A×3'],
  ['now', 0, '16A×3'],
] as const)('%s with %i W left: %s', (mode, leftW, at) => {
  const one = lived({ mode });
  one.run(5, leftW);
  const { currentA, phases } = one.memory;
  expect(currentA === 0 ? '0' : `${currentA}A×${phases}`).toBe(at);
});

test('sun first: never below 6 A, more when the sun has it', () => {
  const one = lived({ mode: 'sun-first' });
  expect(one.run(300, 0)).toEqual(['0 6A×3']);
  expect(one.run(60, 7000)).toEqual(['320 10A×3']);
  expect(one.run(60, -500)).toEqual(['360 6A×3']);
});

test('without a car nothing is allowed, so that none begins on the grid when it comes', () => {
  const one = lived({ mode: 'now' });
  expect(one.run(60, 9000, { isPlugged: false })).toEqual([]);
  expect(one.run(10, 9000)).toEqual(['60 16A×3']);
});

test('phases: one is begun with, three only when 6 A on each last, and seldom; no dead zone below three', () => {
  const one = lived({ phases: 'auto' });
  expect(one.run(200, 2000)).toEqual(['60 6A×1', '110 8A×1']);
  // Between 3680 W (16 A on one) and 4140 W (6 A on three) it stays on one.
  expect(one.run(600, 4000).at(-1)).toMatch(/ 16A×1$/);
  expect(one.run(900, 5000).find((line) => line.endsWith('×3'))).toMatch(/^\d+ 6A×3$/);
  // A cloud of two minutes does not switch back; one that lasts does, and then it goes on with one.
  expect(one.run(120, 3000).filter((line) => line.endsWith('×1'))).toEqual([]);
  one.run(60, 5000);
  expect(one.run(900, 3000).find((line) => line.endsWith('×1'))).toMatch(/^\d+ 6A×1$/);
});

test('a day of clouds switches phases at most every ten minutes', () => {
  const one = lived({ phases: 'auto' });
  const turns: number[] = [];
  let phases = '';
  for (let minute = 0; minute < 480; minute += 1) {
    const leftW = minute % 7 < 4 ? 6500 : 1800;
    for (const line of one.run(60, leftW)) {
      const now = line.split('×')[1];
      if (now !== undefined && now !== phases) {
        phases = now;
        turns.push(Number(line.split(' ')[0]));
      }
    }
  }
  const gaps = turns.slice(1).map((at, index) => at - (turns[index] ?? 0));
  expect(Math.min(...gaps, 600)).toBeGreaterThanOrEqual(600);
});

test('a pause turns no contactor: begun anew within ten minutes it goes on with the phases it has, or waits', () => {
  const one = lived({ phases: 'auto' });
  // Enough for three: it begins with them.
  expect(one.run(70, 6000)).toEqual(['60 6A×3']);
  // A cloud, and then enough for one phase: it waits until ten minutes are over since the turn, and that lasts.
  expect(one.run(300, 0)).toEqual(['270 0']);
  expect(one.run(500, 2000)).toEqual(['720 6A×1', '770 8A×1']);
  // Begun again with enough for three within ten minutes: it goes on with one, and turns when they are over.
  expect(one.run(300, 0)).toEqual(['870 6A×1', '1050 0']);
  expect(one.run(800, 6000).filter((line) => / 6A/.test(line))).toEqual(['1230 6A×1', '1535 6A×3']);
  // A person who wants all of it now gets it from the phases that it has.
  expect(lived({ phases: 'auto', mode: 'now' }).run(10, 0)).toEqual(['0 16A×3']);
});

test('while it charges, phases hold for their time, also when both directions are quick', () => {
  const one = lived({ phases: 'auto', mode: 'sun-first', phaseAfterMs: minuteMs, stopAfterMs: minuteMs });
  const turns: number[] = [];
  let phases = '1';
  for (let turn = 0; turn < 20; turn += 1)
    for (const line of one.run(180, turn % 2 === 0 ? 9000 : 2500)) {
      const [at, now] = [Number(line.split(' ')[0]), line.split('×')[1]];
      if (now === undefined || now === phases) continue;
      phases = now;
      turns.push(at);
    }
  expect(turns.length).toBeGreaterThan(2);
  expect(Math.min(...turns.slice(1).map((at, index) => at - (turns[index] ?? 0)))).toBeGreaterThanOrEqual(600);
});

test('a car on one phase at a charger with three counts as one', () => {
  const one = lived();
  expect(one.run(200, 2000, { carPhases: 1 })).toEqual(['60 6A×3', '110 8A×3']);
});

test('a socket is on or off', () => {
  const one = lived({ socket: { setPoint: 'relay.on.1', powerW: 2300 } });
  expect(one.run(300, 2000)).toEqual([]);
  expect(one.run(120, 2400)).toEqual(['360 1A×1']);
});

const byMs = startMs + 4 * hourMs;
const goal = { wh: 11_040, byMs } as const;

test('a plan without prices waits for the sun as long as that is safe, then charges until it is ready', () => {
  const one = lived();
  one.choose({ mode: 'plan', goal });
  // An hour at 11 kW, with some to spare: from 2 h 47 min on.
  expect(one.run(3 * 3600, 0)).toEqual(['10020 16A×3']);
  expect(one.run(600, 0, { doneWh: 11_040 })).toEqual(['10800 0']);
  // With the sun it may go on.
  expect(one.run(300, 9000, { doneWh: 11_040 })[0]).toBe('11460 6A×3');
});

test('begun, a plan does not waver at its latest moment', () => {
  const one = lived();
  one.choose({ mode: 'plan', goal });
  one.run(10_025, 0);
  expect(one.run(1200, 0, { doneWh: 3000 })).toEqual([]);
});

test('a plan with prices takes the cheapest time that is left', () => {
  const one = lived();
  one.choose({ mode: 'plan', goal });
  const prices = Array.from({ length: 16 }, (_, at) => {
    const fromMs = startMs + at * 15 * minuteMs;
    return { fromMs, toMs: fromMs + 15 * minuteMs, price: at >= 4 && at < 9 ? 0.1 : 0.4 };
  });
  expect(one.run(2 * 3600, 0, { prices })).toEqual(['3600 16A×3']);
});

test('a state of charge as a goal needs the car; unknown, it counts as empty', () => {
  const one = lived({ carWh: 60_000, mode: 'plan', goal: { soc: 80, byMinute: 14 * 60 } });
  // 14:00 in Berlin is two hours away: a car at 75 % has time.
  expect(one.run(60, 0, { soc: 75 })).toEqual([]);
  expect(one.run(60, 0)).toEqual(['60 16A×3']);
});

test('a chosen mode holds; a chosen goal that is over goes back to the sun', () => {
  const one = lived();
  one.choose({ mode: 'now' });
  expect(one.run(10, 0)).toEqual(['0 16A×3']);
  one.choose({ mode: 'plan', goal: { wh: 1e6, byMs: startMs + 60_000 } });
  expect(one.run(30, 0)).toEqual([]);
  expect(one.run(600, 0)).toEqual(['60 6A×3', '240 0']);
});

test('less than nothing is nothing left, to people', () => {
  const one = { charger: wallbox, memory: freshCharger, nowMs: startMs, zone: 'Europe/Berlin', isGridAway: false };
  const said = { isPlugged: true, isSettling: false, voltageV: 230, doneWh: 0, soc: 0, leftW: -279 } as const;
  expect(chargeDecision({ ...one, ...said }).why).toMatchObject({
    code: 'act.no-surplus',
    params: { left: { value: 0 } },
  });
});

test('what keeps it off besides the sun is told', () => {
  const one = lived();
  expect(one.run(600, 9000, { hindrance: because('act.load-most') })).toEqual([]);
});

test('what it has just begun to take counts as sun only when the meter can have seen it', () => {
  const sight = {
    charger: wallbox,
    isOnline: true,
    isUpToCar: undefined,
    others: new Map(),
    isSteered: true,
    isPlugged: true,
    voltageV: 230,
    takesW: 8280,
  };
  const memory = { ...freshCharger, currentA: 12, beforeW: 4140 };
  expect(seenChargeW({ ...sight, memory, isSettling: true })).toBe(4140);
  expect(seenChargeW({ ...sight, memory, isSettling: false })).toBe(8280);
  // Less than before counts at once: too little sun is safe, too much is not.
  expect(seenChargeW({ ...sight, memory, takesW: 1000, isSettling: true })).toBe(1000);
});
