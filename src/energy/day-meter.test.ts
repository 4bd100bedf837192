// Cases 1 to 4 of the energy ledger, as far as adding up powers goes, and what must hold for any day.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDayMeter, type PowerSample } from './day-meter.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const gapLimitMs = minute;

function sample(atMs: number, powers: Partial<PowerSample>): PowerSample {
  return { atMs, pvW: undefined, gridW: undefined, batteryW: undefined, loadW: undefined, ...powers };
}

const home = (atMs: number, loadW: number | undefined): PowerSample => sample(atMs, { loadW });

/** Energy of the home after samples that are repeated every `everyMs`, as a source that is alive does. */
function loadWh(
  steps: readonly (readonly [fromMs: number, watts: number])[],
  untilMs: number,
  everyMs: number,
): number {
  const meter = makeDayMeter(0, day, gapLimitMs);
  for (const [index, [fromMs, watts]] of steps.entries()) {
    const endMs = steps[index + 1]?.[0] ?? untilMs;
    for (let at = fromMs; at < endMs; at += everyMs) meter.add(home(at, watts));
  }
  return meter.total(untilMs).loadWh;
}

describe('the ledger', () => {
  test('1: 105 W from 00:45:52.818 to 00:47:42.810 is 3.2 Wh', () => {
    const [on, off] = [45 * minute + 52_818, 47 * minute + 42_810];
    expect(
      loadWh(
        [
          [0, 0],
          [on, 105],
          [off, 0],
        ],
        hour,
        7000,
      ),
    ).toBeCloseTo(3.2, 1);
  });

  test('2: 700 W for 40 s after a long 0 is 7.8 Wh', () => {
    expect(
      loadWh(
        [
          [0, 0],
          [5 * hour, 700],
          [5 * hour + 40_000, 0],
        ],
        6 * hour,
        gapLimitMs,
      ),
    ).toBeCloseTo(7.78, 2);
  });

  test('3: 33.5 W, told again as keep-alive only, is 804 Wh a day', () => {
    expect(loadWh([[0, 33.5]], day, gapLimitMs)).toBeCloseTo(804, 9);
  });

  test('4: 495 W, then silence for half a day: nothing past the gap limit', () => {
    const meter = makeDayMeter(0, day, gapLimitMs);
    meter.add(home(6 * hour, 495));
    meter.add(home(18 * hour, 0));
    expect(meter.total(day).loadWh).toBeCloseTo((495 * gapLimitMs) / hour, 9);
    expect(meter.total(day).measuredMs).toBe(2 * gapLimitMs);
  });
});

describe('signs', () => {
  test('grid and battery are booked by direction', () => {
    const meter = makeDayMeter(0, day, day);
    meter.add(sample(0, { pvW: 1000, gridW: -300, batteryW: -200, loadW: 500 }));
    meter.add(sample(hour, { pvW: 0, gridW: 400, batteryW: 600, loadW: 1000 }));
    expect(meter.total(3 * hour)).toEqual({
      pvWh: 1000,
      importWh: 800,
      exportWh: 300,
      chargeWh: 200,
      dischargeWh: 1200,
      loadWh: 2500,
      measuredMs: 3 * hour,
    });
  });

  test('an inverter that shows −2 W at night takes no sun away', () => {
    const meter = makeDayMeter(0, day, day);
    meter.add(sample(0, { pvW: -2, loadW: -3 }));
    expect(meter.total(hour)).toMatchObject({ pvWh: 0, loadWh: 0 });
  });

  test('what is not known accrues nothing and is not counted as measured', () => {
    const meter = makeDayMeter(0, day, day);
    meter.add(sample(0, { pvW: 1000 }));
    expect(meter.total(hour)).toMatchObject({ pvWh: 1000, importWh: 0, loadWh: 0, measuredMs: 0 });
  });
});

describe('time', () => {
  test('a sample from before midnight counts from midnight on', () => {
    const meter = makeDayMeter(day, 2 * day, gapLimitMs);
    meter.add(home(day - 20_000, 3600));
    expect(meter.total(day + 10_000).loadWh).toBeCloseTo(10, 9);
    meter.add(home(day + 30_000, 0));
    expect(meter.total(day + hour).loadWh).toBeCloseTo(30, 9);
  });

  test('the day ends at midnight', () => {
    const meter = makeDayMeter(0, day, gapLimitMs);
    meter.add(home(day - 10_000, 3600));
    meter.add(home(day + 10_000, 3600));
    expect(meter.total(2 * day).loadWh).toBeCloseTo(10, 9);
  });

  test('yesterday and today share one sample without a gap or an overlap', () => {
    const before = makeDayMeter(0, day, gapLimitMs);
    const after = makeDayMeter(day, 2 * day, gapLimitMs);
    for (const meter of [before, after]) {
      meter.add(home(day - 17_000, 1234));
      meter.add(home(day + 23_000, 0));
    }
    expect(before.total(2 * day).loadWh + after.total(2 * day).loadWh).toBeCloseTo((1234 * 40_000) / hour, 9);
  });

  test('an older sample changes nothing; asking changes nothing', () => {
    const meter = makeDayMeter(0, day, gapLimitMs);
    meter.add(home(0, 100));
    meter.add(home(30_000, 200));
    meter.add(home(10_000, 9999));
    expect(meter.total(40_000)).toEqual(meter.total(40_000));
    expect(meter.total(40_000).loadWh).toBeCloseTo((100 * 30_000 + 200 * 10_000) / hour, 9);
  });

  test('of two samples at one moment the later given holds', () => {
    const meter = makeDayMeter(0, day, gapLimitMs);
    meter.add(home(0, 9999));
    meter.add(home(0, 3600));
    expect(meter.total(1000).loadWh).toBeCloseTo(1, 9);
  });
});

test('in whatever pieces a held power is told, the energy is the same', () => {
  const pieces = fc.array(fc.integer({ min: 1, max: gapLimitMs }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: -5000, max: 5000 }), (lengths, watts) => {
      const meter = makeDayMeter(0, 10 * day, gapLimitMs);
      let at = 0;
      for (const length of lengths) {
        meter.add(sample(at, { gridW: watts, loadW: Math.abs(watts) }));
        at += length;
      }
      const { importWh, exportWh, loadWh: homeWh, measuredMs } = meter.total(at);
      expect(importWh - exportWh).toBeCloseTo((watts * at) / hour, 6);
      expect(Math.min(importWh, exportWh)).toBe(0);
      expect(homeWh).toBeCloseTo((Math.abs(watts) * at) / hour, 6);
      expect(measuredMs).toBe(at);
    }),
  );
});
