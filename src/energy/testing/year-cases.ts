// The years detectors are tested with: some without a fault, some with one that begins on 1 June, and how soon it must be seen.
import { dayMs } from '#core/time.ts';
import type { AnomalyKind } from '../anomalies/types.ts';
import type { YearFaults } from './year-house.ts';

export const yearStartMs = Date.UTC(2025, 0, 1);
export const yearDays = 365;
/** When every fault begins. */
export const faultMs = Date.UTC(2025, 5, 1);

/** Seeds of years without a fault. */
export const quietSeeds: readonly number[] = [1, 2, 77];
/** Warnings and alarms that a year without a fault may bring, over all detectors; and notices. */
export const mostWarnings = 2;
export const mostNotices = 4;

/** A fault and what must be reported of it. */
export interface FaultCase {
  readonly name: string;
  readonly faults: YearFaults;
  readonly kind: AnomalyKind;
  readonly metric: string;
  readonly withinDays: number;
}

/** Every fault of the table in docs/anomalies.md. */
export const faultCases: readonly FaultCase[] = [
  {
    name: 'temperature sensor stuck',
    faults: { stuck: { metric: 'battery.temperature', fromMs: faultMs } },
    kind: 'stuck',
    metric: 'battery.temperature',
    withinDays: 3,
  },
  {
    name: 'home power stuck',
    faults: { stuck: { metric: 'load.power', fromMs: faultMs } },
    kind: 'stuck',
    metric: 'load.power',
    withinDays: 1,
  },
  {
    name: 'state of charge jumps by 40 points',
    faults: { socJumps: { atMs: [faultMs + dayMs / 3], by: -40 } },
    kind: 'step',
    metric: 'battery.soc',
    withinDays: 1,
  },
  {
    name: '15 % less sun power (dirt)',
    faults: { soiling: { fromMs: faultMs, share: 0.15 } },
    kind: 'under-production',
    metric: 'pv.power',
    withinDays: 30,
  },
  {
    name: 'one of two strings dead',
    faults: { deadString: { fromMs: faultMs } },
    kind: 'string-behind',
    metric: 'pv.power.s2',
    withinDays: 5,
  },
  {
    name: 'no sun power for three days',
    faults: { noSun: { fromMs: faultMs, toMs: faultMs + 3 * dayMs } },
    kind: 'no-production',
    metric: 'pv.power',
    withinDays: 1,
  },
  {
    name: 'a weak cell, growing over 30 days',
    faults: { weakCell: { fromMs: faultMs, cell: 7 } },
    kind: 'cell-weak',
    metric: 'battery.cell.voltage.7',
    withinDays: 30,
  },
  {
    name: 'grid clamp reads 8 % more, reached over 30 days',
    faults: { clamp: { fromMs: faultMs, share: 0.08, overDays: 30 } },
    kind: 'drift',
    metric: 'grid.power',
    withinDays: 35,
  },
];
