// The sockets of the monitoring interface: one reading per site every five seconds, written to all who watch it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import type { MonitoringData, MonitoringRefusal, MonitoringStatistics } from '#api/monitoring.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteDoor } from '#hub/types.ts';
import { monitoringSource, type MonitoringSource } from './monitoring.ts';

const intervalMs = 5000;
/** Unsent bytes above which a socket skips a message. */
const slowBytes = 64 * 1024;

/** The channels of all sites that are monitored. */
export interface MonitoringChannels {
  /** Sends the data at once and every five seconds until the socket closes. */
  join(site: SiteDoor, socket: WebSocket): void;
  /** The data of a site, once. */
  read(site: SiteDoor): Promise<MonitoringData>;
  /** How many watch these homes. */
  statistics(sites: ReadonlySet<string>): MonitoringStatistics;
}

interface Channel {
  readonly site: string;
  readonly sockets: Set<WebSocket>;
  readonly stop: () => void;
}

/** What {@link monitoringChannels} needs. */
export interface MonitoringChannelsOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
}

/** Says that there is nothing to watch, and closes. */
export function refuse(socket: WebSocket, code: number = closeCodes.unknownSite): void {
  const refusal: MonitoringRefusal = { error: 'No active subscription' };
  socket.send(JSON.stringify(refusal));
  socket.close(code, refusal.error);
}

function statisticsOf(channels: readonly Channel[]): ReturnType<MonitoringChannels['statistics']> {
  const systems = channels.map(({ site, sockets }) => ({
    system_id: site,
    connections: sockets.size,
  }));
  return {
    status: 'WebSocket Server Running',
    endpoint: '/ws/monitoring/:system_id',
    stats: {
      total_connections: systems.reduce((sum, { connections }) => sum + connections, 0),
      active_systems: systems.length,
      systems,
    },
  };
}

/** Makes the channels of a server. */
export function monitoringChannels({ clock, log }: MonitoringChannelsOptions): MonitoringChannels {
  // By the record: it is the same object for as long as the site is open.
  const sources = new WeakMap<SiteRecord, MonitoringSource>();
  const channels = new Map<MonitoringSource, Channel>();

  /** The data covers the whole home: whoever may not see its energy gets nothing. Errors: `access.denied`. */
  const sourceOf = (site: SiteDoor): MonitoringSource => {
    site.energy();
    const source = sources.get(site.record) ?? monitoringSource({ site, clock });
    sources.set(site.record, source);
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
  const openChannel = (source: MonitoringSource, site: string): Channel => {
    const sockets = new Set<WebSocket>();
    const channel: Channel = { site, sockets, stop: clock.every(intervalMs, () => tell(source, sockets)) };
    channels.set(source, channel);
    return channel;
  };

  return {
    join(site, socket) {
      const source = sourceOf(site);
      const channel = channels.get(source) ?? openChannel(source, site.record.id);
      channel.sockets.add(socket);
      socket.on('close', () => {
        channel.sockets.delete(socket);
        if (channel.sockets.size > 0) return;
        channel.stop();
        channels.delete(source);
      });
      tell(source, [socket]);
    },
    read: async (site) => sourceOf(site).read(),
    statistics: (sites) => statisticsOf([...channels.values()].filter(({ site }) => sites.has(site))),
  };
}
