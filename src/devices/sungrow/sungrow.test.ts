// Limits and registers of Sungrow hybrids as mkaiser's list of them says.
import { expect, test } from 'vitest';
import { sungrowHybrid } from './sungrow-hybrid.ts';

test('the highest state of charge may be set from 50 to 100 %', () => {
  const write = sungrowHybrid.writes.find(({ name }) => name === 'battery_max_soc');
  expect(write?.value).toMatchObject({ min: 50, max: 100 });
  expect([write?.request(50), write?.request(49)]).toEqual(['write 13057 500', undefined]);
});
