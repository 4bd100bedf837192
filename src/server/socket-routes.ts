// The two sockets: the app's live one and that of the monitoring interface.
import { closeCodes } from '#api/close-codes.ts';
import type { SocketHandlers } from './endpoint-routes.ts';
import { refuse } from './monitoring-channels.ts';
import type { RouteContext } from './route-context.ts';
import { callerOf, mayRead } from './session.ts';
import { siteView } from './views.ts';

/** Takes sockets in, or closes them with the reason. */
export function socketHandlers({ sockets, live, monitoring }: RouteContext): SocketHandlers {
  return {
    live({ socket, request, asked }) {
      const caller = callerOf(request);
      if (!sockets.admit(socket, caller)) return;
      const site = caller.hub.sites().find(({ id }) => id === asked['site']);
      if (site === undefined) socket.close(closeCodes.unknownSite, 'no such site');
      else live.join(caller.hub, siteView(site, caller.demo), socket);
    },
    monitoring({ socket, request, asked }) {
      const caller = callerOf(request);
      if (!mayRead(caller)) {
        refuse(socket, closeCodes.signedOut);
        return;
      }
      if (!sockets.admit(socket, caller)) return;
      const site = caller.hub.sites().find(({ id }) => id === asked['system_id']);
      if (site === undefined) refuse(socket);
      else monitoring.join(caller.hub, site, socket);
    },
  };
}
