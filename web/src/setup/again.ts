// Whether a device that is set up is one that was removed before. Pure.
import type { NewDevice, RemovedDevices } from '#api/contract.ts';

type Removed = RemovedDevices[number];

/** Removed devices it may be, the latest first: those with its protocol. */
export const maybeBefore = ({ protocol }: Pick<NewDevice, 'protocol'>, removed: RemovedDevices): readonly Removed[] =>
  removed.filter(({ definition }) => definition === protocol);

/**
 * The removed device it must be: the same protocol and address, the latest that was removed. Devices behind a broker share its address:
 * they cannot be told apart.
 */
export function surelyBefore(
  device: Pick<NewDevice, 'protocol' | 'address' | 'topic'>,
  removed: RemovedDevices,
): Removed | undefined {
  if (device.topic !== undefined) return undefined;
  return maybeBefore(device, removed).find(({ address }) => address === device.address);
}
