// A site: what it is, what it does now, what it did, what is not as usual. Thin over the hub.
import type { siteEndpoints } from '#api/endpoints/sites.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { exportHandler } from './export-route.ts';
import { chartQuery } from './history-query.ts';
import type { RouteContext } from './route-context.ts';
import { actorOf, callerOf } from './session.ts';
import { siteOf } from './site-of.ts';
import { siteView, snapshotMessage } from './views.ts';

/** Answers about sites. */
export function siteHandlers(context: RouteContext): HandlersOf<typeof siteEndpoints> {
  return {
    listSites({ request }) {
      const { hub, demo } = callerOf(request);
      return hub.sites().map((site) => siteView(site, demo));
    },
    readSnapshot({ params, request }) {
      const { hub, demo } = callerOf(request);
      const site = siteOf(hub, params.site);
      return snapshotMessage(siteView(site, demo), hub.snapshot(site.id));
    },
    readHistory({ params, query, request }) {
      const { hub } = callerOf(request);
      const { id, timeZone } = siteOf(hub, params.site);
      return hub.chart(id, chartQuery(query, { timeZone, nowMs: context.options.clock.nowMs() }));
    },
    exportHistory: exportHandler(context),
    listAnomalies({ params, query, request }) {
      const { hub } = callerOf(request);
      const { from, to, open } = query;
      return hub.anomalies(siteOf(hub, params.site).id, {
        ...(from === undefined ? {} : { fromMs: from }),
        ...(to === undefined ? {} : { toMs: to }),
        ...(open === undefined ? {} : { isOpen: open }),
      });
    },
    dismissAnomaly({ params, request }) {
      const caller = callerOf(request);
      return caller.hub.dismissAnomaly(params.site, params.id, actorOf(caller));
    },
  };
}
