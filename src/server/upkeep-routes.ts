// The installation: how much history there is and how long it is kept, who changed what.
import type { upkeepEndpoints } from '#api/endpoints/upkeep.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { auditExportHandler } from './export-route.ts';
import { auditFilter } from './history-query.ts';
import { doorOf } from './session.ts';
import { historyMessage, lookMessage, importMessage, predecessorMessage } from './views.ts';
import { metricsHandler } from './ways/metrics-route.ts';

const auditLimit = 100;

/** Answers about the installation. */
export function upkeepHandlers(context: RouteContext): HandlersOf<typeof upkeepEndpoints> {
  return {
    examineInstallation: async ({ request }) => lookMessage(await doorOf(request).examinations.begin()),
    readExamination: ({ request }) => lookMessage(doorOf(request).examinations.view()),
    lookForPredecessor: async ({ request }) => predecessorMessage(await doorOf(request).predecessor.begin()),
    readPredecessor: ({ request }) => predecessorMessage(doorOf(request).predecessor.view()),
    endPredecessorLook: async ({ request }) => predecessorMessage(await doorOf(request).predecessor.end()),
    beginImport: async ({ params, body, request, reply }) => {
      const begun = await doorOf(request).predecessor.imports(params.site).begin(body);
      reply.code(202);
      return importMessage(begun);
    },
    readImport: ({ params, request }) => importMessage(doorOf(request).predecessor.imports(params.site).view()),
    endImport: async ({ params, request }) =>
      importMessage(await doorOf(request).predecessor.imports(params.site).end()),
    readHistoryState: async ({ request }) => historyMessage(await doorOf(request).history.status()),
    setRetention: async ({ body, request }) => historyMessage(await doorOf(request).history.setRetention(body.rules)),
    readClock: ({ request }) => doorOf(request).clock(),
    sayClock: ({ body, request }) => doorOf(request).sayClock(body.isRight),
    readMetrics: metricsHandler(context),
    listAudit: ({ query, request }) => {
      const { limit = auditLimit, before, ...wanted } = query;
      const page = before === undefined ? { limit } : { limit, before };
      return doorOf(request).auditLines({ ...page, ...auditFilter(wanted) });
    },
    exportAudit: auditExportHandler(context),
    listAuditHeads: ({ request }) => doorOf(request).auditHeads(),
    checkAudit: ({ request }) => doorOf(request).auditChecks(),
  };
}
