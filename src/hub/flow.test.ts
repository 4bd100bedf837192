// The power flow as an electrician would check it: what the devices say on the left, what the home shows on the right.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import type { FlowBranch } from '#api/contract.ts';
import { type FlowDevice, flowOf } from './flow.ts';
import { type Scene, sceneOf } from './testing/batches.ts';

/** `900`, `estimated 400`, `?` where it is not known. */
function shown({ powerW, quality }: FlowBranch): number | string {
  if (powerW === undefined) return '?';
  return quality === 'good' ? powerW : `${quality} ${powerW}`;
}

function flow(scene: Scene) {
  const { devices, look } = sceneOf(scene);
  const { pv, grid, battery, load, soc } = flowOf(devices, look, 0);
  return {
    pv: shown(pv),
    grid: shown(grid),
    battery: shown(battery),
    load: shown(load),
    ...(soc === undefined ? {} : { soc }),
  };
}

interface Case {
  readonly name: string;
  readonly says: Scene;
  readonly shows: ReturnType<typeof flow>;
}

const metered: readonly Case[] = [
  { name: 'nothing at all', says: {}, shows: { pv: '?', grid: '?', battery: '?', load: '?' } },
  {
    name: 'a meter alone: the home is what comes in',
    says: { 'meter:m': { 'grid.power': 420 } },
    shows: { pv: '?', grid: 420, battery: '?', load: 420 },
  },
  {
    name: 'sun only, a part of it sold',
    says: { 'inverter:i': { 'pv.power': 3000 }, 'meter:m': { 'grid.power': -2200 } },
    shows: { pv: 3000, grid: -2200, battery: '?', load: 800 },
  },
  {
    name: 'sun charges the battery',
    says: {
      'inverter:i': { 'pv.power': 3000, 'battery.power': -1900 },
      'battery:b': { 'battery.power': -2000, 'battery.soc': 40 },
      'meter:m': { 'grid.power': -100 },
    },
    shows: { pv: 3000, grid: -100, battery: -2000, load: 900, soc: 40 },
  },
  {
    name: 'night: the battery and a little grid',
    says: {
      'inverter:i': { 'pv.power': 0 },
      'battery:b': { 'battery.power': 700, 'battery.soc': 60 },
      'meter:m': { 'grid.power': 30 },
    },
    shows: { pv: 0, grid: 30, battery: 700, load: 730, soc: 60 },
  },
  {
    name: 'the meter speaks before the inverter',
    says: { 'inverter:i': { 'pv.power': 500, 'grid.power': 999 }, 'meter:m': { 'grid.power': 100 } },
    shows: { pv: 500, grid: 100, battery: '?', load: 600 },
  },
  {
    name: 'without a meter the inverter says it',
    says: { 'inverter:i': { 'pv.power': 500, 'grid.power': 250 } },
    shows: { pv: 500, grid: 250, battery: '?', load: 750 },
  },
  {
    name: 'two inverters, two batteries, one meter',
    says: {
      'inverter:a': { 'pv.power': 1000 },
      'inverter:b': { 'pv.power': 500 },
      'battery:c': { 'battery.power': -300, 'battery.soc': 50 },
      'battery:d': { 'battery.power': 100, 'battery.soc': 70 },
      'meter:m': { 'grid.power': -200 },
    },
    shows: { pv: 1500, grid: -200, battery: -200, load: 1100, soc: 60 },
  },
  {
    name: 'read moments apart: a home never makes power',
    says: { 'inverter:i': { 'pv.power': 1000 }, 'meter:m': { 'grid.power': -1040 } },
    shows: { pv: 1000, grid: -1040, battery: '?', load: 0 },
  },
  {
    name: 'the loads of a relay are no source',
    says: { 'relay:r': { 'relay.power.1': 900 }, 'meter:m': { 'grid.power': 1000 } },
    shows: { pv: '?', grid: 1000, battery: '?', load: 1000 },
  },
];

const stale: readonly Case[] = [
  {
    name: 'a stale sun makes the home stale, the grid not',
    says: { 'inverter:i': { 'pv.power': [3000, 'stale'] }, 'meter:m': { 'grid.power': 100 } },
    shows: { pv: 'stale 3000', grid: 100, battery: '?', load: 'stale 3100' },
  },
  {
    name: 'one of two inverters is stale: so is their sum',
    says: { 'inverter:a': { 'pv.power': 1000 }, 'inverter:b': { 'pv.power': [500, 'stale'] } },
    shows: { pv: 'stale 1500', grid: '?', battery: '?', load: '?' },
  },
  {
    name: 'a meter that fell silent is stood in for by who is alive',
    says: { 'inverter:i': { 'grid.power': 300 }, 'meter:m': { 'grid.power': [100, 'stale'] } },
    shows: { pv: '?', grid: 'estimated 300', battery: '?', load: 'estimated 300' },
  },
  {
    name: 'with nobody alive the best one shows what it said last',
    says: { 'inverter:i': { 'grid.power': [300, 'stale'] }, 'meter:m': { 'grid.power': [100, 'stale'] } },
    shows: { pv: '?', grid: 'stale 100', battery: '?', load: 'stale 100' },
  },
  {
    name: 'U1: a battery that is gone does not show its last value while the inverter speaks',
    says: {
      'inverter:axpert': { 'pv.power': 0, 'battery.power': 263, 'load.power': 250, 'grid.voltage': 0 },
      'battery:jk': { 'battery.power': [240, 'stale'], 'battery.soc': [55, 'stale'] },
    },
    shows: { pv: 0, grid: 'estimated 0', battery: 'estimated 263', load: 'estimated 263', soc: 55 },
  },
  {
    name: 'computed values make the home estimated',
    says: { 'battery:b': { 'battery.power': [500, 'estimated'] }, 'meter:m': { 'grid.power': 100 } },
    shows: { pv: '?', grid: 100, battery: 'estimated 500', load: 'estimated 600' },
  },
];

const offGrid: readonly Case[] = [
  {
    name: 'an inverter that tells nothing of the grid: its output is the home, the grid stays unknown',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 500, 'battery.power': -300 } },
    shows: { pv: 800, grid: '?', battery: -300, load: 500 },
  },
  {
    name: 'its input is dead: nothing comes from the grid',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 500, 'battery.power': -300, 'grid.voltage': 0 } },
    shows: { pv: 800, grid: 'estimated 0', battery: -300, load: 'estimated 500' },
  },
  {
    name: 'its input is live: the grid gives what sun and battery do not',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 1500, 'battery.power': 300, 'grid.voltage': 230 } },
    shows: { pv: 800, grid: 'estimated 400', battery: 300, load: 'estimated 1500' },
  },
  {
    name: 'volts are there, and its mode says battery: the grid is not at its input',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 500, 'grid.voltage': 230, 'grid.connected': 0 } },
    shows: { pv: 800, grid: 'estimated 0', battery: '?', load: 'estimated 800' },
  },
  {
    name: 'what its mode said long ago says nothing against volts of now',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 900, 'grid.voltage': 230, 'grid.connected': [0, 'stale'] } },
    shows: { pv: 800, grid: 'estimated 100', battery: '?', load: 'estimated 900' },
  },
  {
    name: 'it charges from the grid',
    says: { 'inverter:i': { 'pv.power': 0, 'load.power': 500, 'battery.power': -1000, 'grid.voltage': 230 } },
    shows: { pv: 0, grid: 'estimated 1500', battery: -1000, load: 'estimated 500' },
  },
  {
    name: 'losses are no feed-in',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 700, 'battery.power': 0, 'grid.voltage': 230 } },
    shows: { pv: 800, grid: 'estimated 0', battery: 0, load: 'estimated 800' },
  },
  {
    name: 'an older model that does not tell the sun: no guess',
    says: { 'inverter:i': { 'load.power': 700, 'battery.power': 100, 'grid.voltage': 230 } },
    shows: { pv: '?', grid: '?', battery: 100, load: 700 },
  },
  {
    name: 'a battery gone stale makes the estimate stale',
    says: {
      'inverter:i': { 'pv.power': 800, 'load.power': 1500, 'grid.voltage': 230 },
      'battery:b': { 'battery.power': [300, 'stale'] },
    },
    shows: { pv: 800, grid: 'stale 400', battery: 'stale 300', load: 'stale 1500' },
  },
  {
    name: 'a meter that is silent as yet: no guess in its place',
    says: { 'inverter:i': { 'pv.power': 800, 'load.power': 1500, 'grid.voltage': 230 }, 'meter:m': {} },
    shows: { pv: 800, grid: '?', battery: '?', load: 1500 },
  },
];

describe.each([
  ['with a meter', metered],
  ['stale and computed values', stale],
  ['an inverter without a meter', offGrid],
])('%s', (_name, cases) => {
  test.each(cases)('$name', ({ says, shows }) => {
    expect(flow(says)).toEqual(shows);
  });
});

describe('state of charge', () => {
  test.each<readonly [string, Scene, number | undefined]>([
    ['nobody says it', { 'battery:b': {} }, undefined],
    [
      'the battery before the inverter',
      { 'inverter:i': { 'battery.soc': 10 }, 'battery:b': { 'battery.soc': 80 } },
      80,
    ],
    ['the inverter where there is no battery', { 'inverter:i': { 'battery.soc': 10 } }, 10],
    [
      'weighted by capacity',
      {
        'battery:a': { 'battery.soc': 100, 'battery.capacity': 100 },
        'battery:b': { 'battery.soc': 20, 'battery.capacity': 300 },
      },
      40,
    ],
    [
      'the plain mean where one does not say its capacity',
      { 'battery:a': { 'battery.soc': 100, 'battery.capacity': 100 }, 'battery:b': { 'battery.soc': 20 } },
      60,
    ],
  ])('%s', (_name, says, soc) => {
    const { devices, look } = sceneOf(says);
    expect(flowOf(devices, look, 0).soc).toBe(soc);
  });
});

test('load = pv + grid + battery wherever the grid is known, and never below 0', () => {
  const watts = fc.integer({ min: -9000, max: 9000 });
  const sun = fc.integer({ min: 0, max: 9000 });
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const scenes = fc.record({
    pv: fc.array(sun, { maxLength: 3 }),
    batteries: fc.array(watts, { maxLength: 3 }),
    meter: optional(watts),
    output: optional(sun),
    voltage: optional(fc.integer({ min: 0, max: 250 })),
  });
  let known = 0;
  fc.assert(
    fc.property(scenes, ({ pv, batteries, meter, output, voltage }) => {
      const first = {
        ...(output === undefined ? {} : { 'load.power': output }),
        ...(voltage === undefined ? {} : { 'grid.voltage': voltage }),
      };
      const { devices, look } = sceneOf({
        'inverter:0': first,
        ...Object.fromEntries(pv.map((power, index) => [`inverter:pv${index}`, { 'pv.power': power }])),
        ...Object.fromEntries(batteries.map((power, index) => [`battery:${index}`, { 'battery.power': power }])),
        ...(meter === undefined ? {} : { 'meter:m': { 'grid.power': meter } }),
      });
      const { pv: sunArm, grid, battery, load } = flowOf(devices, look, 0);
      const isKnown = grid.powerW !== undefined;
      const sum = Math.max(0, (sunArm.powerW ?? 0) + (grid.powerW ?? 0) + (battery.powerW ?? 0));
      expect(load.powerW).toBe(isKnown ? sum : output);
      if (isKnown) known += 1;
    }),
  );
  expect(known).toBeGreaterThan(20);
});

test('channels of one meter: what each measures is said of each', () => {
  const { devices, look } = sceneOf({
    'meter:m': { 'grid.power': -2200, 'meter.power.2': -3000, 'meter.power.3': 150, 'meter.power.4': 9000 },
  });
  const parts: FlowDevice['parts'] = new Map([
    ['m.channel-2', { kind: 'pv', reversed: true }],
    ['m.channel-3', { kind: 'circuit', name: 'Oven' }],
  ]);
  const { pv, grid, load, circuits } = flowOf(
    devices.map((device) => ({ ...device, parts })),
    look,
    0,
  );
  expect([pv, grid, load].map(shown)).toEqual([3000, -2200, 800]);
  expect(circuits).toMatchObject([{ device: 'm.channel-3', name: 'Oven', powerW: 150 }]);
});

describe('a meter of which parts measure something else', () => {
  const phases = { 'meter:m': { 'grid.power.l1': 900, 'grid.power.l2': 500, 'grid.power.l3': 100 } } as const;
  const inverter = { 'inverter:i': { 'pv.power': 1000, 'load.power': 1800, 'grid.voltage': 230 } } as const;
  const given = (says: Scene, numbers: readonly number[]) => {
    const { devices, look } = sceneOf(says);
    const parts: FlowDevice['parts'] = new Map(
      numbers.map((index) => [`m.phase-${index}`, { kind: 'circuit', name: `Line ${index}` }]),
    );
    return flowOf(
      devices.map((device) => (device.id === 'm' ? { ...device, parts } : device)),
      look,
      0,
    );
  };

  test('all of them given away: nothing waits for it, and the grid is derived as without a meter', () => {
    const { grid, load, circuits } = given({ ...phases, ...inverter }, [1, 2, 3]);
    expect([grid, load].map(shown)).toEqual(['estimated 800', 'estimated 1800']);
    expect(circuits?.map(({ powerW }) => powerW)).toEqual([900, 500, 100]);
  });

  test('all of them given away and nothing else of the grid: the home has no grid to show', () => {
    const { grid, lacks } = given(phases, [1, 2, 3]);
    expect([shown(grid), lacks]).toEqual(['?', ['pv', 'grid', 'battery']]);
  });

  test('two of three: it is still the meter of the grid', () => {
    expect(shown(given({ ...phases, ...inverter }, [1, 2]).grid)).toBe(100);
  });
});
