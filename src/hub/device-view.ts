// A device as people see it: its record, what its driver reports about it, and what the site has heard from it.
import type { Device } from '#api/contract.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { CounterWidths, DeviceStatus } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';

/** A device of a site with what its definition says about it. */
export interface SiteDevice {
  readonly record: DeviceRecord;
  readonly kind: DeviceKind;
  readonly title: string;
  readonly counterWidths: CounterWidths;
}

/** What a site has heard from a device. */
export interface Heard {
  readonly lastSeenMs: number | undefined;
  readonly isStale: boolean;
  /** Values that were not taken since the start. */
  readonly rejectedValues: number;
  /** What it measures, if that was set or guessed. */
  readonly measures?: MeterRole | undefined;
}

/** The view of a device; its driver may still call online what has been silent for too long. */
export function deviceView({ record, kind, title }: SiteDevice, status: DeviceStatus, heard: Heard): Device {
  const { state, intervalMs, identity, over, missing = [], health, failure } = status;
  const { lastSeenMs, isStale, rejectedValues, measures } = heard;
  return {
    id: record.id,
    name: record.name,
    definition: record.definition,
    ...(Object.keys(record.settings).length === 0 ? {} : { settings: record.settings }),
    title,
    kind,
    address: record.topic ?? record.address,
    state: state === 'online' && isStale ? 'stale' : state,
    ...(lastSeenMs === undefined ? {} : { lastSeenMs }),
    intervalMs,
    identity,
    ...(over === undefined ? {} : { over }),
    // Of one that says nothing at all, that is told.
    ...(state !== 'online' || missing.length === 0 ? {} : { missing: [...missing] }),
    ...(measures === undefined ? {} : { measures }),
    health: { ...health, rejectedValues, ...(failure === undefined ? {} : { failure: failureView(failure) }) },
  };
}

function failureView({ error, atMs }: NonNullable<DeviceStatus['failure']>): NonNullable<Device['health']['failure']> {
  const { code, message, repair, at, reason } = error;
  return { code, message, repair, at, ...(reason === undefined ? {} : { reason }), atMs };
}
