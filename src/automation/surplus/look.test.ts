// What a load waits for, in words: through a morning of a house, second by second, as the board shows it.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import type { FileAutomation, FileLoad } from '../file/words.ts';
import { sunnyHouse, type SunnyHouse } from '../testing/sunny-house.ts';
import { isSurplusState, surplusPartName } from './surplus.ts';

const boiler: FileLoad = {
  name: 'Boiler',
  device: 'boiler',
  point: 'relay.on.1',
  power: 2000,
  on_after: '1 min',
  off_after: '3 min',
};

const houseOf = (load: FileLoad, more: FileAutomation = {}): SunnyHouse =>
  sunnyHouse({ file: { ...more, loads: [load] }, loads: { boiler: { watts: 2000 } } });

/** The state, why, and in how many seconds it changes. */
function look(house: SunnyHouse): readonly [string | undefined, string | undefined, number | undefined] {
  const kept = house.bench.last()?.state.parts[surplusPartName];
  const one = isSurplusState(kept) ? kept.looks?.['boiler'] : undefined;
  const untilS = one?.untilMs === undefined ? undefined : Math.round((one.untilMs - house.bench.nowMs()) / 1000);
  return [one?.state, one && inEnglish(one.why).replaceAll('\u00a0', ' '), untilS];
}

test('it waits for the sun, for that to last, runs, and goes off when the sun has been away for long', () => {
  const house = houseOf(boiler);
  house.pvW = 1300;
  house.run(5);
  expect(look(house)).toEqual(['waits', 'it needs 2 kW, and the sun has 1 kW left for it', undefined]);
  house.pvW = 2400;
  house.run(20);
  const [state, why, untilS] = look(house);
  expect([state, why]).toEqual([
    'waits',
    'the sun has 2.1 kW left for it, and it needs 2 kW: it comes on when that lasts',
  ]);
  expect(untilS).toBe(40);
  house.run(120);
  expect(look(house)).toEqual(['runs', 'the sun has 2.1 kW left for it, and it needs 2 kW', undefined]);
  house.pvW = 0;
  house.run(60);
  const [off, offWhy, offS] = look(house);
  expect([off, offS]).toEqual(['runs', 120]);
  expect(offWhy).toMatch(/too little for some time now: it goes off when that lasts$/);
  house.run(300);
  expect(look(house)[0]).toBe('waits');
});

test('a silent meter, a condition, a full day and somebody else are told as what they are', () => {
  const silent = houseOf(boiler);
  silent.isMeterSilent = true;
  silent.run(5);
  expect(look(silent)).toEqual([
    'waits',
    'the meter or the battery is silent, or repeats one value whatever happens: what the sun has left is not known',
    undefined,
  ]);
  const alone = houseOf(boiler);
  alone.pvW = 5000;
  alone.isGridAway = true;
  alone.run(5);
  expect(look(alone)).toEqual([
    'waits',
    'the grid is away: what the sun makes is needed for the home and its battery',
    undefined,
  ]);
  const asked = houseOf({ ...boiler, if: 'battery.soc > 50 %' });
  asked.pvW = 3000;
  asked.run(5);
  expect(look(asked)[1]).toMatch(/^its condition is not true/);
  const spent = houseOf({ ...boiler, most: '1 min' });
  spent.pvW = 3000;
  spent.run(600);
  expect(look(spent).slice(0, 2)).toEqual(['waits', 'it has had its time for today']);
  const off = houseOf({ ...boiler, on: false });
  off.run(5);
  expect(look(off)[0]).toBe('off');
  const held = houseOf(boiler);
  held.run(5);
  held.bench.happen({
    kind: 'override',
    target: { device: 'boiler', setPoint: 'relay.on.1' },
    value: 1,
    untilMs: held.bench.nowMs() + 600_000,
    by: { id: 'anna', name: 'Anna' },
  });
  held.run(10);
  expect(look(held)[0]).toBe('held');
});

test('what runs its program, and what must run today, say so', () => {
  const program = houseOf({ ...boiler, program: '30 min' });
  program.pvW = 3000;
  program.run(120);
  program.pvW = 0;
  program.run(60);
  expect(look(program).slice(0, 2)).toEqual(['runs', 'it runs its program to the end']);
  const must = houseOf({ ...boiler, least: { for: '24 h', by: '23:59' } });
  must.run(5);
  expect(look(must).slice(0, 2)).toEqual(['runs', 'it has to run today, and can wait no longer']);
});
