// When a switch can be pressed.
import type { Device } from '#api/contract.ts';

/** Whether a relay cannot be switched at present: the person may not, a switch is under way, or the device is silent. */
export const isFixed = ({
  mayChange,
  isPending,
  state,
}: {
  readonly mayChange: boolean;
  readonly isPending: boolean;
  readonly state: Device['state'];
}): boolean => !mayChange || isPending || state === 'offline';
