// What each source of a period gave and cost: amounts of the bill by what they are for, exact, so that they add up to it. Pure.
import type { EnergyReport } from '#api/ledger.ts';
import { billOf } from './bill.ts';
import { decimalSum, negated } from './decimal-text.ts';

/** A line of the table. */
export interface SourceCost {
  readonly id: 'pv' | 'discharge' | 'generator' | 'import' | 'charges' | 'export' | 'bill';
  readonly energyWh?: number;
  /** Exact decimal text; what was earned is below 0. */
  readonly amount?: string;
  /** Of a kilowatt-hour, in the currency. */
  readonly price?: number;
}

type Kind = NonNullable<EnergyReport['bill']>[number]['kind'];

/** Below this an average price says nothing, Wh. */
const leastWh = 1;

function priced(id: SourceCost['id'], energyWh: number | undefined, amount: string | undefined): SourceCost {
  const isPriced = amount !== undefined && energyWh !== undefined && energyWh >= leastWh;
  return {
    id,
    ...(energyWh === undefined ? {} : { energyWh }),
    ...(amount === undefined ? {} : { amount }),
    ...(isPriced ? { price: Math.abs(Number(amount)) / (energyWh / 1000) } : {}),
  };
}

/** The lines a home has: sources first, then what is charged beside them, what was sold, and the bill. */
export function sourceCosts({ total, bill = [] }: Pick<EnergyReport, 'total' | 'bill'>): readonly SourceCost[] {
  const { pvWh, dischargeWh, generatorWh, importWh, exportWh, cost, earned } = total;
  const sum = (kind: Kind): string => decimalSum(bill.filter((line) => line.kind === kind).map(({ amount }) => amount));
  const has = (kind: Kind): boolean => bill.some((line) => line.kind === kind);
  const bought = cost === undefined ? undefined : sum('import');
  const fuel = cost === undefined || !has('generator') ? undefined : sum('generator');
  // What is left is charged beside energy: standing charges, taxes, limits.
  const charges = cost === undefined ? undefined : decimalSum([cost, negated(bought ?? '0'), negated(fuel ?? '0')]);
  const whole = billOf(total);
  const lines: readonly (SourceCost | false)[] = [
    pvWh !== undefined && { id: 'pv', energyWh: pvWh },
    dischargeWh !== undefined && { id: 'discharge', energyWh: dischargeWh },
    generatorWh !== undefined && priced('generator', generatorWh, fuel),
    importWh !== undefined && priced('import', importWh, bought),
    charges !== undefined && Number(charges) !== 0 && { id: 'charges', amount: charges },
    exportWh !== undefined && priced('export', exportWh, earned === undefined ? undefined : negated(earned)),
    whole !== undefined && { id: 'bill', amount: whole },
  ];
  return lines.filter((line) => line !== false);
}
