// What a path must be before it is opened as a port. To open some files is an act: the watchdog restarts the computer, and what is
// written to a disk stays there.
import { stat } from 'node:fs/promises';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { Reason } from '#core/reason.ts';

/** Majors of character devices that are no ports: memory (1), which holds zero and random, and `misc` (10), which holds the watchdog. Source: Linux, Documentation/admin-guide/devices.txt. */
const noPorts: ReadonlySet<number> = new Set([1, 10]);

/** The major number of a device. Source: glibc, gnu_dev_major. */
const majorOf = (device: number): number => {
  const high = Math.floor(device / 2 ** 32);
  return ((device >>> 8) & 0xfff) | (high & ~0xfff);
};

const isHarmed = (device: number): boolean => process.platform === 'linux' && noPorts.has(majorOf(device));

/** Refuses a path that leads to no port, and says why. Errors: `link.unavailable`, those of the system. */
export async function assertPort(name: string, path: string, why: Reason): Promise<void> {
  const found = await stat(path).catch((thrown: unknown) => {
    // To open what is not there says so itself.
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
  if (found === undefined || (found.isCharacterDevice() && !isHarmed(found.rdev))) return;
  throw new SolsteadError('link.unavailable', { at: name, why });
}
