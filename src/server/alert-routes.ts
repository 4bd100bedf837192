// What wants attention, and who is told.
import type { FastifyRequest } from 'fastify';
import type { Alert, AlertDeliveries, AlertSettings, Channel } from '#api/alerts.ts';
import type { alertEndpoints } from '#api/endpoints/alerts.ts';
import type { AlertRecord, AlertSettingsView, ChannelView, DeliveryRecord } from '#core/alert.ts';
import type { AlertDoor } from '#hub/alert-door.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const doorTo = (request: FastifyRequest, { site }: { readonly site: string }): AlertDoor =>
  doorOf(request).site(site).alerts();

const alertOf = (alert: AlertRecord): Alert => ({ ...alert });
const settingsOf = (view: AlertSettingsView): AlertSettings => view;
// What is kept was checked against the schema of its kind.
const channelOf = (view: ChannelView): Channel => view as Channel;

const deliveryOf = ({ body, site: _site, ...rest }: DeliveryRecord): AlertDeliveries[number] => ({
  ...rest,
  what: body.what,
  ...(body.what === 'report' ? {} : { alert: body.alert.id }),
});

const usualLimit = 50;

/** Answers about them. */
export function alertHandlers(): HandlersOf<typeof alertEndpoints> {
  return {
    async listAlerts({ params, query, request }) {
      const { state, before, limit = usualLimit } = query;
      const { alerts, ...rest } = await doorTo(request, params).list({ state, before, limit });
      return { alerts: alerts.map(alertOf), ...rest };
    },
    acknowledgeAlert: async ({ params, request }) => alertOf(await doorTo(request, params).acknowledge(params.id)),
    snoozeAlert: async ({ params, body, request }) =>
      alertOf(await doorTo(request, params).snooze(params.id, body.minutes)),
    readAlertSettings: async ({ params, request }) => settingsOf(await doorTo(request, params).settings()),
    saveAlertSettings: async ({ params, body, request }) =>
      settingsOf(await doorTo(request, params).saveSettings(body)),
    previewAlertTemplate: ({ params, body, request }) => doorTo(request, params).preview(body),
    async listAlertChannels({ params, request }) {
      const { channels, pushKey } = await doorTo(request, params).channels();
      return { channels: channels.map(channelOf), pushKey };
    },
    addAlertChannel: async ({ params, body, request }) => channelOf(await doorTo(request, params).addChannel(body)),
    changeAlertChannel: async ({ params, body, request }) =>
      channelOf(await doorTo(request, params).changeChannel(params.id, body)),
    async removeAlertChannel({ params, request }) {
      await doorTo(request, params).removeChannel(params.id);
      return {};
    },
    testAlertChannel: ({ params, body, request }) => doorTo(request, params).testChannel(body),
    listAlertDeliveries: async ({ params, request }) => (await doorTo(request, params).deliveries()).map(deliveryOf),
    readAlertPreferences: ({ params, request }) => doorTo(request, params).preferences(),
    saveAlertPreferences: ({ params, body, request }) => doorTo(request, params).savePreferences(body),
    readReport: ({ params, query, request }) => doorTo(request, params).report(query),
  };
}
