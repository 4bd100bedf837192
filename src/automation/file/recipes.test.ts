// Each recipe, for the devices of the demo home, is a text that can be read; what is not there is not offered.
import { expect, test } from 'vitest';
import { edited } from './edit.ts';
import { outlineOf } from './outline.ts';
import { readAutomation } from './read.ts';
import { isPossible, type RecipeDevice, recipeNames, recipePart, recipeTargets } from './recipes.ts';

/** The devices of the demo home, with what they have. */
const demo: readonly RecipeDevice[] = [
  {
    id: 'solar-inverter',
    points: [
      { setPoint: 'battery.mode', words: ['self-consumption', 'hold', 'charge'] },
      { setPoint: 'battery.current.limit.charge', words: [] },
    ],
    metrics: new Set(['battery.soc', 'pv.power']),
  },
  { id: 'battery', points: [], metrics: new Set(['battery.soc']) },
  {
    id: 'relays',
    points: [
      { setPoint: 'relay.on.1', words: [], shows: 1 },
      { setPoint: 'relay.on.2', words: [], shows: 0 },
    ],
    metrics: new Set(['relay.on.1', 'relay.power.2']),
  },
  { id: 'grid-meter', points: [], metrics: new Set(['grid.power']) },
  { id: 'sun', points: [], metrics: new Set(['forecast.pv.energy.tomorrow']) },
];
const home = { devices: demo.map(({ id }) => id), hasPlace: true };

test('every recipe passes for every set-point of the demo home it could be for, one after another in one text', () => {
  let text = '# of the home\n';
  let count = 0;
  for (const recipe of recipeNames) {
    const targets = recipeTargets(recipe, demo);
    for (const target of targets.length === 0 ? [undefined] : targets) {
      count += 1;
      text = edited(text, { kind: 'add', part: recipePart({ recipe, name: `Number ${count}`, target }, demo) });
      expect([recipe, readAutomation(text, home)]).toMatchObject([recipe, { program: {} }]);
    }
  }
  // Two relays for three recipes, one battery for two, one message, one scene of how it is now.
  expect(count).toBe(10);
  expect(outlineOf(text)).toHaveLength(12);
  expect(text).toContain('measured: relay.power.2 of relays');
  expect(text).not.toContain('measured: relay.power.1');
  expect(text).toContain('# of the home');
});

test('a home without a battery or without anything to switch is not offered what needs it', () => {
  const possible = (devices: readonly RecipeDevice[]) => recipeNames.filter((recipe) => isPossible(recipe, devices));
  expect(possible(demo)).toEqual([...recipeNames]);
  // Without a forecast nothing is done by one.
  expect(possible(demo.filter(({ id }) => id !== 'sun'))).toEqual(recipeNames.filter((one) => one !== 'dark-day'));
  expect(possible(demo.filter(({ id }) => id === 'relays'))).toEqual(['sun-load', 'evening', 'limits', 'scene-now']);
  expect(possible(demo.filter(({ id }) => id === 'battery'))).toEqual(['battery-low']);
  expect(possible([])).toEqual([]);
});

test('a scene of how it is now has what relays and batteries show, and no limit of a device', () => {
  const points = [
    { setPoint: 'relay.on.1', words: [], shows: 1 },
    { setPoint: 'relay.on.2', words: [], shows: 0 },
    { setPoint: 'relay.on.3', words: [] },
    { setPoint: 'battery.mode', words: ['hold'], shows: 'hold' },
    { setPoint: 'grid.export.limit', words: [], shows: 5000 },
  ] as const;
  const devices = [{ id: 'it', points, metrics: new Set<string>() }];
  expect(recipePart({ recipe: 'scene-now', name: 'Night' }, devices)).toEqual({
    scenes: [
      {
        name: 'Night',
        set: [
          { device: 'it', point: 'relay.on.1', value: 'on' },
          { device: 'it', point: 'relay.on.2', value: 'off' },
          { device: 'it', point: 'battery.mode', value: 'hold' },
        ],
      },
    ],
  });
  expect(isPossible('scene-now', [])).toBe(false);
});
