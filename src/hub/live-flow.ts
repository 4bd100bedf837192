// The flow of a running home: made anew only when something it is made of has changed, as pages and rules ask many times a second.
import type { MetricId } from '#core/catalogue.ts';
import type { Flow } from '#api/contract.ts';
import type { MeterRoles } from '#energy/metering/roles.ts';
import type { SiteDevice } from './device-view.ts';
import { type FlowDevice, flowMetrics, flowOf, type Look, withRoles } from './flow.ts';

/** The flow of one home. */
export interface LiveFlow {
  readonly devices: readonly FlowDevice[];
  /** The devices of the home, or what they measure, are others. */
  see(devices: Iterable<SiteDevice>, roles: MeterRoles): void;
  /** Values were taken, or became stale. */
  changed(metrics: readonly MetricId[]): void;
  /** As it is at this time, epoch ms. */
  at(nowMs: number): Flow;
}

/** A home without devices. */
export function makeLiveFlow(look: Look): LiveFlow {
  let devices: readonly FlowDevice[] = [];
  let known: Flow | undefined;
  return {
    get devices() {
      return devices;
    },
    see(all, roles) {
      devices = withRoles(
        [...all].map(({ record: { id }, kind }) => ({ id, kind })),
        roles,
      );
      known = undefined;
    },
    changed(metrics) {
      if (known !== undefined && metrics.some((metric) => flowMetrics.has(metric))) known = undefined;
    },
    at(nowMs) {
      known = known === undefined ? flowOf(devices, look, nowMs) : { ...known, atMs: nowMs };
      return known;
    },
  };
}
