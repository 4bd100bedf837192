// What a new plan changes of the one that runs: what does not differ is left as it is.
import { type DaemonPlan, isSame, type PlannedDevice, type PlannedOutput } from './plan.ts';

/** What differs. */
export interface PlanChanges {
  /** Names of devices that are ended: gone, or asked otherwise from now on. */
  readonly ended: readonly string[];
  /** Devices that begin. */
  readonly begun: readonly PlannedDevice[];
  /** Devices that go on with their link; where their answers go may differ. */
  readonly kept: readonly PlannedDevice[];
  /** Whether its readings go elsewhere, or others do. */
  readonly isOtherUplink: boolean;
  readonly outputs: {
    readonly removed: readonly string[];
    readonly added: readonly PlannedOutput[];
    readonly changed: readonly PlannedOutput[];
  };
}

/** What is the same where only the ways of its answers differ. */
function asking({ answers: _answers, mayCommand: _mayCommand, tag: _tag, ...rest }: PlannedDevice) {
  return rest;
}

/** Compares two plans. */
export function changesOf(before: DaemonPlan, after: DaemonPlan): PlanChanges {
  // Devices over MQTT hang on the connection to their broker, and on the home that they belong to.
  const isOther = !isSame(before.home, after.home) || !isSame(before.broker, after.broker);
  const known = new Map(before.devices.map((device) => [device.name, device]));
  const kept = after.devices.filter((device) => {
    const old = known.get(device.name);
    if (old === undefined || (isOther && device.topic !== undefined)) return false;
    return isSame(asking(old), asking(device)) && isSame(before.home, after.home);
  });
  const keptNames = new Set(kept.map(({ name }) => name));
  const outputs = new Map(before.outputs.map((output) => [output.id, output]));
  const ids = new Set(after.outputs.map(({ id }) => id));
  return {
    ended: before.devices.filter(({ name }) => !keptNames.has(name)).map(({ name }) => name),
    begun: after.devices.filter(({ name }) => !keptNames.has(name)),
    kept,
    isOtherUplink: !isSame(before.uplink, after.uplink),
    outputs: {
      removed: before.outputs.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
      added: after.outputs.filter(({ id }) => !outputs.has(id)),
      changed: after.outputs.filter((output) => {
        const old = outputs.get(output.id);
        return old !== undefined && !isSame(old, output);
      }),
    },
  };
}
