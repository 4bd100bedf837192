// What is unusual, as those who watch a home are told of it.
import type { Anomaly } from '#api/anomalies.ts';
import type { NewAlert } from '#api/contract.ts';

/** The alert of an anomaly. */
export function alertOf({ device, kind, severity, reason, why, noticedMs }: Anomaly): NewAlert {
  return { device, kind, severity, reason, message: why, atMs: noticedMs };
}
