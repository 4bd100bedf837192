// How much of the sun is left for loads: what goes into the grid, and what the loads themselves take of it. What the battery gives is never sun.
import type { Image, Seen } from '../image.ts';

/** What is left, W; absent: a value is missing or old, and there is no surplus. */
export interface Budget {
  /** For loads behind the battery: what it could still take belongs to it. */
  readonly afterW: number;
  /** For loads before the battery: what it is charged with now, too. */
  readonly beforeW: number;
  /** State of charge, %, where there is a battery. */
  readonly soc?: number | undefined;
}

/** What is known of the battery of the home. */
export interface BatteryLimits {
  /** The largest power it takes, W; absent: what it takes now is all it takes. */
  readonly chargeW?: number | undefined;
  /** As full as this it takes nothing more, %. */
  readonly fullPercent: number;
}

const numberOf = (seen: Seen | undefined): number | undefined =>
  seen?.isFresh === true && typeof seen.value === 'number' ? seen.value : undefined;

/** Volts from which on the grid is present. */
const gridThereV = 50;

const gridVolts = ['grid.voltage', 'grid.voltage.l1', 'grid.voltage.l2', 'grid.voltage.l3'] as const;

/**
 * Whether the grid is known to be away: what the sun makes is needed for the house and its battery then.
 * Volts decide: an inverter that lives on its battery by choice is not connected, and the house has the grid all the same.
 */
export const isGridAway = (image: Image): boolean => {
  const volts = gridVolts.map((metric) => numberOf(image.home(metric))).filter((one) => one !== undefined);
  return volts.length > 0 ? Math.max(...volts) < gridThereV : numberOf(image.home('grid.connected')) === 0;
};

/** What the house takes besides the sun, W: from the grid and from the battery; undefined: not known. */
export function netOf(image: Image): number | undefined {
  const gridW = numberOf(image.home('grid.power'));
  const seenBattery = image.home('battery.power');
  const batteryW = seenBattery === undefined ? 0 : numberOf(seenBattery);
  return gridW === undefined || batteryW === undefined ? undefined : gridW + batteryW;
}

/** What is left at a moment. `steeredW`: what the loads that are steered take now, W. */
export function budgetOf(image: Image, steeredW: number, limits: BatteryLimits): Budget | undefined {
  const gridW = numberOf(image.home('grid.power'));
  if (gridW === undefined || isGridAway(image)) return undefined;
  const seenBattery = image.home('battery.power');
  const batteryW = numberOf(seenBattery);
  // A home with a battery whose power is not known has no surplus that is known.
  if (seenBattery !== undefined && batteryW === undefined) return undefined;
  const soc = numberOf(image.home('battery.soc'));
  const dischargeW = Math.max(0, batteryW ?? 0);
  const chargeW = Math.max(0, -(batteryW ?? 0));
  const leftW = steeredW - gridW - dischargeW;
  const isFull = soc !== undefined && soc >= limits.fullPercent;
  const wantedW = batteryW === undefined || isFull ? 0 : Math.max(0, (limits.chargeW ?? chargeW) - chargeW);
  return { afterW: leftW - wantedW, beforeW: leftW + chargeW, soc };
}
