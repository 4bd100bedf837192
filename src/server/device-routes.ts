// The devices of a site, their commands and settings. Thin over the hub, which checks, arms and writes down.
import { because } from '#core/reason.ts';
import type { deviceEndpoints } from '#api/endpoints/devices.ts';
import type { NewDevice } from '#api/contract.ts';
import { isSetPointId } from '#core/set-points.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import type { DeviceSettings } from '#core/records.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { actorOf, callerOf } from './session.ts';

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
    listDevices: ({ params, request }) => callerOf(request).hub.snapshot(params.site).devices,
    addDevice({ params, body, request }) {
      const caller = callerOf(request);
      const { name, protocol, address, topic } = body;
      const settings = settingsOf(body);
      const device = { name, protocol, address, ...(topic === undefined ? {} : { topic }), settings };
      return caller.hub.addDevice(params.site, device, actorOf(caller));
    },
    removeDevice({ params, request }) {
      const caller = callerOf(request);
      return caller.hub.removeDevice(params.site, params.device, actorOf(caller));
    },
    async commandDevice({ params, body, request }) {
      const caller = callerOf(request);
      const { metric } = body;
      if (!isSetPointId(metric)) {
        throw new SolsteadError('input.invalid', { at: 'metric', why: because('set-point.unknown', { metric }) });
      }
      const order = { device: params.device, metric, value: orderedValue(body.value) };
      const { atMs } = await caller.hub.command(params.site, order, actorOf(caller));
      return { confirmed: true, atMs };
    },
    listSettings: ({ params, request }) => callerOf(request).hub.settings(params.site, params.device),
    changeSetting({ params, body, request }) {
      const caller = callerOf(request);
      const { value = '', arm } = body;
      const order = { device: params.device, setting: params.name, value, ...(arm === undefined ? {} : { arm }) };
      return caller.hub.set(params.site, order, actorOf(caller));
    },
  };
}
