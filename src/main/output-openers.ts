// What the outputs of a house and of a daemon speak to: brokers as whoever runs them has them, servers, files, and ports of their own.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import type { Openers } from '#outputs/output-kind.ts';
import { outputFilesIn } from '#store/output-files.ts';
import { openPorts, type OwnPorts } from '#transport/answer/open-ports.ts';
import { makeDatagramLink } from '#transport/datagram-link.ts';
import { openHttpClient } from '#transport/http-client.ts';
import { makeMongoLink } from '#transport/mongo-link.ts';
import { makeMysqlLink } from '#transport/mysql-link.ts';
import { makeNatsLink } from '#transport/nats/nats-link.ts';
import { makePostgresLink } from '#transport/postgres-link.ts';

/** What differs between them. */
interface Differing extends Pick<Openers, 'openBroker'> {
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
  /** The folder that outputs may write files to; absent: `outputs` of the data folder. */
  readonly outputFiles?: string | undefined;
  /** TCP ports that this program has itself, or takes at its next start. */
  readonly ownPorts?: OwnPorts | undefined;
  /** Absent: it has no name in the network. */
  readonly announce?: Openers['announce'] | undefined;
}

/** How they are opened. */
export const outputOpeners = ({ clock, folder, outputFiles, openBroker, announce, ownPorts }: Differing): Openers => ({
  openBroker,
  openDatagrams: makeDatagramLink,
  openMongo: (options, password) => makeMongoLink(options, { password }),
  openMysql: (options, password) => makeMysqlLink(options, { clock, password }),
  openNats: (options, secrets) => makeNatsLink(options, { clock, ...secrets }),
  openPostgres: (options, password) => makePostgresLink(options, { clock, password }),
  openHttp: (server) => openHttpClient(server, clock),
  ports: openPorts(clock, ownPorts),
  announce: announce ?? (() => undefined),
  files: outputFilesIn(outputFiles ?? join(folder, 'outputs')),
});
