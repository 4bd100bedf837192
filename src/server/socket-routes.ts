// The sockets: the app's live one, the realtime one of PowerTrack's clients, that of the monitoring interface.
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { SiteDoor } from '#hub/types.ts';
import type { SocketHandlers } from './endpoint-routes.ts';
import { refuse } from './monitoring-channels.ts';
import type { RouteContext } from './route-context.ts';
import { callerOf, doorOf } from './session.ts';
import { siteView } from './views.ts';
import { serveRealtime } from './ways/realtime.ts';

/** Registers sockets, or closes them with the reason. */
export function socketHandlers({ sockets, live, monitoring, realtime }: RouteContext): SocketHandlers {
  return {
    live({ socket, request, asked }) {
      const caller = callerOf(request);
      if (!sockets.admit(socket, { caller, from: request.ip, kind: 'live' })) return;
      joined(
        () => {
          const site = doorOf(request).site(asked['site'] ?? '');
          live.join({ hub: caller.hub, site, view: siteView(site.record, caller.demo) }, socket);
        },
        () => socket.close(closeCodes.unknownSite, 'no such site'),
      );
    },
    realtime({ socket, request }) {
      const visit = { caller: callerOf(request), from: request.ip, kind: 'realtime' } as const;
      if (sockets.admit(socket, visit)) serveRealtime(realtime, socket, request);
    },
    monitoring({ socket, request, asked }) {
      const caller = callerOf(request);
      if (caller.door === undefined) {
        refuse(socket, closeCodes.signedOut);
        return;
      }
      if (!sockets.admit(socket, { caller, from: request.ip, kind: 'monitoring' })) return;
      joinMonitoring(() => doorOf(request).site(asked['system_id'] ?? ''), socket);
    },
  };

  function joinMonitoring(site: () => SiteDoor, socket: WebSocket): void {
    joined(
      () => monitoring.join(site(), socket),
      () => refuse(socket),
    );
  }
}

/** A site that does not exist, and one that must not be seen, get the same answer. */
function joined(join: () => void, refused: () => void): void {
  try {
    join();
  } catch (error) {
    if (!isSolsteadError(error, 'site.unknown', 'access.denied')) throw error;
    refused();
  }
}
