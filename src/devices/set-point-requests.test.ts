// What goes out for a set-point, letter by letter as the makers' documents have it: a mapping that is turned round both ways
// would pass every other test.
import { describe, expect, test } from 'vitest';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import { findServed, servedBy } from './capabilities.ts';
import { requestFor } from './find-write.ts';
import { definitionOf } from './registry.ts';

type Line = readonly [protocol: string, setPoint: SetPointId, value: MetricValue, ...requests: readonly string[]];

const lines: readonly Line[] = [
  ['pi30', 'inverter.priority.output', 'grid-first', 'POP00'],
  ['pi30', 'inverter.priority.output', 'solar-first', 'POP01'],
  ['pi30', 'inverter.priority.output', 'battery-first', 'POP02'],
  ['pi30', 'inverter.priority.charge', 'grid-first', 'PCP00'],
  ['pi30', 'inverter.priority.charge', 'solar-first', 'PCP01'],
  ['pi30', 'inverter.priority.charge', 'solar-and-grid', 'PCP02'],
  ['pi30', 'inverter.priority.charge', 'solar-only', 'PCP03'],
  ['pi30', 'battery.mode', 'self-consumption', 'PCP03', 'POP02'],
  ['pi30', 'battery.mode', 'hold', 'POP00', 'PCP03'],
  ['pi30', 'battery.mode', 'charge', 'POP00', 'PCP02'],
  ['pi30', 'battery.current.limit.charge', 60, 'MNCHGC0060'],
  ['pi30', 'battery.current.limit.charge.from_grid', 30, 'MUCHGC030'],
  ['pi30max', 'battery.current.limit.discharge', 120, 'PBATMAXDISC120'],
  ['pi30max', 'grid.export.enabled', 1, 'PEd'],
  ['pi30max', 'grid.export.enabled', 0, 'PDd'],
  ['pi30m045', 'battery.current.limit.charge.from_grid', 30, 'MUCHGC0030'],
  ['pi41', 'battery.mode', 'charge', 'POP00', 'PCP02'],
  ['pi18', 'inverter.priority.output', 'solar-first', '^SPOP0'],
  ['pi18', 'inverter.priority.output', 'battery-first', '^SPOP1'],
  ['pi18', 'inverter.priority.charge', 'solar-first', '^SPCP0,0'],
  ['pi18', 'inverter.priority.charge', 'solar-and-grid', '^SPCP0,1'],
  ['pi18', 'inverter.priority.charge', 'solar-only', '^SPCP0,2'],
  ['pi18', 'inverter.priority.solar', 'battery-load-grid', '^SPSP0'],
  ['pi18', 'inverter.priority.solar', 'load-battery-grid', '^SPSP1'],
  ['pi18', 'battery.mode', 'charge', '^SPOP0', '^SPCP0,1'],
  ['pi18', 'battery.mode', 'self-consumption', '^SPCP0,2', '^SPOP1'],
  ['pi18', 'battery.current.limit.charge', 80, '^SMCHGC0,080'],
  ['pi18lvx', 'battery.current.limit.charge.from_grid', 2, '^SMUCHGC0,002'],
  ['pi17', 'battery.charge.enabled', 0, '^SEDA0'],
  ['pi17', 'battery.charge.from_grid', 1, '^SEDB1'],
  ['pi17', 'grid.export.enabled', 1, '^SEDC1'],
  ['pi17', 'battery.discharge.enabled', 0, '^SEDD0', '^SEDE0'],
  ['pi17', 'battery.mode', 'charge', '^SEDD0', '^SEDE0', '^SEDF0', '^SEDG0', '^SEDA1', '^SEDB1'],
  ['pi17', 'battery.mode', 'discharge', '^SEDB0', '^SEDD1', '^SEDE1', '^SEDF1', '^SEDG1'],
  ['pi17', 'inverter.priority.solar', 'battery-load-grid', '^SSEP00'],
  ['pi17', 'inverter.priority.solar', 'load-grid-battery', '^SSEP02'],
  ['pi17', 'grid.export.limit', 5000, '^SGPMP005000'],
  ['pi17', 'battery.current.limit.charge', 12.5, '^SMCHGC0125'],
  ['pi17', 'battery.current.limit.discharge', 120, '^SBDCM0120'],
  ['pi16', 'battery.mode', 'self-consumption', 'ENFB0', 'ENFF0', 'ENFG0', 'ENFA1', 'ENFD1', 'ENFE1'],
  ['pi16', 'battery.mode', 'hold', 'ENFB0', 'ENFD0', 'ENFE0', 'ENFF0', 'ENFG0', 'ENFA1'],
  ['pi16', 'battery.mode', 'off', 'ENFA0', 'ENFB0', 'ENFD0', 'ENFE0', 'ENFF0', 'ENFG0'],
  ['pi16', 'inverter.priority.solar', 'load-battery-grid', 'PRIO02'],
  ['pi16', 'grid.export.limit', 3000, 'GPMP03000'],
  ['pi16', 'battery.current.limit.charge', 25, 'MCHGC25.0'],
  ['vedirect-hex', 'battery.current.limit.charge', 20, '2015=C800'],
  ['vedirect-hex', 'battery.charge.enabled', 1, '0200=01'],
  ['vedirect-hex', 'battery.charge.enabled', 0, '0200=04'],
  ['shelly-pro3', 'relay.on.1', 1, 'Switch.Set {"id":0,"on":true}'],
  ['shelly-pro3', 'relay.on.3', 0, 'Switch.Set {"id":2,"on":false}'],
];

describe('a set-point is told the device', () => {
  const told = lines.map(([protocol, setPoint, value, ...requests]) => ({ protocol, setPoint, value, requests }));
  test.each(told)('$protocol $setPoint $value', ({ protocol, setPoint, value, requests }) => {
    const steps = findServed(definitionOf(protocol), setPoint).steps(value, () => undefined);
    expect(steps?.map((step) => requestFor(step.write, step.value))).toEqual(requests);
  });

  test.each<readonly [setPoint: SetPointId, value: number, shown: string, request: string]>([
    ['battery.charge.enabled', 0, 'both on', 'E1=0001'],
    ['battery.charge.enabled', 0, 'discharging off', 'E1=0003'],
    ['battery.charge.enabled', 1, 'both off', 'E1=0002'],
    ['battery.discharge.enabled', 0, 'both on', 'E1=0002'],
    ['battery.discharge.enabled', 1, 'both off', 'E1=0001'],
    ['battery.discharge.enabled', 1, 'discharging off', 'E1=0000'],
  ])('of JBD, %s %s while %s', (...[setPoint, value, shown, request]) => {
    const steps = findServed(definitionOf('jbd'), setPoint).steps(value, () => shown);
    expect(steps?.map((step) => requestFor(step.write, step.value))).toEqual([request]);
  });

  test('and nothing to a board whose switches were not read as yet', () => {
    const { steps } = findServed(definitionOf('jbd'), 'battery.charge.enabled');
    expect(steps(1, () => undefined)).toBeUndefined();
  });

  test('every set-point of these families has its line', () => {
    const ids = [...new Set(lines.map(([protocol]) => protocol))];
    const words = (protocol: string): readonly string[] =>
      servedBy(definitionOf(protocol)).map(({ setPoint }) => setPoint);
    const told = new Set(lines.map(([, setPoint]) => setPoint.replace(/\d+$/, '#')));
    const all = new Set(ids.flatMap(words).map((setPoint) => setPoint.replace(/\d+$/, '#')));
    expect([...all].filter((setPoint) => !told.has(setPoint as SetPointId))).toEqual([]);
  });
});
