// The devices of a site, their commands and settings. Thin over the hub, which checks, arms and logs.
import { because } from '#core/reason.ts';
import type { deviceEndpoints } from '#api/endpoints/devices.ts';
import type { NewDevice } from '#api/contract.ts';
import type { DeviceCommand } from '#api/settings.ts';
import type { CommandTarget } from '#core/command.ts';
import { isSetPointId } from '#core/set-points.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceSettings } from '#core/records.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

/** Pace and retries of a new device, those that were given. */
function settingsOf({ liveSeconds, settingsSeconds, retries, backoffSeconds }: NewDevice): DeviceSettings {
  return {
    ...(liveSeconds === undefined ? {} : { liveSeconds }),
    ...(settingsSeconds === undefined ? {} : { settingsSeconds }),
    ...(retries === undefined ? {} : { retries }),
    ...(backoffSeconds === undefined ? {} : { backoffSeconds }),
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

/** Answers about devices. */
export function deviceHandlers(): HandlersOf<typeof deviceEndpoints> {
  return {
    listDevices: ({ params, request }) => doorOf(request).site(params.site).snapshot().devices,
    async addDevice({ params, body, request }) {
      const { name, protocol, address, topic, measures, returns } = body;
      const settings = settingsOf(body);
      const device = {
        name,
        protocol,
        address,
        ...(topic === undefined ? {} : { topic }),
        ...(measures === undefined ? {} : { measures }),
        ...(returns === undefined ? {} : { returns }),
        settings,
      };
      return doorOf(request).site(params.site).devices.add(device);
    },
    changeDevice: async ({ params, body, request }) =>
      doorOf(request).site(params.site).devices.change(params.device, body),
    async listRemovedDevices({ params, request }) {
      const removed = await doorOf(request).site(params.site).devices.removed();
      return removed.map(({ site: _site, ...device }) => device);
    },
    removeDevice: async ({ params, request }) => doorOf(request).site(params.site).devices.remove(params.device),
    listCapabilities: async ({ params, request }) =>
      doorOf(request).site(params.site).devices.capabilities(params.device),
    listSettings: async ({ params, request }) => doorOf(request).site(params.site).devices.settings(params.device),
    async commandDevice({ params, body, request }) {
      const { value = '', arm, force } = body;
      return doorOf(request)
        .site(params.site)
        .devices.set({
          device: params.device,
          target: targetOf(body),
          value: typeof value === 'boolean' ? Number(value) : value,
          ...(arm === undefined ? {} : { arm }),
          ...(force === undefined ? {} : { force }),
        });
    },
  };
}
