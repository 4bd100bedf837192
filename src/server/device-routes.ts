// The devices of a site, their commands and settings. Thin over the hub, which checks, arms and logs.
import type { deviceEndpoints } from '#api/endpoints/devices.ts';
import { commandOf, deviceOf } from './device-requests.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

/** Answers about devices. */
export function deviceHandlers(): HandlersOf<typeof deviceEndpoints> {
  return {
    listDevices: ({ params, request }) => doorOf(request).site(params.site).seen().devices,
    addDevice: ({ params, body, request }) => doorOf(request).site(params.site).devices.add(deviceOf(body)),
    changeDevice: async ({ params, body, request }) =>
      doorOf(request).site(params.site).devices.change(params.device, body),
    previewDeviceChange: async ({ params, body, request }) =>
      doorOf(request).site(params.site).devices.preview(params.device, body),
    async listRemovedDevices({ params, request }) {
      const removed = await doorOf(request).site(params.site).devices.removed();
      return removed.map(({ site: _site, ...device }) => device);
    },
    removeDevice: async ({ params, request }) => doorOf(request).site(params.site).devices.remove(params.device),
    listCapabilities: async ({ params, request }) =>
      doorOf(request).site(params.site).devices.capabilities(params.device),
    listSettings: async ({ params, request }) => doorOf(request).site(params.site).devices.settings(params.device),
    commandDevice: ({ params, body, request }) =>
      doorOf(request).site(params.site).devices.set(commandOf(params.device, body)),
  };
}
