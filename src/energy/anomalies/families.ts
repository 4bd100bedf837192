// What is known beforehand of each kind of metric: how long it may stay the same, how fast it may change.
import type { MetricId } from '#core/catalogue.ts';

/** How values of a family may move. */
export interface Family {
  readonly of: RegExp;
  /** How long a value may stay the same, h, unless history has shown a longer time. */
  readonly standsHours?: number;
  /** `zero`: 0 is rest and means nothing; `ends`: so are the lowest and the highest value of the last weeks. */
  readonly rest?: 'zero' | 'ends';
  /** A change beyond `slack + perSecond × s` is physically impossible, in the metric's unit. */
  readonly step?: { readonly slack: number; readonly perSecond: number };
}

const families: readonly Family[] = [
  { of: /^(grid|load|battery|pv)\.power(\.[ls]\d+)?$/, standsHours: 3, rest: 'zero' },
  { of: /^(grid|load)\.voltage(\.l\d)?$/, standsHours: 4, rest: 'zero' },
  { of: /^pv\.(voltage|current)\.s\d+$/, standsHours: 3, rest: 'zero' },
  { of: /^battery\.cell\.voltage\.\d+$/, standsHours: 24, step: { slack: 0.4, perSecond: 0.01 } },
  { of: /^battery\.voltage$/, standsHours: 24 },
  // A battery management system that sees a full battery corrects its count by some percent at once: that is not a fault.
  { of: /^battery\.soc$/, standsHours: 48, rest: 'ends', step: { slack: 14, perSecond: 0.02 } },
  {
    of: /^(battery|inverter|device)\.temperature(\.\d+)?$/,
    standsHours: 36,
    step: { slack: 10, perSecond: 0.05 },
  },
];

/** The family of a metric; undefined if nothing is known of it. */
export function familyOf(metric: MetricId): Family | undefined {
  return families.find(({ of }) => of.test(metric));
}
