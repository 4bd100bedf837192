import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { describe, expect, test } from 'vitest';
import { asksOf, changed, chartSearch, linesOf, linesText, loadedFor, shownStretch, stepFor } from './view.ts';

describe('the address', () => {
  test.each([
    [{}, { lines: undefined, last: undefined, from: undefined, to: undefined }],
    [
      { lines: 'flow.pv,axpert:battery.voltage', last: '7d' },
      { lines: 'flow.pv,axpert:battery.voltage', last: '7d' },
    ],
    [
      { from: 1000, to: 7_200_000, last: '7d' },
      { from: 1000, to: 7_200_000, last: undefined },
    ],
    // What is odd is left out, and the rest stays.
    [
      { lines: 'flow.pv,flow.moon,a:b:c,axpert:none.such', last: '8d' },
      { lines: 'flow.pv', last: undefined },
    ],
    [{ lines: '<b>:pv.power' }, { lines: '' }],
    [{ lines: '__proto__:pv.power,Axpert:pv.power,axpert:pv.power' }, { lines: 'axpert:pv.power' }],
    [{ lines: ['flow.pv'] }, { lines: undefined }],
    [
      { from: 'x', to: 5 },
      { from: undefined, to: undefined },
    ],
    [{ from: 7_200_000, to: 1000 }, { from: undefined }],
    [{ from: 0, to: 1e300 }, { to: undefined }],
  ])('%j', (search, expected) => {
    expect(chartSearch(search)).toMatchObject(expected);
  });

  test('no lines are the usual ones; twice the same is one, and eight are the most', () => {
    expect(linesText(linesOf(undefined))).toBe('flow.pv,flow.load,flow.soc');
    expect(linesText(linesOf('flow.pv,flow.pv'))).toBe('flow.pv');
    const many = Array.from({ length: 20 }, (_none, at) => `bms:battery.cell.voltage.${at + 1}`);
    expect(linesOf(many.join(','))).toHaveLength(8);
  });

  test('a length ends now, a stretch stays', () => {
    expect(shownStretch({}, 10 * dayMs)).toEqual({ fromMs: 9 * dayMs, toMs: 10 * dayMs });
    expect(shownStretch({ last: '1h' }, hourMs)).toEqual({ fromMs: 0, toMs: hourMs });
    expect(shownStretch({ from: 5, to: hourMs }, 10 * dayMs)).toEqual({ fromMs: 5, toMs: hourMs });
  });
});

describe('moving and zooming', () => {
  const stretch = { fromMs: 10 * hourMs, toMs: 12 * hourMs };
  test.each([
    [{ move: -0.5 }, { fromMs: 9 * hourMs, toMs: 11 * hourMs }],
    [{ zoom: 0.5 }, { fromMs: 10.5 * hourMs, toMs: 11.5 * hourMs }],
    [{ zoom: 1e-9 }, { fromMs: 11 * hourMs - minuteMs / 2, toMs: 11 * hourMs + minuteMs / 2 }],
    [{ zoom: 1e9 }, { fromMs: 0 }],
  ])('%j', (change, expected) => {
    expect(changed(stretch, change)).toMatchObject(expected);
  });

  test.each([
    [hourMs, 900, 5000],
    [dayMs, 900, 300_000],
    [365 * dayMs, 900, 43_200_000],
    [20 * 365 * dayMs, 900, 604_800_000],
  ])('%i ms on %i points is a step of %i ms', (length, points, step) => {
    expect(stepFor(length, points)).toBe(step);
  });

  test('what is loaded holds the stretch with half as much on either side, and stays while it moves a little', () => {
    const loaded = loadedFor({ fromMs: 100 * hourMs, toMs: 124 * hourMs }, 900);
    expect(loaded).toEqual({ fromMs: 84 * hourMs, toMs: 144 * hourMs, stepMs: 300_000 });
    expect(loadedFor({ fromMs: 100 * hourMs + minuteMs, toMs: 124 * hourMs + minuteMs }, 900)).toEqual(loaded);
  });
});

test('the lines of a device are asked for together', () => {
  expect(asksOf(linesOf('flow.pv,bms:battery.soc,flow.load,bms:battery.voltage'))).toEqual([
    { metrics: ['flow.pv', 'flow.load'] },
    { device: 'bms', metrics: ['battery.soc', 'battery.voltage'] },
  ]);
});
