// The installation: how much history there is and how long it is kept, who changed what, who is monitored.
import type { upkeepEndpoints } from '#api/endpoints/upkeep.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { actorOf, callerOf } from './session.ts';
import { siteOf } from './site-of.ts';

const auditLimit = 100;

/** Answers about the installation. */
export function upkeepHandlers({ monitoring }: RouteContext): HandlersOf<typeof upkeepEndpoints> {
  return {
    readHistoryState: ({ request }) => callerOf(request).hub.historyStatus(),
    setRetention({ body, request }) {
      const caller = callerOf(request);
      return caller.hub.setRetention(body.rules, actorOf(caller));
    },
    listAudit: ({ query, request }) => callerOf(request).hub.auditLines(query.limit ?? auditLimit),
    readMonitoringStatistics: () => monitoring.statistics(),
    readMonitoring({ params, request }) {
      const { hub } = callerOf(request);
      return monitoring.read(hub, siteOf(hub, params.system_id));
    },
  };
}
