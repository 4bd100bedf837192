// The devices of a site, their commands and settings. Thin over the hub, which checks, arms and writes down.
import { because } from '#core/reason.ts';
import type { deviceEndpoints } from '#api/endpoints/devices.ts';
import type { NewDevice } from '#api/contract.ts';
import { isSetPointId } from '#core/set-points.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
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

function orderedValue(value: number | string | boolean): MetricValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Answers about devices. */
export function deviceHandlers(): HandlersOf<typeof deviceEndpoints> {
  return {
    listDevices: ({ params, request }) => doorOf(request).site(params.site).snapshot().devices,
    async addDevice({ params, body, request }) {
      const { name, protocol, address, topic } = body;
      const settings = settingsOf(body);
      const device = { name, protocol, address, ...(topic === undefined ? {} : { topic }), settings };
      return doorOf(request).site(params.site).devices.add(device);
    },
    removeDevice: async ({ params, request }) => doorOf(request).site(params.site).devices.remove(params.device),
    async commandDevice({ params, body, request }) {
      const { metric } = body;
      if (!isSetPointId(metric)) {
        throw new SolsteadError('input.invalid', { at: 'metric', why: because('set-point.unknown', { metric }) });
      }
      const order = { device: params.device, metric, value: orderedValue(body.value) };
      const { atMs } = await doorOf(request).site(params.site).devices.command(order);
      return { confirmed: true, atMs };
    },
    listSettings: async ({ params, request }) => doorOf(request).site(params.site).devices.settings(params.device),
    async changeSetting({ params, body, request }) {
      const { value = '', arm } = body;
      const order = { device: params.device, setting: params.name, value, ...(arm === undefined ? {} : { arm }) };
      return doorOf(request).site(params.site).devices.set(order);
    },
  };
}
