import { fc } from '#tools/testkit/property.ts';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { createHome, homeModel, startState } from './home.ts';
import { gridOf, type HomeState, loadOf, stepHome } from './home-step.ts';
import { localDays } from './place.ts';
import { clearSky } from './sun.ts';

const at = (iso: string): number => Date.parse(iso);

/** A year of steps of random length, with relays and priorities turned at random. */
function randomYear(seed: number): { readonly states: readonly HomeState[]; readonly efficiency: number } {
  const options = { startMs: at('2026-01-01T00:00:00Z'), seed };
  const model = homeModel(options);
  const random = seededRandom(seed);
  const states: HomeState[] = [startState(model, options)];
  let state = startState(model, options);
  while (state.atMs < options.startMs + 365 * dayMs) {
    const relays = [random() < 0.3, random() < 0.1, random() < 0.1] as const;
    const dispatch = { mayDischarge: random() < 0.8, gridChargeW: random() < 0.1 ? 1500 : 0 };
    const stepMs = 1000 * Math.ceil(10 ** (4 * random()));
    state = stepHome(model, { ...state, relays, dispatch }, state.atMs + stepMs);
    states.push(state);
  }
  return { states, efficiency: model.battery.efficiency };
}

/** Energy of the sun on one UTC day, Wh, and the hours in which there was any. */
function sunOf(
  iso: string,
  sky: 'sun' | 'sine' = 'sun',
): { readonly energyWh: number; readonly hours: number; readonly peakW: number } {
  const startMs = at(iso);
  const home = createHome({ startMs, seed: 3, sky });
  let minutes = 0;
  let peakW = 0;
  for (let minute = 1; minute <= 1440; minute += 1) {
    home.advance(startMs + minute * 60_000, 60_000);
    const { powerW } = home.snapshot().pv;
    if (powerW > 0) minutes += 1;
    peakW = Math.max(peakW, powerW);
  }
  return { energyWh: home.snapshot().pv.energyWh, hours: minutes / 60, peakW };
}

describe('the books of the home', () => {
  it('balance exactly at every step of a year of random steps', () => {
    const { states } = randomYear(1);
    // A list of the wrong ones: an `expect` for each of 30 000 steps takes seconds.
    const wrong = states.filter(({ powers }) => loadOf(powers) !== powers.pvW + gridOf(powers) + powers.batteryW);
    expect(wrong).toEqual([]);
    expect(states.length).toBeGreaterThan(10_000);
  });

  it('keep the state of charge in range and the energy of the cells within efficiency', () => {
    const { states, efficiency } = randomYear(5);
    const first = states[0];
    const last = states.at(-1);
    if (first === undefined || last === undefined) throw new TypeError('no states');
    const stored = states.map(({ storedWh }) => storedWh);
    expect(Math.min(...stored)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...stored)).toBeLessThanOrEqual(10_240 + 1e-6);
    const { counters } = last;
    expect(last.storedWh - first.storedWh).toBeCloseTo(
      counters.chargeWh * efficiency - counters.dischargeWh / efficiency,
      3,
    );
    expect(counters.loadWh).toBeCloseTo(
      counters.pvWh + counters.importWh - counters.exportWh + counters.dischargeWh - counters.chargeWh,
      3,
    );
    const phases = (three: readonly number[]): number => three.reduce((sum, value) => sum + value, 0);
    expect(phases(counters.importPhasesWh) - phases(counters.exportPhasesWh)).toBeCloseTo(
      counters.importWh - counters.exportWh,
      3,
    );
    expect(counters.chargeWh).toBeGreaterThan(100_000);
  });

  it('hold for the snapshot at any moment and seed', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      (seed, minute) => {
        const startMs = at('2026-01-01T00:00:00Z') + minute * 60_000;
        const home = createHome({ startMs, seed, soc: 50 });
        home.advance(startMs + 30 * 60_000, 60_000);
        const { pv, grid, battery, load } = home.snapshot();
        expect(load.powerW).toBe(pv.powerW + grid.powerW + battery.powerW);
        expect(load.phasesW[0] + load.phasesW[1] + load.phasesW[2]).toBe(load.powerW);
        expect(battery.voltageV * battery.currentA).toBeCloseTo(battery.powerW, 6);
        expect(battery.cellsV).toHaveLength(16);
        expect(battery.cellsV.reduce((sum, cell) => sum + cell, 0)).toBeCloseTo(battery.voltageV, 6);
        expect(pv.powerW).toBeGreaterThanOrEqual(0);
        expect(pv.powerW).toBeLessThanOrEqual(5000);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });
});

describe('the life of the home', () => {
  it('is the same for the same seed, and another for another', () => {
    const run = (seed: number): string => {
      const startMs = at('2026-05-04T00:00:00Z');
      const home = createHome({ startMs, seed });
      home.advance(startMs + dayMs, 60_000);
      return JSON.stringify(home.snapshot());
    };
    expect(run(8)).toBe(run(8));
    expect(run(8)).not.toBe(run(9));
  });

  it('has longer and brighter days in summer', () => {
    const summer = sunOf('2026-06-21T00:00:00Z');
    const winter = sunOf('2026-12-21T00:00:00Z');
    expect(summer.hours).toBeGreaterThan(15);
    expect(winter.hours).toBeLessThan(9);
    expect(summer.energyWh).toBeGreaterThan(winter.energyWh * 1.5);
  });

  it('has the usual power of a clear sky', () => {
    expect(clearSky(60).direct).toBeGreaterThan(850);
    expect(clearSky(60).direct).toBeLessThan(1000);
    expect(clearSky(-1)).toEqual({ direct: 0, diffuse: 0 });
  });

  it('draws a plausible amount: 5 to 20 kWh a day, never less than 120 W', () => {
    const startMs = at('2026-03-02T00:00:00Z');
    const home = createHome({ startMs, seed: 4 });
    let leastW = Number.POSITIVE_INFINITY;
    for (let minute = 1; minute <= 14 * 1440; minute += 1) {
      home.advance(startMs + minute * 60_000, 60_000);
      leastW = Math.min(leastW, home.snapshot().load.powerW);
    }
    expect(leastW).toBeGreaterThan(120);
    const perDay = home.snapshot().load.energyWh / 14;
    expect(perDay).toBeGreaterThan(5000);
    expect(perDay).toBeLessThan(20_000);
  });

  it('feeds the house from the battery at night and takes what lacks from the grid', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({ startMs, seed: 4, soc: 60 });
    home.advance(startMs + hourMs, 1000);
    const { pv, battery, grid } = home.snapshot();
    expect(pv.powerW).toBe(0);
    expect(battery.powerW).toBeGreaterThan(50);
    expect(grid.powerW).toBeGreaterThan(0);
  });

  it('catches up after a long sleep and ignores a clock that runs back', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({ startMs });
    home.advance(startMs + 8 * hourMs + 1500);
    expect(home.atMs).toBe(startMs + 8 * hourMs + 1000);
    home.advance(startMs);
    expect(home.atMs).toBe(startMs + 8 * hourMs + 1000);
  });
});

describe('what the home can be told', () => {
  it('switches loads, and grid and battery follow', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({ startMs, seed: 4, soc: 60 });
    home.advance(startMs + 1000, 1000);
    const before = home.snapshot();
    home.setRelay(2, true);
    home.setRelay(0, true);
    home.advance(startMs + 2000, 1000);
    const after = home.snapshot();
    expect(after.relays[2].powerW).toBeGreaterThan(2200);
    expect(after.relays[0].powerW).toBeGreaterThan(1400);
    expect(after.load.powerW - before.load.powerW).toBeGreaterThan(3600);
    // 3 kW is all the battery gives; the rest comes from the grid.
    expect(after.battery.powerW).toBe(3000);
    expect(after.grid.powerW).toBeGreaterThan(500);
  });

  it('heats the boiler to its limit and lets the thermostat pause', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({ startMs, seed: 4 });
    home.setRelay(0, true);
    const powers = new Set<boolean>();
    for (let minute = 1; minute <= 12 * 60; minute += 1) {
      home.advance(startMs + minute * 60_000, 60_000);
      powers.add(home.snapshot().relays[0].powerW > 0);
    }
    expect(powers).toEqual(new Set([true, false]));
  });

  it('keeps the battery for later, or charges it from the grid', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({ startMs, soc: 60 });
    home.setDispatch({ mayDischarge: false, gridChargeW: 0 });
    home.advance(startMs + 1000, 1000);
    expect(home.snapshot().battery.powerW).toBe(0);
    home.setDispatch({ mayDischarge: true, gridChargeW: 1500 });
    home.advance(startMs + 2000, 1000);
    expect(home.snapshot().battery.powerW).toBe(-1500);
    expect(home.snapshot().grid.powerW).toBeGreaterThan(1500);
  });
});

describe('the sine system of the founding document', () => {
  it('shines from 6 to 18 h with 85 to 100 % of 5.5 kW at noon', () => {
    const startMs = at('2026-01-10T00:00:00Z');
    const home = createHome({
      startMs,
      sky: 'sine',
      inverterLimitW: 6000,
      place: { latitude: 0, longitude: 0, timeZone: 'UTC' },
    });
    const power = (hour: number): number => {
      home.advance(startMs + hour * hourMs, 60_000);
      return home.snapshot().pv.powerW;
    };
    expect(power(5.9)).toBe(0);
    expect(power(6.1)).toBeGreaterThan(0);
    const noon = power(12);
    expect(noon).toBeGreaterThanOrEqual(0.85 * 5500 - 1);
    expect(noon).toBeLessThanOrEqual(5500);
    expect(power(18.05)).toBe(0);
  });
});

describe('local days', () => {
  it('are 23 and 25 hours long where summer time begins and ends', () => {
    const dayOf = localDays('Europe/Berlin');
    const length = (iso: string): number => {
      const day = dayOf(at(iso));
      return (day.toMs - day.fromMs) / hourMs;
    };
    expect([length('2026-03-29T12:00:00Z'), length('2026-10-25T12:00:00Z'), length('2026-06-01T12:00:00Z')]).toEqual([
      23, 25, 24,
    ]);
    expect(dayOf(at('2026-03-29T12:00:00Z')).weekday).toBe(7);
  });
});
