// SunSpec models around storage and control: 120–124, 702–712, 713 and 802.
// Source: sunspec/models json (2026-04).
import type { RegisterRow } from '#codec/register-rows.ts';
import { pointWriter } from '#codec/sunspec.ts';

const onOff = { 0: 'Off', 1: 'On' } as const;
const chargeStates = {
  1: 'Off',
  2: 'Empty',
  3: 'Discharging',
  4: 'Charging',
  5: 'Full',
  6: 'Holding',
  7: 'Testing',
} as const;

/** Model 120, nameplate ratings. */
export function nameplateRows(address: number): RegisterRow[] {
  const at = pointWriter(address, 'settings');
  return [
    at(2, 'u16', { label: 'Type of device', options: { 4: 'PV', 82: 'PV with storage' } }),
    at(3, 'u16', { label: 'Rated power', unit: 'W', sf: 4 }),
    at(19, 'u16', { label: 'Rated energy of storage', unit: 'Wh', sf: 20 }),
    at(23, 'u16', { label: 'Rated charging power', unit: 'W', sf: 24 }),
    at(25, 'u16', { label: 'Rated discharging power', unit: 'W', sf: 26 }),
  ];
}

/** Model 121, basic settings. */
export function settingsRows(address: number): RegisterRow[] {
  return [pointWriter(address, 'settings')(2, 'u16', { label: 'Maximum power', unit: 'W', sf: 22 })];
}

/** Model 122, extended status. */
export function statusRows(address: number): RegisterRow[] {
  const at = pointWriter(address);
  const bits = { 0: 'Connected', 1: 'Available', 2: 'Operating', 3: 'Test' } as const;
  return [
    at(2, 'bits', { label: 'PV connection', bits }),
    at(3, 'bits', { label: 'Storage connection', bits }),
    at(4, 'bits', { label: 'Grid connection', bits: { 0: 'Connected' } }),
    at(5, 'acc64', { label: 'AC lifetime active energy output', unit: 'Wh' }),
  ];
}

/** Model 123, immediate controls. `scale` is the scale factor that was read for the limit. */
export function controlRows(address: number, scale: number): RegisterRow[] {
  const at = pointWriter(address, 'settings');
  return [
    at(4, 'u16', { label: 'Connection to the grid', options: { 0: 'Disconnect', 1: 'Connect' } }),
    at(5, 'u16', { label: 'Power limit', unit: '%', scale }),
    at(7, 'u16', { label: 'Power limit time-out', unit: 's' }),
    at(9, 'u16', { label: 'Power limit enabled', options: onOff }),
  ];
}

/** Model 124, storage control. Scale factors as they were read: of the reserve and of the charge and discharge rates. */
export function storageRows(address: number, { reserve, rate }: { reserve: number; rate: number }): RegisterRow[] {
  const live = pointWriter(address);
  const setting = pointWriter(address);
  return [
    setting(2, 'u16', { label: 'Maximum charging power', unit: 'W', sf: 18 }),
    setting(5, 'u16', {
      label: 'Storage control mode',
      options: { 0: 'No limits', 1: 'Charge limited', 2: 'Discharge limited', 3: 'Both limited' },
    }),
    setting(7, 'u16', { label: 'Minimum reserve', unit: '%', scale: reserve }),
    live(8, 'u16', { label: 'State of charge', unit: '%', sf: 22, metric: 'battery.soc' }),
    live(10, 'u16', { label: 'Battery voltage', unit: 'V', sf: 24, metric: 'battery.voltage' }),
    live(11, 'u16', { label: 'Charge state', options: chargeStates }),
    setting(12, 'i16', { label: 'Discharge rate', unit: '%', scale: rate }),
    setting(13, 'i16', { label: 'Charge rate', unit: '%', scale: rate }),
    setting(15, 'u16', { label: 'Rate time-out', unit: 's' }),
    setting(17, 'u16', { label: 'Charging from the grid', options: { 0: 'PV only', 1: 'Grid allowed' } }),
  ];
}

/** Model 702, capacity. */
export function capacityRows(address: number): RegisterRow[] {
  const at = pointWriter(address, 'settings');
  return [
    at(2, 'u16', { label: 'Rated maximum power', unit: 'W', sf: 45 }),
    at(26, 'u16', { label: 'Set maximum power', unit: 'W', sf: 45 }),
    at(34, 'u16', { label: 'Set charging power', unit: 'W', sf: 45 }),
    at(35, 'u16', { label: 'Set discharging power', unit: 'W', sf: 45 }),
  ];
}

/** Model 704, AC controls. `scale` is the scale factor that was read for the limit. */
export function acControlRows(address: number, scale: number): RegisterRow[] {
  const at = pointWriter(address, 'settings');
  return [
    at(14, 'u16', { label: 'Active power limit enabled', options: onOff }),
    at(15, 'u16', { label: 'Active power limit', unit: '%', scale }),
    at(22, 'u16', { label: 'Active power set point enabled', options: onOff }),
    at(24, 'i32', { label: 'Active power set point', unit: 'W', sf: 55 }),
  ];
}

/** Models 703 and 705–712: whether the function is on. */
export const derFunctions: Readonly<Record<number, string>> = {
  703: 'Enter service',
  705: 'Volt-var',
  706: 'Volt-watt',
  707: 'Low voltage trip',
  708: 'High voltage trip',
  709: 'Low frequency trip',
  710: 'High frequency trip',
  711: 'Frequency droop',
  712: 'Watt-var',
};

export function functionRows(address: number, label: string): RegisterRow[] {
  return [pointWriter(address, 'settings')(2, 'u16', { label, options: { 0: 'Disabled', 1: 'Enabled' } })];
}

/** Model 713, storage capacity. */
export function storageCapacityRows(address: number): RegisterRow[] {
  const at = pointWriter(address);
  return [
    at(2, 'u16', { label: 'Storage rated energy', unit: 'Wh', sf: 7 }),
    at(3, 'u16', { label: 'Storage available energy', unit: 'Wh', sf: 7 }),
    at(4, 'u16', { label: 'Storage state of charge', unit: '%', sf: 8, metric: 'battery.soc' }),
    at(5, 'u16', { label: 'Storage state of health', unit: '%', sf: 8, metric: 'battery.soh' }),
  ];
}

const batteryStates = {
  1: 'Disconnected',
  2: 'Initializing',
  3: 'Connected',
  4: 'Standby',
  5: 'Protecting state of charge',
  6: 'Suspending',
  99: 'Fault',
} as const;

/** Model 802, battery base. Discharge is taken as positive: the model does not say it; evcc reads that of Kostal so. */
export function batteryRows(address: number): RegisterRow[] {
  const at = pointWriter(address);
  return [
    at(2, 'u16', { label: 'Nameplate charge', unit: 'Ah', sf: 52, metric: 'battery.capacity' }),
    at(3, 'u16', { label: 'Nameplate energy', unit: 'Wh', sf: 53 }),
    at(11, 'u16', { label: 'Battery state of charge', unit: '%', sf: 56, metric: 'battery.soc' }),
    at(13, 'u16', { label: 'Battery state of health', unit: '%', sf: 58, metric: 'battery.soh' }),
    at(14, 'u32', { label: 'Cycles', metric: 'battery.cycles' }),
    at(22, 'u16', { label: 'Battery state', options: batteryStates }),
    at(34, 'u16', { label: 'External battery voltage', unit: 'V', sf: 59, metric: 'battery.voltage' }),
    at(37, 'u16', { label: 'Highest cell voltage', unit: 'V', sf: 60, metric: 'battery.cell.voltage.max' }),
    at(40, 'u16', { label: 'Lowest cell voltage', unit: 'V', sf: 60, metric: 'battery.cell.voltage.min' }),
    at(44, 'i16', { label: 'Total DC current', unit: 'A', sf: 61, metric: 'battery.current' }),
    at(47, 'i16', { label: 'Total battery power', unit: 'W', sf: 63, metric: 'battery.power' }),
  ];
}
