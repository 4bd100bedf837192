// Whether a device that is set up is one that was removed before. Pure.
import type { NewDevice, RemovedDevices } from '#api/set-up.ts';

type Removed = RemovedDevices[number];

/** Removed devices it may be, the latest first: those with its protocol. */
export const maybeBefore = ({ protocol }: Pick<NewDevice, 'protocol'>, removed: RemovedDevices): readonly Removed[] =>
  removed.filter(({ definition }) => definition === protocol);

/** A device that is set up, and the serial number that its test read. */
type Known = Pick<NewDevice, 'protocol' | 'address' | 'topic'> & { readonly serial?: string | undefined };

/** A serial number that tells one from another: makers leave it empty or all of one character in devices that have none. */
const tells = (serial: string | undefined): serial is string =>
  serial !== undefined && !/^\s*(.)\1*\s*$|^\s*$/.test(serial);

/**
 * The removed device it must be: of the same protocol, with its serial number wherever it is now, else at its address, the latest that was
 * removed. One with another serial number is another. Devices behind a broker share its address: only their serial numbers tell them apart.
 */
export function surelyBefore({ serial, ...device }: Known, removed: RemovedDevices): Removed | undefined {
  const before = maybeBefore(device, removed);
  const same = tells(serial) ? before.find((one) => one.serial === serial) : undefined;
  if (same !== undefined || device.topic !== undefined) return same;
  const isOther = (one: Removed): boolean => tells(serial) && tells(one.serial) && one.serial !== serial;
  return before.find((one) => one.address === device.address && !isOther(one));
}
