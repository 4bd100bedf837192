// Scenes that are called, with a rule that says what the call does and without one.
import { expect, test } from 'vitest';
import { makeBench } from '../testing/bench.ts';
import { compiled } from './compile.ts';
import type { FileAutomation } from './words.ts';

const scenes = [
  {
    name: 'Evening',
    set: [
      { device: 'boiler', point: 'relay.on.1', value: 'on' },
      { device: 'pump', point: 'relay.on.1', value: 'off' },
    ],
  },
];

function called(file: FileAutomation, hook?: string): readonly string[] {
  const outcome = compiled(file, { devices: ['boiler', 'pump'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const devices = { boiler: { points: { 'relay.on.1': 0 } }, pump: { points: { 'relay.on.1': 1 } } };
  const bench = makeBench(outcome.program, { devices });
  bench.run(5);
  if (hook === undefined) {
    bench.happen({ kind: 'called', what: 'scene', name: 'Evening', text: undefined });
    return bench.run(60);
  }
  bench.happen({ kind: 'called', what: 'webhook', name: hook, text: undefined });
  const each = (): void => bench.see('', { 'battery.soc': 50 });
  const before = bench.run(9, { each });
  bench.happen({ kind: 'called', what: 'scene', name: 'Evening', text: undefined });
  return [...before, ...bench.run(60, { each })];
}

test('a scene that no rule waits for sets each of its parts once, and is left', () => {
  expect(called({ scenes })).toEqual(['5 boiler relay.on.1=1 rule', '5 pump relay.on.1=0 rule']);
});

test('where a rule is begun by the call, the rule says what it does', () => {
  const rules: FileAutomation['rules'] = [
    {
      name: 'Evening',
      when: [{ kind: 'called', by: 'scene', name: 'Evening' }],
      do: [{ kind: 'set', device: 'pump', point: 'relay.on.1', value: 'off', for: '30 s' }],
    },
  ];
  expect(called({ scenes, rules })).toEqual(['5 pump relay.on.1=0 rule', '35 pump relay.on.1=1 nobody']);
});

test('a scene that is called ends what rules hold for a time, and not what they hold while something is so', () => {
  const on = { kind: 'set', device: 'boiler', point: 'relay.on.1', value: 'on' } as const;
  const off = [{ name: 'Evening', set: [{ device: 'boiler', point: 'relay.on.1', value: 'off' }] }];
  const moment = [{ kind: 'called', by: 'webhook', name: 'go' }] as const;
  const begin = (rules: FileAutomation['rules']): readonly string[] =>
    called({ scenes: off, ...(rules === undefined ? {} : { rules }) }, 'go');
  expect(begin([{ name: 'Hours', when: moment, do: [{ ...on, for: '2 h' }] }])).toEqual([
    '5 boiler relay.on.1=1 rule',
    '15 boiler relay.on.1=0 rule',
  ]);
  expect(begin([{ name: 'While', while: 'battery.soc < 200 %', do: [on] }])).toEqual(['5 boiler relay.on.1=1 rule']);
});

test('a scene is looked at also where nothing uses it, once', () => {
  const wrong = [{ name: 'X', set: [{ device: 'nobody', point: 'relay.on.1', value: 'on' }] }];
  const outcome = compiled({ scenes: wrong }, { devices: ['boiler'] });
  expect('problems' in outcome && outcome.problems.map(({ path, why }) => `${path.join('.')} ${why.code}`)).toEqual([
    'scenes.0.set.0.device act.no-device',
  ]);
});
