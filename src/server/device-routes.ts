// The devices of a site, their commands and settings. Thin over the hub, which checks, arms and logs.
import type { deviceEndpoints } from '#api/endpoints/devices.ts';
import { commandOf, deviceOf } from './device-requests.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { keyOf } from './request-key.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';

/** Answers about devices. */
export function deviceHandlers({
  options: { clock },
}: Pick<RouteContext, 'options'>): HandlersOf<typeof deviceEndpoints> {
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
    listShown: ({ params, request }) => doorOf(request).site(params.site).devices.shown(params.device),
    renewChargerKey: ({ params, request }) => doorOf(request).site(params.site).devices.renewChargerKey(params.device),
    async askDevice({ params: { site, device }, body, request }) {
      const { query, title, fields, problems } = await doorOf(request).site(site).devices.ask(device, body.query);
      const known = fields.flatMap(({ name, label, value, unit, raw }) =>
        value === null ? [] : [{ name, label, value, unit, ...(raw === undefined ? {} : { raw }) }],
      );
      return { device, query, title, atMs: clock.nowMs(), fields: known, problems };
    },
    commandDevice: ({ params, body, request }) =>
      doorOf(request)
        .site(params.site)
        .devices.set({ ...commandOf(params.device, body), key: keyOf(request, params.device) }),
  };
}
