// Whether a device that is set up is one that was removed before. Pure.
import type { NewDevice, RemovedDevices } from '#api/contract.ts';

type Removed = RemovedDevices[number];

/** Removed devices that it may be, the last first: those of its protocol. */
export const maybeBefore = ({ protocol }: Pick<NewDevice, 'protocol'>, removed: RemovedDevices): readonly Removed[] =>
  removed.filter(({ definition }) => definition === protocol);

/**
 * The removed device it must be: its protocol at its address, the last that was removed. Devices behind a broker share its address:
 * of them none is told apart.
 */
export function surelyBefore(
  device: Pick<NewDevice, 'protocol' | 'address' | 'topic'>,
  removed: RemovedDevices,
): Removed | undefined {
  if (device.topic !== undefined) return undefined;
  return maybeBefore(device, removed).find(({ address }) => address === device.address);
}
