// What people call a device, by its id.
import { useLiveState } from '../live-hooks.ts';

/** The name of each device; of one that is gone its id. */
export function useDeviceName(): (id: string) => string {
  const devices = useLiveState((state) => state.devices);
  return (id) => devices?.find((device) => device.id === id)?.name ?? id;
}
