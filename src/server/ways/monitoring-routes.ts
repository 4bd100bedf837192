// The monitoring interface beside its sockets: the data once, who watches, subscriptions, factors, announcements.
import type { monitoringEndpoints } from '#api/endpoints/monitoring.ts';
import type { MonitoringSettings } from '#api/monitoring.ts';
import { isSubscribed, type MonitoringRecord } from '#core/monitoring.ts';
import type { FastifyRequest } from 'fastify';
import type { HandlersOf } from '../endpoint-routes.ts';
import { instantOf } from '../history-query.ts';
import { noSubscription } from '../monitoring.ts';
import type { RouteContext } from '../route-context.ts';
import { doorOf } from '../session.ts';

/** Answers about monitoring. */
export function monitoringHandlers({ monitoring, options }: RouteContext): HandlersOf<typeof monitoringEndpoints> {
  const { clock } = options;
  const doorTo = (request: FastifyRequest, site: string) => doorOf(request).site(site).monitoring();
  const settingsOf = ({ site, ...record }: MonitoringRecord): MonitoringSettings => ({
    subscribed: isSubscribed(record, clock.nowMs()),
    connections: monitoring.statistics(new Set([site])).stats.total_connections,
    ...record,
  });
  return {
    readMonitoringSettings: async ({ params, request }) => settingsOf(await doorTo(request, params.site).read()),
    changeMonitoring: async ({ params, body, request }) => settingsOf(await doorTo(request, params.site).change(body)),
    announce: async ({ params, body, request }) => settingsOf(await doorTo(request, params.site).announce(body)),
    async announceMaintenance({ body, request }) {
      const startMs = instantOf(body.start_time, 'start_time', 'UTC');
      const start_time = Temporal.Instant.fromEpochMilliseconds(startMs).toString();
      const notice = { type: 'maintenance_notice', ...body, start_time } as const;
      await doorOf(request).announce(notice);
      return notice;
    },
    readMonitoringStatistics({ request }) {
      const sites = doorOf(request).sites();
      return monitoring.statistics(new Set(sites.map(({ id }) => id)));
    },
    async readMonitoring({ params, request, reply }) {
      const data = await monitoring.read(doorOf(request).site(params.system_id));
      if (data !== undefined) return data;
      // Payment required: what is missing is a subscription.
      reply.code(402);
      return noSubscription;
    },
  };
}
