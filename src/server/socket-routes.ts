// The two sockets: the app's live one and the monitoring interface, which answers plain requests as well.
import Type from 'typebox';
import { MonitoringData, MonitoringStatistics, SocketClose } from '#api/contract.ts';
import { SolsteadError } from '#core/errors.ts';
import type { App, Desk } from './desk.ts';
import { refuse } from './monitoring-room.ts';
import { callerOf, mayRead } from './session.ts';
import { siteOf } from './site-routes.ts';
import { siteView } from './views.ts';

const config = { access: 'reader', socket: true } as const;
const System = Type.Object({ system_id: Type.String() });

/** Registers the routes of the sockets. */
export function socketRoutes(app: App, { sockets, live, monitoring }: Desk): void {
  app.route({
    method: 'GET',
    url: '/api/v1/live',
    config,
    schema: { querystring: Type.Object({ site: Type.String() }) },
    handler: () => {
      throw new SolsteadError('input.invalid', { at: 'upgrade', why: 'open this address as a WebSocket' });
    },
    wsHandler: (socket, request) => {
      const caller = callerOf(request);
      if (!sockets.admit(socket, caller)) return;
      const site = caller.hub.sites().find(({ id }) => id === request.query.site);
      if (site === undefined) socket.close(SocketClose.unknownSite, 'no such site');
      else live.join(caller.hub, siteView(site, caller.demo), socket);
    },
  });

  app.get('/ws/monitoring', { config: { access: 'reader' }, schema: { response: { 200: MonitoringStatistics } } }, () =>
    monitoring.statistics(),
  );

  app.route({
    method: 'GET',
    url: '/ws/monitoring/:system_id',
    config,
    schema: { params: System, response: { 200: MonitoringData } },
    handler: (request) => {
      const { hub } = callerOf(request);
      return monitoring.read(hub, siteOf(hub, request.params.system_id));
    },
    wsHandler: (socket, request) => {
      const caller = callerOf(request);
      if (!mayRead(caller)) {
        refuse(socket, SocketClose.signedOut);
        return;
      }
      if (!sockets.admit(socket, caller)) return;
      const site = caller.hub.sites().find(({ id }) => id === request.params.system_id);
      if (site === undefined) refuse(socket);
      else monitoring.join(caller.hub, site, socket);
    },
  });
}
