// A site: what it is, what it does now, what it did, what is unusual. Thin over the hub.
import type { siteEndpoints } from '#api/endpoints/sites.ts';
import { isPermitted } from '#core/access.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { exportHandler } from './export-route.ts';
import { chartQuery } from './history-query.ts';
import type { RouteContext } from './route-context.ts';
import { callerOf, doorOf } from './session.ts';
import { homeView, siteView, snapshotMessage } from './views.ts';

/** Answers about sites. */
export function siteHandlers(context: RouteContext): HandlersOf<typeof siteEndpoints> {
  return {
    listSites({ request }) {
      const { demo } = callerOf(request);
      return doorOf(request)
        .sites()
        .map((site) => siteView(site, demo));
    },
    readFleet({ query, request }) {
      const door = doorOf(request);
      const { rows, ...counts } = door.fleet(query);
      const homes = rows.map(({ record, ...state }) => {
        const isManager = isPermitted(door.principal, { action: 'site.manage', site: record.id });
        return { ...homeView(record, callerOf(request).demo, isManager), ...state };
      });
      return { homes, ...counts };
    },
    async addSite({ body, request }) {
      const caller = callerOf(request);
      return homeView(await doorOf(request).addSite(body), caller.demo, true);
    },
    readSite({ params, request }) {
      const door = doorOf(request);
      const { record } = door.site(params.site);
      const isManager = isPermitted(door.principal, { action: 'site.manage', site: record.id });
      return homeView(record, callerOf(request).demo, isManager);
    },
    async changeSite({ params, body, request }) {
      return homeView(await doorOf(request).site(params.site).change(body), callerOf(request).demo, true);
    },
    readSnapshot({ params, request }) {
      const site = doorOf(request).site(params.site);
      return snapshotMessage(siteView(site.record, callerOf(request).demo), site.snapshot());
    },
    async readHistory({ params, query, request }) {
      const site = doorOf(request).site(params.site);
      const { timeZone } = site.record;
      return site.chart(chartQuery(query, { timeZone, nowMs: context.options.clock.nowMs() }));
    },
    exportHistory: exportHandler(context),
    async listAnomalies({ params, query, request }) {
      const { from, to, open } = query;
      return doorOf(request)
        .site(params.site)
        .anomalies({
          ...(from === undefined ? {} : { fromMs: from }),
          ...(to === undefined ? {} : { toMs: to }),
          ...(open === undefined ? {} : { isOpen: open }),
        });
    },
    dismissAnomaly: async ({ params, request }) => doorOf(request).site(params.site).dismissAnomaly(params.id),
  };
}
