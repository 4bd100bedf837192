// Words of a filter that mean nothing in this home.
import { expect, test } from 'vitest';
import type { OutputFilter } from '#core/output.ts';
import { inEnglish } from '#core/reason.ts';
import { devicesNamed, filterProblems } from './filter-words.ts';
import { checkedFilter } from './kinds.ts';

const devices = ['roof', 'pack'];
const told = (filter: OutputFilter): readonly string[] =>
  filterProblems(filter, devices).map(({ at, why }) => `${at.join('.')}: ${inEnglish(why)}`);

test('every slip of the pen is told at its place, with the word that was meant', () => {
  expect(
    told({
      devices: ['rof', 'pack'],
      exceptDevices: ['nobody'],
      metrics: ['battery.*', 'batery.*'],
      exceptMetrics: ['grid.pwr', '*.power'],
      changesOnly: true,
      deadBands: [
        { metrics: 'grid.power', by: 5 },
        { metrics: 'pv.powr', by: 5 },
      ],
      names: { devices: [{ from: 'rooof', to: 'x' }] },
    }),
  ).toEqual([
    'devices.0: the home has no device rof; did you mean roof?',
    'exceptDevices.0: the home has no device nobody',
    'metrics.1: no metric of the catalogue begins as batery.* does; did you mean battery.*?',
    'exceptMetrics.0: metric grid.pwr is not in the catalogue; did you mean grid.power?',
    'exceptMetrics.1: it takes ids of metrics, or the beginning of one followed by *',
    'deadBands.1.metrics: metric pv.powr is not in the catalogue; did you mean pv.power?',
    'names.devices.0.from: the home has no device rooof; did you mean roof?',
  ]);
});

test('what would do nothing is told', () => {
  expect(told({ deadBands: [{ metrics: 'grid.power', by: 5 }], againSeconds: 60 })).toEqual([
    'deadBands: it counts only with changesOnly, which is not set',
    'againSeconds: it counts only with changesOnly, which is not set',
  ]);
});

test('what is right is taken, and devices where none are known', () => {
  const filter = { devices: ['roof'], metrics: ['battery.*'], changesOnly: true, againSeconds: 60 };
  expect(told(filter)).toEqual([]);
  expect(filterProblems({ devices: ['anyone'] })).toEqual([]);
});

test('a device that is gone stays in a filter that named it; what was kept of another version still runs', () => {
  const filter = { exceptDevices: ['gone'], metrics: ['pv.power'] };
  expect(() => checkedFilter(filter, {}, devices)).toThrow('filter.exceptDevices.0: the home has no device gone');
  expect(checkedFilter(filter, {}, [...devices, ...devicesNamed(filter)])).toBe(filter);
  expect(checkedFilter({ metrics: ['of.another.version'] }, {})).toMatchObject({ metrics: ['of.another.version'] });
});
