// The sockets of the monitoring interface: one reading per site every five seconds, written to all who watch it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { SocketClose, type MonitoringData, type MonitoringRefusal, type MonitoringStatistics } from '#api/contract.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteRecord } from '#core/records.ts';
import type { Hub } from '#hub/types.ts';
import { monitoringSource, type MonitoringSource } from './monitoring.ts';

const intervalMs = 5000;
/** Unsent bytes above which a socket skips a message. */
const slowBytes = 64 * 1024;

/** The rooms of all sites that are monitored. */
export interface MonitoringRooms {
  /** Sends the data at once and every five seconds until the socket closes. */
  join(hub: Hub, site: SiteRecord, socket: WebSocket): void;
  /** The data of a site, once. */
  read(hub: Hub, site: SiteRecord): Promise<MonitoringData>;
  statistics(): MonitoringStatistics;
}

interface Room {
  readonly site: string;
  readonly sockets: Set<WebSocket>;
  readonly stop: () => void;
}

/** What {@link monitoringRooms} needs. */
export interface MonitoringRoomsOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
}

/** Says that there is nothing to watch, and closes. */
export function refuse(socket: WebSocket, code: number = SocketClose.unknownSite): void {
  const refusal: MonitoringRefusal = { error: 'No active subscription' };
  socket.send(JSON.stringify(refusal));
  socket.close(code, refusal.error);
}

/** Makes the rooms of a server. */
export function monitoringRooms({ clock, log }: MonitoringRoomsOptions): MonitoringRooms {
  const sources = new WeakMap<Hub, Map<string, MonitoringSource>>();
  const rooms = new Map<MonitoringSource, Room>();

  const sourceOf = (hub: Hub, site: SiteRecord): MonitoringSource => {
    const ofHub = sources.get(hub) ?? new Map<string, MonitoringSource>();
    sources.set(hub, ofHub);
    const source = ofHub.get(site.id) ?? monitoringSource({ hub, site, clock });
    ofHub.set(site.id, source);
    return source;
  };
  const tell = (source: MonitoringSource, sockets: Iterable<WebSocket>): void => {
    source.read().then(
      (data) => {
        const bytes = Buffer.from(JSON.stringify(data));
        for (const socket of sockets) if (socket.bufferedAmount <= slowBytes) socket.send(bytes, { binary: false });
      },
      (error: unknown) => log.warn({ err: error }, 'no monitoring data'),
    );
  };
  const openRoom = (source: MonitoringSource, site: string): Room => {
    const sockets = new Set<WebSocket>();
    const room: Room = { site, sockets, stop: clock.every(intervalMs, () => tell(source, sockets)) };
    rooms.set(source, room);
    return room;
  };

  return {
    join(hub, site, socket) {
      const source = sourceOf(hub, site);
      const room = rooms.get(source) ?? openRoom(source, site.id);
      room.sockets.add(socket);
      socket.on('close', () => {
        room.sockets.delete(socket);
        if (room.sockets.size > 0) return;
        room.stop();
        rooms.delete(source);
      });
      tell(source, [socket]);
    },
    read: (hub, site) => sourceOf(hub, site).read(),
    statistics() {
      const systems = [...rooms.values()].map(({ site, sockets }) => ({ system_id: site, connections: sockets.size }));
      return {
        status: 'WebSocket Server Running',
        endpoint: '/ws/monitoring/:system_id',
        stats: {
          total_connections: systems.reduce((sum, { connections }) => sum + connections, 0),
          active_systems: systems.length,
          systems,
        },
      };
    },
  };
}
