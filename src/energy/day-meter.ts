// Energy of one local day from the home's power flow: the first form of the ledger, integration only.
// Power holds until the next sample (left rule), up to the gap limit; past it nothing accrues.

/** The home's powers at a moment, W; sources are positive; undefined is unknown. */
export interface PowerSample {
  readonly atMs: number;
  readonly pvW: number | undefined;
  readonly gridW: number | undefined;
  readonly batteryW: number | undefined;
  readonly loadW: number | undefined;
}

/** Energy since the start of the day, Wh. */
export interface DayEnergy {
  readonly pvWh: number;
  readonly importWh: number;
  readonly exportWh: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
  readonly loadWh: number;
  /** Milliseconds in which the load was known. */
  readonly measuredMs: number;
}

/** Adds up one day. */
export interface DayMeter {
  readonly startMs: number;
  readonly endMs: number;
  /** Takes the next sample; older ones than the last are passed over. */
  add(sample: PowerSample): void;
  /** The energy up to `nowMs`, the last sample held until then. */
  total(nowMs: number): DayEnergy;
}

const keys = ['pvWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh', 'loadWh'] as const;
type Sums = Record<(typeof keys)[number] | 'measuredMs', number>;
const msPerHour = 3_600_000;

function powers({ pvW, gridW, batteryW, loadW }: PowerSample): Record<(typeof keys)[number], number> {
  return {
    pvWh: Math.max(0, pvW ?? 0),
    importWh: Math.max(0, gridW ?? 0),
    exportWh: Math.max(0, -(gridW ?? 0)),
    dischargeWh: Math.max(0, batteryW ?? 0),
    chargeWh: Math.max(0, -(batteryW ?? 0)),
    loadWh: Math.max(0, loadW ?? 0),
  };
}

/** A meter for the day from `startMs` to before `endMs` (epoch ms); `gapLimitMs` is the longest a sample holds. */
export function makeDayMeter(startMs: number, endMs: number, gapLimitMs: number): DayMeter {
  const sums: Sums = { pvWh: 0, importWh: 0, exportWh: 0, chargeWh: 0, dischargeWh: 0, loadWh: 0, measuredMs: 0 };
  let last: PowerSample | undefined;

  const accrue = (into: Sums, untilMs: number): void => {
    if (last === undefined) return;
    const from = Math.max(last.atMs, startMs);
    const until = Math.min(untilMs, last.atMs + gapLimitMs, endMs);
    if (until <= from) return;
    const watts = powers(last);
    for (const key of keys) into[key] += (watts[key] * (until - from)) / msPerHour;
    if (last.loadW !== undefined) into.measuredMs += until - from;
  };

  return {
    startMs,
    endMs,
    add(sample) {
      if (last !== undefined && sample.atMs < last.atMs) return;
      accrue(sums, sample.atMs);
      last = sample;
    },
    total(nowMs) {
      const now = { ...sums };
      accrue(now, nowMs);
      return now;
    },
  };
}
