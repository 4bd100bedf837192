// What the live socket has reported about a home so far: one snapshot, then changes applied to it. Pure.
import type { CommandStep, Device, EnergyDay, Flow, LiveMessage, LiveValue, Site } from '#api/contract.ts';

/** Latest values of one device by metric, in the maker's order. */
export type DeviceValues = Readonly<Record<string, LiveValue>>;

/** A home as last heard. Parts that did not change keep their identity. */
export interface LiveState {
  readonly site: Site;
  readonly flow: Flow;
  /** Absent for accounts that only see some of the devices. */
  readonly energy?: EnergyDay;
  readonly devices: readonly Device[];
  /** By device id. */
  readonly values: Readonly<Record<string, DeviceValues>>;
  /** When a command to a device made its last step, by device; only of steps since the page opened. */
  readonly steps: Readonly<Record<string, number>>;
  /** Flows heard since the page opened, at most one every {@link trailStepMs}; it continues the chart. */
  readonly trail: readonly Flow[];
  /** Server time of the last message. */
  readonly atMs: number;
}

/** Distance between two flows of the trail. */
export const trailStepMs = 5000;
const trailLength = 720;

function mergeValues(before: LiveState['values'], changed: readonly LiveValue[]): LiveState['values'] {
  const after: Record<string, DeviceValues> = { ...before };
  const copied = new Map<string, Record<string, LiveValue>>();
  for (const value of changed) {
    let device = copied.get(value.device);
    if (device === undefined) {
      device = { ...after[value.device] };
      copied.set(value.device, device);
      after[value.device] = device;
    }
    device[value.metric] = value;
  }
  return after;
}

function mergeDevices(before: readonly Device[], changed: readonly Device[]): readonly Device[] {
  const byId = new Map(changed.map((device) => [device.id, device]));
  const kept = before.map((device) => byId.get(device.id) ?? device);
  const known = new Set(before.map((device) => device.id));
  return [...kept, ...changed.filter((device) => !known.has(device.id))];
}

function extendTrail(trail: readonly Flow[], flow: Flow): readonly Flow[] {
  const last = trail.at(-1);
  if (last !== undefined && flow.atMs - last.atMs < trailStepMs) return trail;
  return [...trail.slice(1 - trailLength), flow];
}

function without(values: LiveState['values'], removed: readonly string[]): LiveState['values'] {
  return Object.fromEntries(Object.entries(values).filter(([device]) => !removed.includes(device)));
}

const stepsOf = (before: LiveState['steps'], steps: readonly CommandStep[]): LiveState['steps'] => ({
  ...before,
  ...Object.fromEntries(steps.map(({ device, atMs }) => [device, atMs])),
});

/** The state after one more message; changes that come before any snapshot are ignored. */
export function applyMessage(state: LiveState | undefined, message: LiveMessage): LiveState | undefined {
  if (message.type === 'snapshot') {
    const { site, flow, energy, devices, values, atMs } = message;
    const trail = state?.site.id === site.id ? extendTrail(state.trail, flow) : [flow];
    const steps = state?.site.id === site.id ? state.steps : {};
    const known = { site, flow, devices, values: mergeValues({}, values), steps, trail, atMs };
    return energy === undefined ? known : { ...known, energy };
  }
  if (state === undefined) return undefined;
  const { flow, energy, devices, removed = [], values, steps, atMs } = message;
  const merged = devices === undefined ? state.devices : mergeDevices(state.devices, devices);
  const kept = values === undefined ? state.values : mergeValues(state.values, values);
  return {
    ...state,
    ...(flow === undefined ? {} : { flow, trail: extendTrail(state.trail, flow) }),
    ...(energy === undefined ? {} : { energy }),
    ...(steps === undefined ? {} : { steps: stepsOf(state.steps, steps) }),
    devices: removed.length === 0 ? merged : merged.filter((device) => !removed.includes(device.id)),
    values: removed.length === 0 ? kept : without(kept, removed),
    atMs,
  };
}
