// Counters that begin again where their register ends: counted through, in a row or over a silence; a fall anywhere else is a reset.
import { describe, expect, test } from 'vitest';
import { columns, counter, day, every, hour, minute, second, settle, type Row } from '../testing/bench.ts';
import type { MeterPlan } from './plan.ts';

const start = Date.UTC(2026, 5, 1, 8);
const span = [start, start + day] as const;

/** What a counter of a register shows of true watt-hours. */
const shown =
  ({ wrapWh, stepWh }: { readonly wrapWh: number; readonly stepWh: number }) =>
  (wh: number): number =>
    Math.round((Math.floor(wh / stepWh) % Math.round(wrapWh / stepWh)) * stepWh * 1000) / 1000;

const registers = [
  { name: '16 bits of 0.1 kWh', stepWh: 100, wrapWh: 6_553_600 },
  { name: '16 bits of 0.01 kWh', stepWh: 10, wrapWh: 655_360 },
  { name: '16 bits of 1 Wh', stepWh: 1, wrapWh: 65_536 },
  { name: '16 bits of 1 kWh', stepWh: 1000, wrapWh: 65_536_000 },
  { name: '32 bits of 1 Wh', stepWh: 1, wrapWh: 2 ** 32 },
  { name: '32 bits of 0.01 Wh', stepWh: 0.01, wrapWh: 2 ** 32 / 100 },
  { name: '31 bits of 1 Wh', stepWh: 1, wrapWh: 2 ** 31 },
  { name: '24 bits of 10 Wh', stepWh: 10, wrapWh: 167_772_160 },
];

describe.each(registers)('a counter of $name', (register) => {
  const { stepWh, wrapWh } = register;
  const read = shown(register);
  const plan: MeterPlan = { sources: [counter({ wrapWh, plausibleW: 50_000, gapLimitMs: 5 * minute })] };
  const rows = (watts: number, beforeWh: number, isRead: (atMs: number) => boolean = () => true): Row[] =>
    every(minute, span, (at) => read(wrapWh - beforeWh + (watts * (at - start)) / hour)).filter(([at]) => isRead(at));

  test.each([300, 2000, 9000])('at %d W every minute: a whole day is counted', (watts) => {
    const { wh, events } = settle(plan, [columns(rows(watts, watts * 6))], { span });
    const truth = (watts * (day - minute)) / hour;
    expect(Math.abs(wh('import') - truth)).toBeLessThanOrEqual(stepWh + 1);
    const rolls = Math.floor((wrapWh + truth - watts * 6) / wrapWh);
    expect(events.filter(({ kind }) => kind === 'rollover')).toHaveLength(rolls);
  });

  test('over eight hours of silence at 1 kW', () => {
    const silent = (at: number): boolean => at < start + 5 * hour || at > start + 13 * hour;
    const { wh, events } = settle(plan, [columns(rows(1000, 6500, silent))], { span });
    expect(Math.abs(wh('import') - 24_000)).toBeLessThanOrEqual(2 * stepWh + 20);
    expect(events.map(({ kind }) => kind)).toContain('rollover');
  });

  test('over eight silent hours of more than the hours before them', () => {
    const watts = wrapWh > 1_000_000 ? 400 : 40;
    const silent = (at: number): boolean => at < start + 5 * hour || at > start + 13 * hour;
    const all = every(minute, span, (at) => {
      const passed = (at - start) / hour;
      return read(wrapWh - watts + watts * 0.1 * passed + watts * 0.9 * Math.min(8, Math.max(0, passed - 5)));
    }).filter(([at]) => silent(at));
    const { wh } = settle(plan, [columns(all)], { span });
    expect(Math.abs(wh('import') - watts * (2.4 + 7.2))).toBeLessThanOrEqual(2 * stepWh + 40);
  });

  test('replaced by a new one in the middle of its register: from 0 on, and a reset', () => {
    const old = every(minute, [start, start + hour], (at) => read(wrapWh / 2 + (1000 * (at - start)) / hour));
    const fresh = every(minute, [start + 2 * hour, start + 12 * hour], (at) =>
      read((1000 * (at - start - 2 * hour)) / hour),
    );
    const { wh, events } = settle(plan, [columns([...old, ...fresh])], { span });
    expect(Math.abs(wh('import') - 11_000)).toBeLessThanOrEqual(2 * stepWh + 40);
    expect(events.map(({ kind }) => kind)).not.toContain('rollover');
  });

  test('a zero that comes back at the end of its register is nothing', () => {
    const all = rows(1000, 30_000).map(
      ([at, value], index): Row => (index === 90 || index === 91 ? [at, 0] : [at, value]),
    );
    const { wh } = settle(plan, [columns(all)], { span });
    expect(Math.abs(wh('import') - 24_000)).toBeLessThanOrEqual(stepWh + 20);
  });
});

test('a replaced counter at a round number of digits is no roll-over where its register is known', () => {
  const plan = { sources: [counter({ wrapWh: 2 ** 32 * 100, plausibleW: 50_000 })] };
  const rows = [
    ...every(10 * second, [start, start + hour], (at) => 9_999_700 + Math.floor((at - start) / (12 * minute)) * 50),
    ...every(10 * second, [start + hour, start + 2 * hour], (at) => Math.floor((at - start - hour) / minute) * 20),
  ];
  const { wh, events } = settle(plan, [columns(rows)], { span });
  expect(events.map(({ kind }) => kind)).not.toContain('rollover');
  expect(wh('import')).toBe(200 + 59 * 20);
});
