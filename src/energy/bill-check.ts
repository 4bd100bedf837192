// A bill of the supplier against what the home counted in the same time: the differences, and what they are likely to come from.
import { because, type Reason } from '#core/reason.ts';

/** Energy in Wh and money in 10⁻¹⁸ of the currency; what is not known is absent. */
export interface BilledAmounts {
  readonly importWh?: number;
  readonly exportWh?: number;
  readonly amount?: bigint;
}

/** What is known about how the home counted the time of a bill. */
export interface CountedTime {
  /** Shares of the time that is over, for what was bought. */
  readonly estimated: number;
  readonly missing: number;
  /** Whether the time is over and settled. */
  readonly isComplete: boolean;
  readonly hasTariff: boolean;
  /** Bought without a price, Wh. */
  readonly unpricedWh: number;
  /** Whether the tariff has charges that do not depend on energy. */
  readonly hasStanding: boolean;
}

/** A bill less what was counted, where both are known; above 0 the supplier says more. */
export function billDifference(bill: BilledAmounts, counted: BilledAmounts): BilledAmounts {
  const less = (one: number | undefined, other: number | undefined): number | undefined =>
    // Whole mWh: no digits that nobody counted.
    one === undefined || other === undefined ? undefined : Math.round((one - other) * 1000) / 1000;
  const [importWh, exportWh] = [less(bill.importWh, counted.importWh), less(bill.exportWh, counted.exportWh)];
  return {
    ...(importWh === undefined ? {} : { importWh }),
    ...(exportWh === undefined ? {} : { exportWh }),
    ...(bill.amount === undefined || counted.amount === undefined ? {} : { amount: bill.amount - counted.amount }),
  };
}

/** Meters of two makers rarely agree better; a difference up to this share of the bill is none. */
const agreement = 0.02;
/** A bill is in whole kilowatt-hours. */
const leastWh = 1000;
/** Less than this share of the time, or of what was bought, explains nothing. */
const leastShare = 0.005;
/** Five cents are rounded somewhere. */
const leastMoney = 5n * 10n ** 16n;

const isClose = (difference: number, bill: number): boolean =>
  Math.abs(difference) <= Math.max(leastWh, agreement * Math.abs(bill));

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** What the differences of a bill are likely to come from, the weightiest first; never empty. */
export function billReasons(bill: BilledAmounts, counted: BilledAmounts, time: CountedTime): Reason[] {
  if (counted.importWh === undefined) return [because('billed.not-counted')];
  const { importWh, exportWh, amount } = billDifference(bill, counted);
  const isSoldUnknown = bill.exportWh !== undefined && exportWh === undefined;
  const isEnergyClose = isClose(importWh ?? 0, bill.importWh ?? 0) && isClose(exportWh ?? 0, bill.exportWh ?? 0);
  // An hundredth of the amount is 10⁻² of the percents of the agreement.
  const isMoneyClose =
    amount === undefined ||
    size(amount) <= leastMoney ||
    size(amount) * 100n <= size(bill.amount ?? 0n) * BigInt(Math.round(agreement * 100));
  const { estimated, missing, isComplete, hasTariff, unpricedWh, hasStanding } = time;
  const unpriced = Math.min(1, unpricedWh / Math.max(1, counted.importWh));
  const isUnpriced = hasTariff && unpriced > leastShare;
  const reasons: Reason[] = [];
  if (!isComplete) reasons.push(because('billed.not-over'));
  if (missing > leastShare) reasons.push(because('billed.gaps', { share: missing }));
  if (!isEnergyClose && estimated > leastShare) reasons.push(because('billed.estimated', { share: estimated }));
  if (!isEnergyClose && isComplete && missing <= leastShare) reasons.push(because('billed.meter'));
  if (isSoldUnknown) reasons.push(because('billed.not-sold'));
  if (!hasTariff) reasons.push(because('billed.no-tariff'));
  if (isUnpriced) reasons.push(because('billed.unpriced', { share: unpriced }));
  if (!isMoneyClose && !isUnpriced && !isSoldUnknown) {
    if (!hasStanding && (amount ?? 0n) > 0n) reasons.push(because('billed.standing'));
    else if (isEnergyClose && isComplete) reasons.push(because('billed.price'));
  }
  return reasons.length === 0 ? [because('billed.agrees', { share: agreement })] : reasons;
}
