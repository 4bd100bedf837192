// Endpoints of the devices of a site: the list, commands and settings.
import { Command, CommandResult, Device, Devices, NewDevice } from '../contract.ts';
import { SettingChange, SettingOutcome, Settings } from '../settings.ts';
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
  removeDevice: {
    action: 'device.manage',
    summary: 'Stops a device and removes it; its history stays.',
    answers: { 204: Nothing },
    errors: ['site.unknown', 'device.unknown'],
  },
  commandDevice: {
    action: 'device.command',
    summary: 'Sets a metric of a device, and answers when the device has confirmed it.',
    body: Command,
    answers: { 200: CommandResult },
    errors: [
      'site.unknown',
      'device.unknown',
      'command.unknown',
      'command.limits',
      'command.refused',
      'command.differs',
      'command.unconfirmed',
      ...linkErrors,
    ],
  },
  listSettings: {
    action: 'site.read',
    summary: 'What a device can be set to, with what it shows.',
    answers: { 200: Settings },
    errors: ['site.unknown', 'device.unknown', ...linkErrors],
  },
  changeSetting: {
    action: 'device.configure',
    summary: 'Changes a setting by its name; a dangerous one is only armed by the first request.',
    body: SettingChange,
    answers: { 200: SettingOutcome },
    errors: [
      'site.unknown',
      'device.unknown',
      'command.unknown',
      'command.limits',
      'command.not-armed',
      'command.refused',
      'command.differs',
      'command.unconfirmed',
      ...linkErrors,
    ],
  },
} as const satisfies EndpointRows;
