// What a device can be in a home. The one list: definitions, the contract and the page take it from here.

/** What a device is in the home; it decides which of its values the power flow takes. */
export const deviceKinds = ['inverter', 'battery', 'meter', 'relay', 'charger', 'heater', 'sensor'] as const;

/** One of {@link deviceKinds}. */
export type DeviceKind = (typeof deviceKinds)[number];

/** Whether something is one of {@link deviceKinds}. */
export const isDeviceKind = (value: unknown): value is DeviceKind => deviceKinds.some((kind) => kind === value);
