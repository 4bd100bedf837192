// The makers' own names in files of programs such as mpp-solar.
import { expect, test } from 'vitest';
import { definitions } from '#devices/registry.ts';
import { makerWords } from './maker-words.ts';

const words = makerWords(definitions);

test('a field that is the sun to most and a string of it to some is the sun', () => {
  expect(words.get('pv_input_power')).toEqual({ metric: 'pv.power', factor: 1 });
});

test('what makers count the other way round, or as another thing, has no metric', () => {
  expect(words.get('battery_power')?.metric).toBeUndefined();
  expect(words.get('battery_current')?.metric).toBeUndefined();
});
