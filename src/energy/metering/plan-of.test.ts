// Which value is used for what: the same precedence as the live flow.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { columns, every, hour, settle } from '../testing/bench.ts';
import { gapLimitOf, type MeterPlan, standIns } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { PlanOptions } from './plan-options.ts';

const zone: PlanOptions = { timeZone: 'Europe/Berlin' };
const device = (id: string, kind: DeviceKind, ...metrics: MetricId[]) => ({ id, kind, metrics, intervalMs: 5000 });

/** Each source as one line. */
const lines = ({ sources }: MeterPlan): string[] =>
  sources.map((source) =>
    source.kind === 'counter'
      ? `${source.id} > ${source.channel}${source.shape === undefined ? '' : ` ~ ${source.shape}`}`
      : `${source.id} > ${source.books.join(' ')}`,
  );

describe('the plan of a home', () => {
  test('a meter speaks for the grid before an inverter, a battery for itself; the home is derived', () => {
    const inverter = device('inv', 'inverter', 'pv.power', 'grid.power', 'battery.power', 'load.power', 'pv.energy');
    const meter = device('meter', 'meter', 'grid.power', 'grid.energy.import');
    const plan = planOf([inverter, meter, device('pack', 'battery', 'battery.power')], zone);
    expect(plan.derives).toBe('load');
    expect(lines(plan)).toEqual([
      'inv:pv.energy > pv ~ inv:pv.power',
      'inv:pv.power > ',
      'meter:grid.energy.import > import ~ meter:grid.power',
      'meter:grid.power > export',
      'inv:grid.power > import export',
      'pack:battery.power > discharge charge',
      'inv:battery.power > discharge charge',
    ]);
    expect([...standIns(plan)]).toEqual(['inv:grid.power', 'inv:battery.power']);
  });

  test('an inverter alone speaks for all; several add up; a plug is a circuit', () => {
    const one = device('one', 'inverter', 'pv.power', 'battery.power', 'load.power', 'grid.voltage');
    const two = device('two', 'inverter', 'pv.power');
    const plan = planOf([one, two, device('plug', 'relay', 'relay.power.1')], zone);
    expect(plan.derives).toBe('import');
    expect(lines(plan)).toEqual([
      'one:pv.power > pv',
      'two:pv.power > pv',
      'one:battery.power > discharge charge',
      'one:load.power > load',
      'plug:relay.power.1 > circuit',
    ]);
  });

  test('phases are netted, or booked one by one where a person says so', () => {
    const meter = device('m', 'meter', 'grid.power.l1', 'grid.power.l2', 'grid.power.l3', 'grid.energy.import');
    expect(lines(planOf([meter], zone))).toEqual([
      'm:grid.energy.import > import ~ m:grid.power.l1+grid.power.l2+grid.power.l3',
      'm:grid.power.l1+grid.power.l2+grid.power.l3 > export',
    ]);
    expect(lines(planOf([meter], { ...zone, phases: 'each' }))).toEqual([
      'm:grid.power.l1 > import export',
      'm:grid.power.l2 > import export',
      'm:grid.power.l3 > import export',
    ]);
  });

  test('the home by its own meter, where a person wants that', () => {
    const inverter = device('inv', 'inverter', 'pv.power', 'grid.power', 'load.energy', 'load.power');
    const plan = planOf([inverter], { ...zone, load: 'own', daily: new Set(['inv load.energy']) });
    expect(plan.derives).toBeUndefined();
    expect(plan.sources.at(-2)).toMatchObject({ channel: 'load', span: 'daily', timeZone: 'Europe/Berlin' });
  });

  test('a home without anything has an empty plan', () => {
    expect(planOf([], zone)).toEqual({ sources: [] });
  });

  test('a counter that is asked less often has its own gap limit', () => {
    const intervals = new Map([['pv.energy', 300_000] as const]);
    const plan = planOf([{ ...device('i', 'inverter', 'pv.power', 'pv.energy'), intervals }], zone);
    expect(plan.sources.map(({ gapLimitMs }) => gapLimitMs)).toEqual([900_000, 60_000]);
  });

  test('a reading holds for three intervals, at least a minute', () => {
    expect([gapLimitOf(5000), gapLimitOf(60_000)]).toEqual([60_000, 180_000]);
  });

  test('what came from the grid is derived where only the use, sun and battery are known', () => {
    const start = Date.UTC(2026, 5, 1);
    const span = [start, start + hour] as const;
    const plan = planOf([device('i', 'inverter', 'pv.power', 'load.power', 'grid.voltage')], zone);
    const rows = (watts: number) => every(5000, span, () => watts);
    const readings = [columns(rows(300), 'pv.power', 'i'), columns(rows(1000), 'load.power', 'i')];
    const outcome = settle(plan, readings, { span });
    expect(outcome.wh('import')).toBe(700);
    expect(outcome.buckets[0]?.channels.import?.from).toMatchObject([{ rule: 'derived' }]);
    expect(outcome.buckets.every(({ meteringError }) => meteringError === 0)).toBe(true);
  });
});
