// A house with a charger, a car, a battery and a meter, second by second: what people have stumbled over with chargers of others.
import { expect, test } from 'vitest';
import { compiled } from '../file/compile.ts';
import type { FileAutomation, FileCharger } from '../file/words.ts';
import { isSurplusState, surplusPartName } from '../surplus/surplus.ts';
import { makeBench } from '../testing/bench.ts';

const garage: FileCharger = {
  name: 'Garage',
  device: 'garage',
  start_after: '1 min',
  stop_after: '3 min',
  min_on: '1 s',
};
const [enabled, limit] = ['charger.enabled', 'charger.current.limit'] as const;

const three = (a: number) => ({ 'charger.current.l1': a, 'charger.current.l2': a, 'charger.current.l3': a });

interface HouseOptions extends FileAutomation {
  readonly pack?: { readonly chargeW: number; soc: number };
  readonly isEnabled?: boolean;
  readonly delayS?: number;
  readonly showsPhases?: boolean;
}

function house({ pack, isEnabled = false, delayS = 2, showsPhases = true, ...file }: HouseOptions = {}) {
  const outcome = compiled({ chargers: [garage], ...file }, { devices: ['garage', 'boiler'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const points = { [enabled]: Number(isEnabled), [limit]: 16, 'charger.phases': showsPhases ? 3 : undefined };
  const bench = makeBench(outcome.program, {
    devices: {
      garage: { kind: 'charger', points, limits: { [limit]: { min: 0, max: 32, step: 1 } }, delayS },
      boiler: { points: { 'relay.on.1': 0 } },
    },
  });
  const state = {
    pvW: 0,
    baseW: 300,
    isPlugged: true,
    isSilent: false,
    isGridAway: false,
    isDeaf: false,
    soc: 40,
    carMostW: 1e6,
    /** A car that is paused for 10 min sleeps; lightly: a pause wakes it. */
    sleeps: 'never' as 'never' | 'lightly' | 'deeply',
  };
  let [pausedS, isAsleep, wasOn] = [0, false, false];
  const liveSleep = (): void => {
    const isOn = bench.shows('garage', enabled) === 1;
    if (isOn && !wasOn && state.sleeps === 'lightly' && pausedS < 600) isAsleep = false;
    pausedS = isOn ? 0 : pausedS + 1;
    if (state.sleeps !== 'never' && pausedS >= 600) isAsleep = true;
    wasOn = isOn;
  };
  let [carW, energyWh, told] = [0, 0, 0];
  const waits: number[] = [];
  const offeredW = (): number => {
    const amps = Number(bench.shows('garage', limit));
    const isOn = bench.shows('garage', enabled) === 1 && state.isPlugged && amps >= 6;
    return isOn && !isAsleep ? Math.min(amps, 16) * 230 * 3 : 0;
  };
  const drawsW = (): number => state.baseW + carW + (bench.shows('boiler', 'relay.on.1') === 1 ? 2000 : 0);
  const packW = (): number => {
    if (pack === undefined) return 0;
    const over = state.pvW - drawsW();
    return over > 0 ? -Math.min(over, pack.chargeW) : Math.min(-over, 5000);
  };
  const gridW = (): number => drawsW() - state.pvW - packW();
  const second = (): void => {
    told += bench.last()?.notices?.length ?? 0;
    liveSleep();
    // A car follows after three seconds.
    waits.push(Math.min(offeredW(), state.carMostW));
    if (waits.length > 3) carW = waits.shift() ?? 0;
    energyWh += carW / 3600;
    if (!state.isDeaf)
      bench.see('garage', {
        'charger.power': carW,
        ...three(carW / 690),
        'charger.energy': energyWh,
        'charger.plugged': Number(state.isPlugged),
        'charger.state':
          carW > 0 ? 'charging' : bench.shows('garage', enabled) === 1 ? 'suspended-ev' : 'suspended-evse',
        'car.soc': state.soc,
      });
    if (pack !== undefined) bench.see('', { 'battery.power': packW(), 'battery.soc': pack.soc });
    if (!state.isSilent)
      bench.see('', { 'grid.power': state.isGridAway ? 0 : gridW(), 'grid.connected': state.isGridAway ? 0 : 1 });
  };
  const run = (seconds: number): readonly string[] =>
    bench.run(seconds, { isSilent: true, each: second }).map((line) => line.replace('garage charger.', ''));
  return { bench, state, run, gridW, carW: () => carW, told: () => told };
}

test('its own draw is part of the surplus: it settles where nothing is exported and nothing bought', () => {
  const one = house();
  one.state.pvW = 9000;
  one.run(400);
  // 8700 W are 12 A on three phases.
  expect([one.carW(), one.gridW()]).toEqual([8280, -420]);
  expect(one.run(600)).toEqual([]);
});

test('a cloud: down at once, paused when it lasts, and begun again with 6 A', () => {
  const one = house();
  one.state.pvW = 9000;
  one.run(400);
  one.state.pvW = 6000;
  expect(one.run(30)).toEqual(['400 current.limit=8 surplus']);
  one.state.pvW = 0;
  const lines = one.run(300);
  expect(lines[0]).toMatch(/current\.limit=6 surplus$/);
  expect(lines.at(-1)).toMatch(/enabled=0 surplus$/);
  expect(one.carW()).toBe(0);
});

test('what the battery gives is never sun, and its share is left to it', () => {
  const one = house({ pack: { chargeW: 4500, soc: 50 }, battery: { charge: 4500 } });
  one.state.pvW = 6000;
  expect(one.run(600)).toEqual([]);
  one.state.pvW = 10_500;
  one.run(600);
  // 10 500 − 300 − 4500 leave 5700 W: 8 A.
  expect(one.carW()).toBe(8 * 690);
  const night = house({ pack: { chargeW: 4500, soc: 90 }, battery: { charge: 4500 } });
  expect(night.run(600)).toEqual([]);
});

test('before the battery it takes what would go into it', () => {
  const one = house({ chargers: [{ ...garage, battery: 'before' }], pack: { chargeW: 4500, soc: 50 } });
  one.state.pvW = 6000;
  one.run(400);
  expect(one.carW()).toBe(8 * 690);
});

test('the meter falls silent: 6 A at once, and paused; it never goes on by what was', () => {
  const one = house();
  one.state.pvW = 9000;
  one.run(400);
  one.state.isSilent = true;
  const lines = one.run(400);
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['current.limit=6', 'enabled=0']);
  expect(one.run(900)).toEqual([]);
});

test('the grid is gone: the car does not empty the battery', () => {
  const one = house({ pack: { chargeW: 4500, soc: 90 }, chargers: [{ ...garage, mode: 'now' }] });
  one.run(30);
  expect(one.carW()).toBe(16 * 690);
  one.state.isGridAway = true;
  expect(one.run(5)).toEqual(['30 enabled=0 surplus']);
});

test('set by hand it stays so for its time, then it goes on from there', () => {
  const one = house({ by_hand: '10 min' });
  one.run(10);
  one.bench.turn('garage', enabled, 1);
  expect(one.run(580)).toEqual([]);
  expect(one.carW()).toBe(16 * 690);
  // Nobody holds it any more, and there is no sun.
  expect(one.run(300).at(-1)).toMatch(/enabled=0 surplus$/);
});

test('after a restart it goes on as it is found', () => {
  const one = house({ isEnabled: true });
  one.state.pvW = 12_000;
  expect(one.run(100)).toEqual([]);
  expect(one.carW()).toBe(16 * 690);
  one.bench.restart();
  expect(one.run(100)).toEqual([]);
});

test('a slow charger is told once, and its answer is waited for', () => {
  const one = house({ delayS: 20 });
  one.state.pvW = 9000;
  one.run(900);
  expect(one.gridW()).toBe(-420);
  one.state.pvW = 0;
  const lines = one.run(600);
  expect(lines.filter((line) => line.includes('enabled=0')).length).toBe(1);
  expect(one.carW()).toBe(0);
});

test('a fuse takes from it, and the surplus does not give back what the fuse took', () => {
  const one = house({
    chargers: [{ ...garage, mode: 'now' }],
    circuits: [
      {
        name: 'Fuse',
        measured: 'grid.power',
        limit: 8000,
        gives: [{ device: 'garage', point: enabled, takes: 11_040 }],
      },
    ],
  });
  const lines = one.run(200);
  expect(lines.filter((line) => line.includes('enabled')).slice(0, 2)).toEqual([
    '0 enabled=1 plan',
    expect.stringMatching(/enabled=0 protection$/),
  ]);
  expect(lines.filter((line) => line.includes('enabled')).length).toBe(2);
});

test('a boiler before it has its share; the car gets the rest', () => {
  const boiler = { name: 'Boiler', device: 'boiler', point: 'relay.on.1', power: 2000, on_after: '10 s' } as const;
  const one = house({ loads: [boiler] });
  one.state.pvW = 8000;
  one.run(600);
  expect([one.bench.shows('boiler', 'relay.on.1'), one.carW()]).toEqual([1, 8 * 690]);
  const first = house({ loads: [boiler], chargers: [{ ...garage, first: true }] });
  first.state.pvW = 5000;
  first.run(900);
  expect([first.bench.shows('boiler', 'relay.on.1'), first.carW()]).toEqual([0, 6 * 690]);
});

test('a person chooses a mode and a goal; both are kept over a restart, and end', () => {
  const one = house();
  one.bench.happen({ kind: 'charging', charger: 'garage', mode: 'now' });
  expect(one.run(20)).toEqual(['0 enabled=1 plan']);
  one.bench.restart();
  expect(one.run(60)).toEqual([]);
  one.bench.happen({ kind: 'charging', charger: 'garage', mode: 'off' });
  expect(one.run(20)).toEqual(['80 enabled=0 surplus']);
  one.bench.happen({ kind: 'charging', charger: 'garage' });
  one.state.pvW = 9000;
  expect(one.run(120).some((line) => line.includes('enabled=1 surplus'))).toBe(true);
  one.state.pvW = 0;
  one.run(400);
  const byMs = one.bench.nowMs() + 3_600_000;
  one.bench.happen({ kind: 'charging', charger: 'garage', mode: 'plan', goal: { wh: 5000, byMs } });
  const lines = one.run(3600);
  expect(lines[0]).toMatch(/plan$/);
  expect(lines.at(-1)).toMatch(/enabled=0/);
});

test('a car that comes begins nothing by itself: it is not allowed before the sun is there', () => {
  const one = house({ isEnabled: true });
  one.state.isPlugged = false;
  expect(one.run(20)).toEqual(['0 enabled=0 surplus']);
  one.state.isPlugged = true;
  expect(one.run(300)).toEqual([]);
});

test('without its values it is not taken for a car that takes nothing', () => {
  const one = house();
  one.state.pvW = 9000;
  one.run(400);
  one.state.isDeaf = true;
  // What it was given counts as what it takes: no second car is made of the same sun.
  expect(one.run(600)).toEqual([]);
  expect(one.gridW()).toBe(-420);
});

test('paused, its phases are left as they are', () => {
  const one = house({ chargers: [{ ...garage, phases: 'auto' }] });
  const lines = one.run(300);
  expect(lines.filter((line) => line.includes('phases=1'))).toEqual([]);
  expect(one.bench.shows('garage', 'charger.phases')).toBe(3);
});

test('a socket takes what is declared while it shows that it is on, whoever switched it', () => {
  const shed: FileCharger = { name: 'Shed', device: 'boiler', point: 'relay.on.1', power: 2000, mode: 'now' };
  const one = house({ chargers: [shed] });
  const takesW = (): number | undefined => {
    const kept = one.bench.last()?.state.parts[surplusPartName];
    return isSurplusState(kept) ? kept.chargerLooks?.['shed']?.takesW : undefined;
  };
  one.run(60);
  expect([one.bench.shows('boiler', 'relay.on.1'), takesW()]).toEqual([1, 2000]);
  const target = { device: 'boiler', setPoint: 'relay.on.1' } as const;
  const untilMs = one.bench.nowMs() + 600_000;
  one.bench.happen({ kind: 'override', target, value: 0, untilMs, by: { id: 'anna', name: 'Anna' } });
  one.run(60);
  expect([one.bench.shows('boiler', 'relay.on.1'), takesW()]).toEqual([0, 0]);
});

test('found charging in the sun after a restart without memory it goes on, with what the sun has', () => {
  const one = house({ isEnabled: true });
  one.state.pvW = 9000;
  const lines = one.run(400);
  // Never paused and begun again: a car wakes badly from that.
  expect(lines.filter((line) => line.includes('enabled'))).toEqual([]);
  expect(one.carW()).toBe(8280);
});

test('found paused in the sun after a restart it rests for its two minutes, then it begins', () => {
  const one = house();
  one.state.pvW = 9000;
  expect(one.run(110)).toEqual([]);
  expect(one.run(30).some((line) => line.includes('enabled=1 surplus'))).toBe(true);
});

test('a car whose power changes: what it does not take goes to the load behind, and is given back when it wants it', () => {
  const boiler = {
    name: 'Boiler',
    device: 'boiler',
    point: 'relay.on.1',
    power: 2000,
    min_on: '1 min',
    min_off: '1 min',
  };
  const one = house({ chargers: [{ ...garage, first: true }], loads: [boiler] });
  one.state.pvW = 9000;
  one.run(600);
  expect([one.carW(), one.bench.shows('boiler', 'relay.on.1')]).toEqual([8280, 0]);
  // Nearly full it takes less than it may.
  one.state.carMostW = 4500;
  one.run(900);
  expect([one.carW(), one.bench.shows('boiler', 'relay.on.1')]).toEqual([4500, 1]);
  expect(one.gridW()).toBeLessThanOrEqual(0);
  one.state.carMostW = 1e6;
  const lines = one.run(900);
  expect(lines.filter((line) => line.includes('enabled'))).toEqual([]);
  expect(one.gridW()).toBeLessThanOrEqual(0);
});

/** Paused for a quarter of an hour, then the sun comes. */
function afterRest(sleeps: 'lightly' | 'deeply') {
  const one = house();
  one.state.sleeps = sleeps;
  one.run(900);
  one.state.pvW = 9000;
  const begun = one.run(120).filter((line) => line.includes('enabled'));
  return { one, begun };
}

test('a car that fell asleep is woken by a short pause, once', () => {
  const { one, begun } = afterRest('lightly');
  expect(begun).toEqual([expect.stringContaining('enabled=1 surplus')]);
  const lines = one.run(600).filter((line) => line.includes('enabled'));
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['enabled=0', 'enabled=1']);
  expect(one.carW()).toBe(8280);
  expect(one.told()).toBe(0);
});

test('what a pause does not wake is told to a person, once, and left alone until it leaves', () => {
  const { one } = afterRest('deeply');
  const lines = one.run(3600).filter((line) => line.includes('enabled'));
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['enabled=0', 'enabled=1']);
  expect(one.told()).toBe(1);
  one.state.isPlugged = false;
  one.run(60);
  one.state.isPlugged = true;
  expect(one.run(900).filter((line) => line.includes('enabled')).length).toBeGreaterThan(2);
  expect(one.told()).toBe(2);
});

test('a car that is full is not woken', () => {
  const one = house();
  one.state.pvW = 9000;
  one.run(600);
  one.state.carMostW = 0;
  expect(one.run(3600).filter((line) => line.includes('enabled'))).toEqual([]);
  expect(one.told()).toBe(0);
});

test('a rule that held it lets go: it goes on from there on the phases that the car takes, and never above its largest current', () => {
  const hold: FileAutomation['rules'] = [
    {
      name: 'Hold',
      while: 'var.go',
      do: [
        { kind: 'set', device: 'garage', point: limit, value: 10 },
        { kind: 'set', device: 'garage', point: enabled, value: 'on' },
      ],
    },
  ];
  const one = house({
    chargers: [{ ...garage, phases: 'auto' }],
    rules: hold,
    variables: { go: { start: true } },
    showsPhases: false,
  });
  one.state.pvW = 8000;
  one.run(120);
  expect(one.carW()).toBe(6900);
  one.bench.happen({ kind: 'variable', name: 'go', value: false });
  const lines = one.run(120);
  const amps = lines.flatMap((line) => /current\.limit=(\d+)/.exec(line)?.[1] ?? []).map(Number);
  expect(Math.max(0, ...amps)).toBeLessThanOrEqual(16);
  expect(lines.filter((line) => line.includes('phases=1'))).toEqual([]);
});
