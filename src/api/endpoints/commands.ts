// Endpoints of commands that can be followed, and of devices whichever home they belong to.
import { BulkAnswer, BulkCommand } from '../bulk.ts';
import {
  Command,
  CommandAnswer,
  CommandPage,
  CommandsQuery,
  NewCommand,
  SwitchCommand,
  Switched,
} from '../commands.ts';
import { DevicesQuery, ListedDevices, OneDevice, RegisterDevice, RegisteredDevice } from '../homes.ts';
import { type EndpointRows, linkErrors } from './row.ts';

const commandErrors = [
  'device.unknown',
  'command.unknown',
  'command.limits',
  'command.not-armed',
  'command.refused',
  'command.differs',
  'command.unconfirmed',
  'command.too-often',
  'command.expired',
  ...linkErrors,
] as const;

/** Devices of all homes, and commands. */
export const commandEndpoints = {
  listAllDevices: {
    action: 'site.read',
    summary: 'The devices of all homes the caller may see, in short.',
    query: DevicesQuery,
    answers: { 200: ListedDevices },
    errors: ['site.unknown'],
  },
  registerDevice: {
    action: 'device.manage',
    summary: 'Saves a device and starts it at once; for one that speaks MQTT also makes its account of the broker.',
    body: RegisterDevice,
    answers: { 201: RegisteredDevice },
    errors: [
      'site.unknown',
      'address.invalid',
      'protocol.unknown',
      'device.exists',
      'command.refused',
      'access.step-up',
    ],
  },
  readDevice: {
    action: 'site.read',
    summary: 'One device, in short and whole.',
    answers: { 200: OneDevice },
    errors: ['device.unknown'],
  },
  switchDevice: {
    action: 'device.command',
    summary: 'Switches a relay of a device on, off or over, and answers what the device shows then.',
    body: SwitchCommand,
    answers: { 200: Switched },
    errors: commandErrors,
  },
  commandRelays: {
    action: 'device.command',
    summary:
      'Switches all relays of a home, or those of some devices, on or off: the first answer lists them, the same request with its `arm` switches exactly those. Relays that could cut the power are left out.',
    body: BulkCommand,
    answers: { 200: BulkAnswer },
    errors: ['site.unknown', 'command.not-armed'],
  },
  issueCommand: {
    action: 'device.command',
    summary:
      'Sets a set-point or a setting of a device: 202 with where to follow it, or 200 when it has come to its end within the seconds of `Prefer: wait`, or waits to be armed. Settings and what is dangerous need device.configure.',
    body: NewCommand,
    headers: ['idempotency-key', 'prefer'],
    answers: { 202: Command, 200: CommandAnswer },
    errors: [...commandErrors, 'command.key-reused'],
  },
  readCommand: {
    action: 'site.read',
    summary: 'How far a command is, and what became of it; with `Prefer: wait`, as soon as it has come to its end.',
    headers: ['prefer'],
    answers: { 200: Command },
    errors: ['command.gone'],
  },
  listCommands: {
    action: 'site.read',
    summary: 'Commands that were given at a home, the newest first, in pages.',
    query: CommandsQuery,
    answers: { 200: CommandPage },
    errors: ['site.unknown'],
  },
} as const satisfies EndpointRows;
