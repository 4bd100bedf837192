// For tests only: readings of a meter.
import type { MeterPhase, MeterReading } from '../meter-reading.ts';

const phase = (changes: Partial<MeterPhase>): MeterPhase => ({
  powerW: 0,
  voltageV: 230,
  currentA: 0,
  apparentVA: 0,
  reactiveVar: 0,
  factor: 1,
  importWh: 0,
  exportWh: 0,
  ...changes,
});

/** A reading of three phases; what is not given is nothing at 230 V. */
export function readingOf(
  phases: readonly [Partial<MeterPhase>, Partial<MeterPhase>, Partial<MeterPhase>],
  changes: Partial<MeterReading> = {},
): MeterReading {
  const [l1, l2, l3] = phases;
  const all = [phase(l1), phase(l2), phase(l3)] as const;
  const sum = (of: (one: MeterPhase) => number | undefined): number =>
    all.reduce((total, one) => total + (of(one) ?? 0), 0);
  return {
    atMs: 0,
    powerW: sum((one) => one.powerW),
    frequencyHz: 50,
    importWh: sum((one) => one.importWh),
    exportWh: sum((one) => one.exportWh),
    phases: all,
    ...changes,
  };
}
