// Rows every Shelly device has. Source: [shelly-rpc] (recorded Shelly.GetStatus).
import { booleanAt, numberAt, textAt, type TypedStateRow } from '../state-rows.ts';

/** Wi-Fi, uptime, MAC and the link to the cloud. */
export const commonRows: readonly TypedStateRow[] = [
  numberAt({ path: 'wifi/rssi', name: 'rssi', label: 'Wi-Fi signal', metric: 'device.signal' }, 'dBm'),
  numberAt({ path: 'sys/uptime', name: 'uptime', label: 'Time since start', metric: 'device.uptime' }, 's'),
  textAt({ path: 'sys/mac', name: 'mac', label: 'MAC address' }),
  booleanAt({ path: 'sys/restart_required', name: 'restart_required', label: 'Restart required' }),
];
