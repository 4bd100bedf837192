// Starts the server on its port and ends it.
import { because, type Reason } from '#core/reason.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { buildApp } from './app.ts';
import type { App, ServerOptions } from './route-context.ts';
import { openMonitoringPort } from './ways/monitoring-port.ts';

/** A server that listens. */
export interface Server {
  /** The address it is bound to, and its port. */
  readonly address: string;
  readonly port: number;
  /** Port of the monitoring interface alone, if there is one. */
  readonly monitoringPort?: number;
  /** Closes the sockets, ends what is under way and frees the port. */
  close(): Promise<void>;
}

/** Starts the server. Errors: `port.taken`, `input.usage` (an address or port that cannot be listened on). */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, port, monitoringPort } = options;
  const { app, makeServer } = await buildApp(options);
  const orEnded = async <T>(listening: Promise<T>, at: ListenPlace): Promise<T> => {
    try {
      return await listening;
    } catch (error) {
      await app.close();
      throw listenError(error, at);
    }
  };
  await orEnded(app.listen({ host, port }), { host, port, help: because('help.port') });
  const main = { ...boundTo(app), close: () => app.close() };
  if (monitoringPort === undefined) return main;
  const other = { host, port: monitoringPort, help: because('help.monitoring-port') };
  const monitoring = await orEnded(openMonitoringPort(app, makeServer, other), other);
  return {
    ...main,
    monitoringPort: monitoring.port,
    async close() {
      await app.close();
      await monitoring.close();
    },
  };
}

interface ListenPlace {
  readonly host: string;
  readonly port: number;
  /** The flag that helps if the port is taken. */
  readonly help: Reason;
}

function boundTo(app: App): { readonly address: string; readonly port: number } {
  const bound = app.server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('assertion: a listening server has an address');
  return { address: bound.address, port: bound.port };
}

function listenError(thrown: unknown, { host, port, help }: ListenPlace): unknown {
  const atPort = { at: `${host}:${port}`, cause: thrown };
  switch (systemCode(thrown)) {
    case 'EADDRINUSE':
      return new SolsteadError('port.taken', {
        ...atPort,
        why: because('listen.taken', { port }),
        help,
      });
    case 'EACCES':
      return new SolsteadError('input.usage', {
        ...atPort,
        why: because('listen.forbidden', { port }),
        help: because('help.high-port'),
      });
    // Not an address of this computer, or a name that does not resolve to one.
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EINVAL':
      return new SolsteadError('input.usage', {
        at: host,
        why: because('listen.no-address'),
        help: because('help.host'),
        cause: thrown,
      });
    default:
      return thrown;
  }
}
