// The name that is proposed for a device: short, and not taken. Pure.
import type { Device } from '#api/contract.ts';
import type { TestResult } from '#api/device-test.ts';
import { t } from '../words.ts';

type Tested = Pick<TestResult, 'title' | 'kind'> & { readonly proposedName?: string };

/** The model as the device says it; where it says none, what it is in a word. With a number behind it if another has the name. */
export function nameFor(
  { title, kind, proposedName = title }: Tested,
  devices: readonly Pick<Device, 'name'>[],
): string {
  const name = proposedName === title ? t(`devices.kind.${kind}`) : proposedName;
  const taken = new Set(devices.map((device) => device.name));
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(tried)) return tried;
  }
}
