// Circuits with limits, second by second: what gives way, when, and when it comes back.
import { expect, test } from 'vitest';
import { compiled } from '../file/compile.ts';
import type { FileAutomation, FileCircuit } from '../file/words.ts';
import { type SunnyHouse, sunnyHouse } from '../testing/sunny-house.ts';

const loads = {
  boiler: { watts: 2000, isOn: true },
  plug: { watts: 500, isOn: true },
  rod: { watts: 3000, point: 'heater.power.target', isOn: true },
} as const;
const boiler = { device: 'boiler', point: 'relay.on.1', takes: 2000 };
const plug = { device: 'plug', point: 'relay.on.1', takes: 500 };
const rod = { device: 'rod', point: 'heater.power.target', takes: 3000 };
const fuse: FileCircuit = { name: 'Fuse', measured: 'grid.power', limit: 4000, back: '1 min', gives: [plug, boiler] };

function house(file: FileAutomation, only: readonly (keyof typeof loads)[] = ['boiler', 'plug']): SunnyHouse {
  const own = Object.fromEntries(only.map((id) => [id, loads[id]]));
  return sunnyHouse({ file, loads: own });
}

test('loads give way in their order until it is no more too much, and come back in the reverse one', () => {
  const one = house({ circuits: [fuse] });
  one.baseW = 1000;
  expect(one.run(60)).toEqual([]);
  one.baseW = 4500;
  // 7,000 W of 4,000: the plug after 3 s, the boiler when that was seen and is not enough.
  expect(one.run(60)).toEqual(['63 plug relay.on.1=0 protection', '66 boiler relay.on.1=0 protection']);
  one.baseW = 1000;
  // Nobody else wants them on: they were on before, and are put back.
  expect(one.run(300)).toEqual(['180 boiler relay.on.1=1 nobody', '240 plug relay.on.1=1 nobody']);
});

test('a short peak sheds nothing, and what has no room does not come back', () => {
  const one = house({ circuits: [fuse] });
  one.baseW = 4000;
  one.run(2);
  one.baseW = 1000;
  expect(one.run(30)).toEqual([]);
  one.baseW = 3000;
  expect(one.run(60)).toEqual(['35 plug relay.on.1=0 protection', '38 boiler relay.on.1=0 protection']);
  one.baseW = 2400;
  // 2,400 and the boiler would be 4,400.
  expect(one.run(600)).toEqual([]);
});

test('what is set in watts is reduced by what is too much, and raised by what there is', () => {
  const one = house({ circuits: [{ ...fuse, gives: [rod] }] }, ['rod']);
  one.bench.turn('rod', 'heater.power.target', 3000);
  one.baseW = 800;
  expect(one.run(30)).toEqual([]);
  one.baseW = 2200;
  expect(one.run(60)).toEqual(['33 rod heater.power.target=1800 protection']);
  expect(one.gridW()).toBe(4000);
  // Room for a part of it, and nobody else sets it: it takes that part.
  one.baseW = 1200;
  expect(one.run(120)).toEqual(['150 rod heater.power.target=2800 protection']);
  one.baseW = 800;
  expect(one.run(120)).toEqual(['270 rod heater.power.target=3000 nobody']);
});

test('it passes rules and surplus, and not a person', () => {
  const one = house({
    circuits: [fuse],
    rules: [
      {
        name: 'On',
        while: 'grid.power > -100000 W',
        do: [{ kind: 'set', device: 'boiler', point: 'relay.on.1', value: 'on' }],
      },
    ],
  });
  one.baseW = 4500;
  const lines = one.run(30);
  expect(lines.at(-1)).toBe('6 boiler relay.on.1=0 protection');
  expect(
    one.bench.holding('boiler', 'relay.on.1')?.claims.map(({ claim, outcome }) => `${claim.by.kind} ${outcome}`),
  ).toEqual(['protection narrows', 'rule beaten']);
  one.bench.turn('boiler', 'relay.on.1', 1);
  expect(one.run(30)).toEqual([]);
  expect(one.takesW('boiler')).toBe(2000);
});

test('a meter that says nothing takes nothing and gives nothing back', () => {
  const one = house({ circuits: [fuse] });
  one.baseW = 4500;
  one.run(30);
  one.isMeterSilent = true;
  one.baseW = 0;
  expect(one.run(600)).toEqual([]);
  one.isMeterSilent = false;
  expect(one.run(200).length).toBe(2);
});

/** A branch with a load; it is told by `meter.power.1` of the plug. */
const branch = (name: string, gives: FileCircuit['gives'], limit: number): FileCircuit => ({
  ...fuse,
  name,
  measured: 'meter.power.1 of plug',
  limit,
  gives,
});
const mainFuse = (gives: FileCircuit['gives']): FileCircuit => ({ ...fuse, name: 'Main', back: '5 s', gives });
const below = (gives: FileCircuit['gives'], limit: number): readonly FileCircuit[] => [
  branch('Branch', gives, limit),
  mainFuse(gives),
];

function branched(one: SunnyHouse, seconds: number, branchW: number): readonly string[] {
  const lines: string[] = [];
  for (let second = 0; second < seconds; second += 1) {
    one.bench.see('plug', { 'meter.power.1': branchW });
    lines.push(...one.run(1));
  }
  return lines;
}

test('a load of a branch comes back when the main fuse has room too', () => {
  const one = house({ circuits: below([boiler], 2500) });
  // With the plug's 500 W and the boiler's 2,000 the main fuse has its 4,000; the branch has 500 too much.
  one.baseW = 1500;
  expect(branched(one, 10, 3000)).toEqual(['3 boiler relay.on.1=0 protection']);
  one.baseW = 3500;
  expect(branched(one, 300, 0)).toEqual([]);
  one.baseW = 1400;
  // The branch is looked at first: it sees the room of the second before.
  expect(branched(one, 300, 0)).toEqual(['371 boiler relay.on.1=1 nobody']);
});

test('two branches do not give the same room of the main fuse twice', () => {
  const circuits = [branch('One', [boiler], 2500), branch('Other', [plug], 600), mainFuse([boiler, plug])];
  const one = house({ circuits });
  one.baseW = 1500;
  expect(branched(one, 10, 3000)).toEqual(['3 boiler relay.on.1=0 protection', '3 plug relay.on.1=0 protection']);
  // Room for the boiler or the plug, not for both.
  one.baseW = 1900;
  const lines = branched(one, 300, 0);
  expect(lines).toEqual(['70 boiler relay.on.1=1 nobody']);
  expect(one.gridW()).toBe(3900);
});

test('what is set in watts comes back as far as the main fuse lets it', () => {
  const one = house({ circuits: below([rod], 2500) }, ['rod', 'plug']);
  one.bench.turn('rod', 'heater.power.target', 3000);
  one.baseW = 300;
  expect(branched(one, 10, 3500)).toEqual(['3 rod heater.power.target=2000 protection']);
  one.baseW = 1000;
  // 1,000, the plug's 500 and 2,500 of the rod are the 4,000 W of the main fuse; the branch had room for all.
  expect(branched(one, 200, 0)).toEqual(['70 rod heater.power.target=2500 protection']);
  expect(one.gridW()).toBe(4000);
});

test('a signal of the operator of the grid: it holds only while it is there', () => {
  const operator: FileCircuit = {
    name: '§14a',
    measured: 'heater.power of rod',
    limit: 4200,
    when: 'var.dimmed',
    gives: [rod],
  };
  const outcome = compiled({ circuits: [operator], variables: { dimmed: { start: false } } });
  // Variables are the rules'; the signal of an operator is a value of a device.
  expect('problems' in outcome).toBe(true);
  const one = house({ circuits: [{ ...fuse, limit: 1000, when: 'relay.on.1 of plug', gives: [boiler] }] });
  one.bench.see('plug', { 'relay.on.1': 0 });
  expect(one.run(60)).toEqual([]);
  one.bench.see('plug', { 'relay.on.1': 1 });
  const lines: string[] = [];
  for (let second = 0; second < 30; second += 1) {
    one.bench.see('plug', { 'relay.on.1': 1 });
    lines.push(...one.run(1));
  }
  expect(lines).toEqual(['63 boiler relay.on.1=0 protection']);
  one.bench.see('plug', { 'relay.on.1': 0 });
  expect(one.run(10)).toEqual(['90 boiler relay.on.1=1 nobody']);
});

test('the mean of a quarter of an hour stays within the limit, also with a peak in it', () => {
  const one = house({ circuits: [{ ...fuse, limit: 3000, mean: '15 min', gives: [plug, boiler] }] });
  // The day begins at noon, at the beginning of a quarter.
  const sums: number[] = [];
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const before = one.sums.importWh;
    one.baseW = 800;
    one.run(450);
    one.baseW = 2600;
    one.run(450);
    sums.push((one.sums.importWh - before) * 4);
  }
  expect(Math.max(...sums)).toBeLessThanOrEqual(3010);
  // Without it the mean would be 4,200 W.
  expect(Math.max(...sums)).toBeGreaterThan(2000);
});

test('mistakes are told', () => {
  const wrong = (circuit: Partial<FileCircuit>): readonly string[] => {
    const outcome = compiled({ circuits: [{ ...fuse, ...circuit }] }, { devices: ['boiler', 'plug'] });
    return 'problems' in outcome ? outcome.problems.map(({ path, why }) => `${path.join('.')} ${why.code}`) : [];
  };
  expect(wrong({})).toEqual([]);
  expect(wrong({ measured: 'battery.soc' })).toEqual(['circuits.0.measured act.circuit-unit']);
  expect(wrong({ measured: ['grid.current.l1', 'grid.power'] })).toEqual(['circuits.0.measured act.circuit-unit']);
  expect(wrong({ gives: [{ device: 'boiler', point: 'relay.on.1' }] })).toEqual([
    'circuits.0.gives.0 act.circuit-takes',
  ]);
});
