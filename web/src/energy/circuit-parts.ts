// What the load of a period consists of: circuits, the largest first, and what no circuit accounts for at the end.
import type { EnergyReport } from '#api/ledger.ts';

/** A part of the load. */
export interface CircuitPart {
  /** Absent: what no circuit accounts for. */
  readonly device?: string;
  readonly name?: string;
  readonly energyWh: number;
  /** Of the load, 0 to 1; absent if the load is not known, is 0, or the circuits used more. */
  readonly part?: number;
  /** Shares of the time, 0 to 1. */
  readonly estimated?: number;
  readonly missing?: number;
}

/** The parts of a period's load; none if there is no circuit. */
export function circuitParts({ total, circuits: names = [] }: Pick<EnergyReport, 'total' | 'circuits'>): CircuitPart[] {
  const { circuits = [], loadWh = 0, everythingElseWh } = total;
  const ofLoad = (energyWh: number) =>
    loadWh > 0 && everythingElseWh !== undefined ? { part: energyWh / loadWh } : {};
  const parts = circuits
    .map(({ device, energyWh, estimated, missing }): CircuitPart => {
      const name = names.find((one) => one.device === device)?.name ?? device;
      return { device, name, energyWh, ...ofLoad(energyWh), estimated, missing };
    })
    .sort((left, right) => right.energyWh - left.energyWh);
  if (parts.length === 0 || everythingElseWh === undefined) return parts;
  return [...parts, { energyWh: everythingElseWh, ...ofLoad(everythingElseWh) }];
}
