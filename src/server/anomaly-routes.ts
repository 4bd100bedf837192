// What is not as usual at a home. Thin over the hub, which searches, remembers and writes down who put something away.
import Type from 'typebox';
import { Anomalies, Anomaly, AnomalyQuery } from '#api/anomalies.ts';
import type { App } from './desk.ts';
import { actorOf, callerOf } from './session.ts';
import { siteOf } from './site-routes.ts';

const SiteParams = Type.Object({ site: Type.String() });
const AnomalyParams = Type.Object({ site: Type.String(), id: Type.String() });

/** Registers the routes of findings. */
export function anomalyRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/anomalies',
    {
      config: { access: 'reader' },
      schema: { params: SiteParams, querystring: AnomalyQuery, response: { 200: Anomalies } },
    },
    async (request) => {
      const { hub } = callerOf(request);
      const { from, to, open } = request.query;
      const query = {
        ...(from === undefined ? {} : { fromMs: from }),
        ...(to === undefined ? {} : { toMs: to }),
        ...(open === undefined ? {} : { isOpen: open }),
      };
      return [...(await hub.anomalies(siteOf(hub, request.params.site).id, query))];
    },
  );

  app.post(
    '/api/v1/sites/:site/anomalies/:id/dismiss',
    { config: { access: 'operator' }, schema: { params: AnomalyParams, response: { 200: Anomaly } } },
    (request) => {
      const caller = callerOf(request);
      return caller.hub.dismissAnomaly(request.params.site, request.params.id, actorOf(caller));
    },
  );
}
