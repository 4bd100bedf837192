// What requests about devices mean: a device to be added, a command to be given.
import { because } from '#core/reason.ts';
import type { NewDevice } from '#api/set-up.ts';
import type { RegisterDevice } from '#api/homes.ts';
import type { DeviceCommand } from '#api/settings.ts';
import type { CommandTarget } from '#core/command.ts';
import { isSetPointId } from '#core/set-points.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceSettings } from '#core/records.ts';
import type { CommandRequest, NewDevice as HubDevice } from '#hub/types.ts';

/** Pace and retries of a new device, those that were given. */
function settingsOf(device: NewDevice): DeviceSettings {
  const { liveSeconds, settingsSeconds, retries, backoffSeconds, responseSeconds, pauseSeconds, picks, expects } =
    device;
  return {
    ...(liveSeconds === undefined ? {} : { liveSeconds }),
    ...(settingsSeconds === undefined ? {} : { settingsSeconds }),
    ...(retries === undefined ? {} : { retries }),
    ...(backoffSeconds === undefined ? {} : { backoffSeconds }),
    ...(responseSeconds === undefined ? {} : { responseSeconds }),
    ...(pauseSeconds === undefined ? {} : { pauseSeconds }),
    ...(picks === undefined ? {} : { picks }),
    ...(expects === undefined ? {} : { expects }),
  };
}

/** The device that a request adds. */
export function deviceOf(body: NewDevice): HubDevice {
  const { name, protocol, address, topic, measures, parts, password, returns } = body;
  return {
    name,
    protocol,
    address,
    ...(topic === undefined ? {} : { topic }),
    ...(measures === undefined ? {} : { measures }),
    ...(parts === undefined ? {} : { parts }),
    ...(password === undefined ? {} : { password }),
    ...(returns === undefined ? {} : { returns }),
    settings: settingsOf(body),
  };
}

/** What a request means to set. Errors: `input.invalid`. */
function targetOf({ setPoint, setting }: DeviceCommand): CommandTarget {
  if (setPoint !== undefined && setting !== undefined)
    throw new SolsteadError('input.invalid', { at: 'setting', why: because('command.two-targets') });
  if (setting !== undefined) return { setting };
  if (setPoint === undefined)
    throw new SolsteadError('input.invalid', { at: 'setPoint', why: because('command.no-target') });
  if (!isSetPointId(setPoint))
    throw new SolsteadError('input.invalid', { at: 'setPoint', why: because('set-point.unknown', { setPoint }) });
  return { setPoint };
}

/** The command that a request gives. Errors: `input.invalid`. */
export function commandOf(device: string, body: DeviceCommand): CommandRequest {
  const { value = '', arm, force } = body;
  return {
    device,
    target: targetOf(body),
    value: typeof value === 'boolean' ? Number(value) : value,
    ...(arm === undefined ? {} : { arm }),
    ...(force === undefined ? {} : { force }),
  };
}

/** What a request to register a device means, for a home and its broker. Errors: `input.invalid`. */
export function registrationOf(body: Omit<RegisterDevice, 'site' | 'mqttAccount'>, home: string): NewDevice {
  const { node_id: node, location, ...wanted } = body;
  const name = location === undefined || location === '' ? body.name : `${body.name} (${location})`;
  const ofNode =
    node === undefined
      ? {}
      : { protocol: 'homesync-node', address: 'mqtt://built-in:1883', topic: `homesync/${home}/nodes/${node}` };
  const { protocol, address, ...rest } = { ...ofNode, ...wanted };
  if (protocol === undefined) throw missing('protocol');
  if (address === undefined) throw missing('address');
  return { ...rest, name, protocol, address };
}

const missing = (field: string): SolsteadError =>
  new SolsteadError('input.invalid', { at: field, why: because('request.missing', { field }) });
