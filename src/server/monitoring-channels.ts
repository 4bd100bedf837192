// The sockets of the monitoring interface: one reading per site every five seconds, written to all who watch it.
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '#api/close-codes.ts';
import { MonitoringData, type MonitoringStatistics } from '#api/monitoring.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteDoor } from '#hub/types.ts';
import { Compile } from 'typebox/compile';
import { monitoringSource, type MonitoringSource, noSubscription } from './monitoring.ts';

const intervalMs = 5000;
/** Unsent bytes above which a socket skips a message. */
const slowBytes = 64 * 1024;

/** The channels of all sites that are monitored. */
export interface MonitoringChannels {
  /** Sends the data at once and every five seconds until the socket closes. */
  join(site: SiteDoor, socket: WebSocket): void;
  /** The data of a site, once; undefined: it has no subscription. */
  read(site: SiteDoor): Promise<MonitoringData | undefined>;
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
  socket.send(JSON.stringify(noSubscription));
  socket.close(code, noSubscription.error);
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
  let check: ReturnType<typeof Compile<typeof MonitoringData>> | undefined;

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
        check ??= Compile(MonitoringData);
        if (data === undefined || check.Check(data)) send(sockets, data ?? noSubscription);
        else log.error({ problem: check.Errors(data)[0]?.instancePath }, 'monitoring data do not fit their shape');
      },
      (error: unknown) => log.warn({ err: error }, 'no monitoring data'),
    );
  };
  const openChannel = (source: MonitoringSource, site: SiteDoor): Channel => {
    const sockets = new Set<WebSocket>();
    const ends = [
      clock.every(intervalMs, () => tell(source, sockets)),
      site.monitoring().onNotice((notice) => {
        send(sockets, notice);
        // A status that was announced shows in the data at once.
        tell(source, sockets);
      }),
    ];
    const stop = (): void => {
      for (const end of ends) end();
    };
    const channel: Channel = { site: site.record.id, sockets, stop };
    channels.set(source, channel);
    return channel;
  };

  return {
    join(site, socket) {
      const source = sourceOf(site);
      const channel = channels.get(source) ?? openChannel(source, site);
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

/** Writes a message to all but those that do not read. */
function send(sockets: Iterable<WebSocket>, message: object): void {
  const bytes = Buffer.from(JSON.stringify(message));
  for (const socket of sockets) if (socket.bufferedAmount <= slowBytes) socket.send(bytes, { binary: false });
}
