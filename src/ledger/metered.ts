// Which metrics matter to the ledger.
import type { MetricId } from '#core/catalogue.ts';

const metered =
  /^(pv|grid|battery|load)\.(power(\.l[123])?|energy(\..+)?)$|^grid\.(voltage|connected)$|^relay\.power\.\d+$|^meter\.(power|energy\.(forward|backward))\.\d+$/;

/** Whether a metric matters to the ledger. */
export const isMetered = (metric: MetricId): boolean => metered.test(metric);

/** Whether a reading matters to the time that is not settled yet: a battery's charge is checked against its power. */
export const isHeeded = (metric: MetricId): boolean => isMetered(metric) || metric === 'battery.soc';

const battery = /^battery\.(soc|voltage|current)$/;

/** Whether it is remembered that a device gives a metric: those that matter, and those that show that there is a battery. */
export const isNoted = (metric: MetricId): boolean => isMetered(metric) || battery.test(metric);
