// Loads on the surplus, as people have stumbled over it: each test is a morning of a house, second by second, with its meter.
import { expect, test } from 'vitest';
import type { FileLoad } from '../file/words.ts';
import { type SunnyOptions, sunnyHouse } from '../testing/sunny-house.ts';

const boiler: FileLoad = {
  name: 'Boiler',
  device: 'boiler',
  point: 'relay.on.1',
  power: 2000,
  on_after: '1 min',
  off_after: '3 min',
};
const plug: FileLoad = { ...boiler, name: 'Plug', device: 'plug', power: 500 };
const rod: FileLoad = {
  name: 'Rod',
  device: 'rod',
  point: 'heater.power.target',
  power: 3000,
  least_power: 200,
  step: 100,
  on_after: '10 s',
  off_after: '30 s',
  settles: '5 s',
};

function house(loads: readonly FileLoad[], more: Partial<SunnyOptions> = {}) {
  const devices = {
    boiler: { watts: 2000 },
    plug: { watts: 500 },
    rod: { watts: 3000, point: 'heater.power.target' },
  } as const;
  const own = Object.fromEntries(Object.entries(devices).filter(([id]) => loads.some(({ device }) => device === id)));
  return sunnyHouse({ file: { loads }, loads: own, ...more });
}

test('it comes on when the sun suffices for a while, and stays on although its own draw hides the surplus', () => {
  const one = house([boiler]);
  one.pvW = 2400;
  expect(one.run(600)).toEqual(['60 boiler relay.on.1=1 surplus']);
  expect(one.gridW()).toBe(-100);
});

test('a spike does not switch it on, a cloud does not switch it off, a long one does', () => {
  const one = house([boiler]);
  one.pvW = 2400;
  one.run(50);
  one.pvW = 0;
  one.run(10);
  one.pvW = 2400;
  // The time begins anew: 60 s behind the dip.
  expect(one.run(200)).toEqual(['120 boiler relay.on.1=1 surplus']);
  one.pvW = 0;
  expect(one.run(60)).toEqual([]);
  one.pvW = 2400;
  expect(one.run(300)).toEqual([]);
  one.pvW = 0;
  expect(one.run(600)).toEqual(['800 boiler relay.on.1=0 surplus']);
});

test('minimum times hold, however cloudy', () => {
  const one = house([{ ...boiler, min_on: '30 min' }]);
  one.pvW = 2400;
  expect(one.run(120)).toEqual(['60 boiler relay.on.1=1 surplus']);
  one.pvW = 0;
  expect(one.run(1700)).toEqual([]);
  expect(one.run(120)).toEqual(['1861 boiler relay.on.1=0 surplus']);
});

test('what it must have in a day is a floor, not a stop; by its hour it takes it from the grid', () => {
  const must = { ...boiler, least: { for: '30 min', by: '14:00' } };
  // No sun: at 13:30 it can wait no longer.
  const dark = house([must], { start: '2026-06-10T12:00:00Z' });
  expect(dark.run(7300)).toEqual(['5400 boiler relay.on.1=1 surplus', '7200 boiler relay.on.1=0 surplus']);
  // Sun: it has had its half hour, and goes on.
  const sunny = house([must], { start: '2026-06-10T12:00:00Z' });
  sunny.pvW = 2400;
  expect(sunny.run(7300)).toEqual(['60 boiler relay.on.1=1 surplus']);
});

test('what a person switches stays so for an hour, and counts for the house', () => {
  const one = house([boiler, plug]);
  one.run(5);
  one.bench.turn('boiler', 'relay.on.1', 1);
  one.pvW = 2400;
  // 2,400 W of sun, 2,300 W of house: nothing is left for the plug.
  expect(one.run(3590)).toEqual([]);
  expect(one.takesW('boiler')).toBe(2000);
  // Then the sun decides again: it suffices.
  expect(one.run(600)).toEqual([]);
  one.pvW = 0;
  expect(one.run(600)).toEqual(['4375 boiler relay.on.1=0 surplus']);
});

test('a meter that says nothing is no surplus; what runs goes off after its time', () => {
  const one = house([boiler]);
  one.pvW = 2400;
  one.run(120);
  one.isMeterSilent = true;
  // The last value counts for 15 s, then the three minutes of the load.
  expect(one.run(400)).toEqual(['315 boiler relay.on.1=0 surplus']);
  expect(one.run(900)).toEqual([]);
});

test('the battery of the house feeds no load', () => {
  const battery = { chargeW: 3000, dischargeW: 5000, soc: 80, wh: 10_000 };
  const one = house([boiler], { battery });
  one.pvW = 1000;
  expect(one.run(600)).toEqual([]);
  // On by the sun of noon; when that goes, the battery holds the meter at 0, and the load goes off all the same.
  battery.soc = 100;
  one.pvW = 2400;
  expect(one.run(200)).toEqual(['660 boiler relay.on.1=1 surplus']);
  one.pvW = 0;
  expect(one.run(600)).toEqual(['980 boiler relay.on.1=0 surplus']);
});

test('a load behind the battery gets what the battery cannot take; one before it comes first', () => {
  const battery = (): NonNullable<SunnyOptions['battery']> => ({
    chargeW: 4500,
    dischargeW: 5000,
    soc: 40,
    wh: 20_000,
  });
  const after = house([rod], { battery: battery(), file: { loads: [rod], battery: { charge: 4500 } } });
  after.pvW = 6300;
  after.run(120);
  expect(after.takesW('rod')).toBe(1500);
  expect(after.batteryW()).toBe(-4500);
  // Less sun: the battery keeps what it takes, the rod gives way.
  after.pvW = 5300;
  after.run(120);
  expect([after.takesW('rod'), after.batteryW()]).toEqual([500, -4500]);
  const first = { ...rod, battery: 'before' } as const;
  const before = house([first], { battery: battery(), file: { loads: [first], battery: { charge: 4500 } } });
  before.pvW = 4300;
  before.run(120);
  expect([before.takesW('rod'), before.batteryW()]).toEqual([3000, -1000]);
});

test('a small load gives way to the big one before it in the list', () => {
  const one = house([boiler, plug]);
  one.pvW = 1500;
  expect(one.run(120)).toEqual(['60 plug relay.on.1=1 surplus']);
  one.pvW = 2400;
  // 2,100 W are left with the plug’s own: enough for the boiler alone.
  const lines = one.run(600);
  expect(lines).toEqual(['180 boiler relay.on.1=1 surplus', '360 plug relay.on.1=0 surplus']);
});

test('two loads do not both take the same surplus while the meter has not seen the first', () => {
  const one = house([boiler, { ...boiler, name: 'Second', device: 'plug', power: 2000 }]);
  one.pvW = 2500;
  expect(one.run(300)).toEqual(['60 boiler relay.on.1=1 surplus']);
});

test('a boiler whose thermostat is off leaves its surplus to the next', () => {
  const measured = 'relay.power.1 of boiler';
  const one = house([{ ...boiler, measured }, plug]);
  one.bench.see('boiler', { 'relay.power.1': 0 });
  one.pvW = 2400;
  const live = (seconds: number): readonly string[] => {
    const lines: string[] = [];
    for (let second = 0; second < seconds; second += 1) {
      one.bench.see('boiler', { 'relay.power.1': one.takesW('boiler') });
      lines.push(...one.run(1));
    }
    return lines;
  };
  expect(live(120)).toEqual(['60 boiler relay.on.1=1 surplus']);
  one.idle.add('boiler');
  expect(live(240).filter((line) => line.includes('plug'))).toHaveLength(1);
});

test('a heating rod follows the sun in its steps: down at once, up by what is there, and does not hunt', () => {
  const one = house([rod]);
  one.pvW = 1850;
  one.run(60);
  expect(one.takesW('rod')).toBe(1500);
  one.pvW = 1200;
  one.run(8);
  expect(one.takesW('rod')).toBe(900);
  expect(one.gridW()).toBeLessThanOrEqual(0);
  expect(one.run(600)).toEqual([]);
  // The sun flickers by less than a step.
  let commands = 0;
  for (let second = 0; second < 300; second += 1) {
    one.pvW = 1200 + (second % 2) * 60;
    commands += one.run(1).length;
  }
  expect(commands).toBeLessThanOrEqual(1);
});

test('after a restart it goes on with what it finds', () => {
  const one = house([boiler]);
  one.pvW = 2400;
  one.run(120);
  one.bench.restart();
  expect(one.run(300)).toEqual([]);
  const found = sunnyHouse({ file: { loads: [boiler] }, loads: { boiler: { watts: 2000, isOn: true } } });
  found.pvW = 2400;
  expect(found.run(300)).toEqual([]);
});

test('when the grid is away there is no surplus', () => {
  const one = house([boiler]);
  one.isGridAway = true;
  one.pvW = 6000;
  expect(one.run(300)).toEqual([]);
});

test('when the grid goes, what runs goes off at once, and what must run today waits for it', () => {
  const must = { ...boiler, least: { for: '2 h', by: '13:00' } };
  const one = house([must]);
  one.pvW = 2400;
  expect(one.run(120)).toEqual(['0 boiler relay.on.1=1 surplus']);
  one.isGridAway = true;
  expect(one.run(300)).toEqual(['120 boiler relay.on.1=0 surplus']);
  one.isGridAway = false;
  expect(one.run(300)).toEqual(['420 boiler relay.on.1=1 surplus']);
});

test('a washing machine runs its programme through', () => {
  const one = house([{ ...plug, name: 'Washing', program: '1 h' }]);
  one.pvW = 1000;
  expect(one.run(120)).toEqual(['60 plug relay.on.1=1 surplus']);
  one.pvW = 0;
  expect(one.run(3000)).toEqual([]);
  // An hour after it began, and its time without sun.
  expect(one.run(1000)).toEqual(['3840 plug relay.on.1=0 surplus']);
});
