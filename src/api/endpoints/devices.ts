// Endpoints of the devices of a site: the list, commands and settings.
import { ChargerKey } from '../charging.ts';
import { Device, Devices } from '../contract.ts';
import { DeviceChange, NewDevice, RemovedDevices } from '../set-up.ts';
import { DeviceQuery, DeviceQueryAnswer } from '../device-query.ts';
import { DeviceChangePreview } from '../device-change.ts';
import { Capabilities, CommandOutcome, DeviceCommand, Settings } from '../settings.ts';
import { ShownFields } from '../device-test.ts';
import { type EndpointRows, linkErrors, Nothing } from './row.ts';

/** Devices, commands and settings. */
export const deviceEndpoints = {
  listDevices: {
    action: 'site.read',
    summary: 'The devices of a site with their state and health.',
    answers: { 200: Devices },
    errors: ['site.unknown'],
  },
  addDevice: {
    action: 'device.manage',
    summary: 'Saves a device and starts it at once.',
    body: NewDevice,
    answers: { 201: Device },
    errors: ['site.unknown', 'address.invalid', 'protocol.unknown', 'device.exists'],
  },
  changeDevice: {
    action: 'device.manage',
    summary: 'Renames or moves a device, also to another protocol; its id, history and grants stay.',
    body: DeviceChange,
    headers: ['if-match'],
    answers: { 200: Device },
    errors: [
      'request.outdated',
      'site.unknown',
      'device.unknown',
      'address.invalid',
      'protocol.unknown',
      'device.exists',
    ],
  },
  previewDeviceChange: {
    action: 'device.manage',
    summary:
      'What a change of protocol, address or topic would do: which metrics go on, begin or end. Nothing is changed.',
    body: DeviceChange,
    answers: { 200: DeviceChangePreview },
    errors: ['site.unknown', 'device.unknown', 'address.invalid', 'protocol.unknown', 'device.exists'],
  },
  listRemovedDevices: {
    action: 'device.manage',
    summary: 'Devices that were removed; one that is added again as the same (`returns`) finds its history.',
    answers: { 200: RemovedDevices },
    errors: ['site.unknown'],
  },
  removeDevice: {
    action: 'device.manage',
    summary: 'Stops a device and removes it; its history stays.',
    answers: { 204: Nothing },
    errors: ['site.unknown', 'device.unknown'],
  },
  listCapabilities: {
    action: 'site.read',
    summary: 'What a device can be told in the words of the catalogue, with its own limits and what it shows.',
    answers: { 200: Capabilities },
    errors: ['site.unknown', 'device.unknown', ...linkErrors],
  },
  listSettings: {
    action: 'site.read',
    summary: 'What a device can be set to by the maker’s names, with what it shows.',
    answers: { 200: Settings },
    errors: ['site.unknown', 'device.unknown', ...linkErrors],
  },
  listShown: {
    action: 'site.read',
    summary:
      'Everything a device showed last, by the maker’s names and in the maker’s sign: also what no metric is made of. It is not asked for it.',
    answers: { 200: ShownFields },
    errors: ['site.unknown', 'device.unknown'],
  },
  commandDevice: {
    action: 'device.command',
    summary:
      'Sets a set-point or a setting of a device, and answers when the device has confirmed it. Settings and what is dangerous need device.configure; the latter is only armed by the first request.',
    body: DeviceCommand,
    headers: ['idempotency-key'],
    answers: { 200: CommandOutcome },
    errors: [
      'site.unknown',
      'device.unknown',
      'command.unknown',
      'command.key-reused',
      'command.limits',
      'command.not-armed',
      'access.step-up',
      'command.refused',
      'command.differs',
      'command.unconfirmed',
      'command.too-often',
      'command.expired',
      ...linkErrors,
    ],
  },
  askDevice: {
    action: 'device.command',
    summary:
      'Asks a device one query of its definition, at most 12 in a minute, and answers the values in the maker’s words. Nothing is set, and nothing of it goes into the history.',
    body: DeviceQuery,
    answers: { 200: DeviceQueryAnswer },
    errors: ['site.unknown', 'device.unknown', 'command.unknown', 'command.refused', ...linkErrors],
  },
  renewChargerKey: {
    action: 'device.manage',
    summary:
      'Makes a password for a charge point that comes over OCPP, shown this once; the one before counts no more. Signing in again may be asked for first.',
    answers: { 200: ChargerKey },
    errors: ['site.unknown', 'device.unknown', 'input.invalid', 'access.step-up'],
  },
} as const satisfies EndpointRows;
