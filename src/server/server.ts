// Starts the server on its ports and ends it.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { buildApp } from './app.ts';
import { type ListenPlace, listenError } from '#core/listen-error.ts';
import { openRedirectPort } from './redirect-port.ts';
import type { App, ServerOptions } from './route-context.ts';
import { openChargerPort } from './ways/charger-port.ts';
import { openMonitoringPort } from './ways/monitoring-port.ts';
import { openUplinkPort } from './ways/uplink-way.ts';

/** A server that listens. */
export interface Server {
  /** The address it is bound to, and its port. */
  readonly address: string;
  readonly port: number;
  /** Port of the monitoring interface alone, if there is one. */
  readonly monitoringPort?: number;
  /** Port for homes that send their readings here, if there is one. */
  readonly uplinkPort?: number;
  /** Port for charge points alone, if there is one. */
  readonly ocppPort?: number;
  /** Port that sends browsers to the one with TLS, if there is one. */
  readonly redirectPort?: number;
  /** From now on it says that it is not ready; everything else goes on. */
  beginClosing(): void;
  /** Closes the sockets, ends what is under way and frees the ports. */
  close(): Promise<void>;
}

/** Opens one port of several. Errors: `port.taken`, `input.usage`. */
async function listening<T>(opening: Promise<T>, at: ListenPlace): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    throw listenError(error, at);
  }
}

/** Starts the server. Errors: `port.taken`, `input.usage` (an address or port that cannot be listened on). */
export async function startServer(given: ServerOptions): Promise<Server> {
  const { ingress, trustedProxies = [] } = given;
  if (ingress !== undefined && trustedProxies.includes(ingress.from))
    throw new SolsteadError('input.usage', { at: '--ingress-from', why: because('ingress.is-proxy') });
  // Whoever is believed about people is believed about addresses.
  const options = ingress === undefined ? given : { ...given, trustedProxies: [...trustedProxies, ingress.from] };
  const { host, port, monitoringPort, redirectPort, uplinkPort, ocppPort } = options;
  const { app, makeServer, uplinks, beginClosing } = await buildApp(options);
  // The app is closed first: its sockets at the other port too.
  const others = new AsyncDisposableStack();
  const close = async (): Promise<void> => {
    await app.close();
    await others.disposeAsync();
  };
  try {
    // Fastify does not know that a server made by somebody else speaks TLS.
    const listenTextResolver = (address: string): string =>
      `Server listening at ${options.tls === undefined ? address : address.replace(/^http:/, 'https:')}`;
    await listening(app.listen({ host, port, listenTextResolver }), { host, port, help: because('help.port') });
    const bound = boundTo(app);
    const ports: { monitoringPort?: number; redirectPort?: number; uplinkPort?: number; ocppPort?: number } = {};
    if (monitoringPort !== undefined) {
      const at = { host, port: monitoringPort, help: because('help.monitoring-port') };
      const opened = await listening(openMonitoringPort(app, makeServer, at), at);
      others.defer(() => opened.close());
      ports.monitoringPort = opened.port;
    }
    if (uplinkPort !== undefined) {
      const at = { host, port: uplinkPort, help: because('help.uplink-port') };
      const opened = await listening(openUplinkPort(uplinks, makeServer, at), at);
      others.defer(() => opened.close());
      ports.uplinkPort = opened.port;
    }
    if (ocppPort !== undefined) {
      const at = { host, port: ocppPort, help: because('help.ocpp-port') };
      const opened = await listening(openChargerPort(app, makeServer, at), at);
      others.defer(() => opened.close());
      ports.ocppPort = opened.port;
    }
    if (redirectPort !== undefined) {
      const at = { host, port: redirectPort, help: because('help.redirect-port') };
      const opened = await listening(openRedirectPort({ ...at, to: bound.port }), at);
      others.defer(() => opened.close());
      ports.redirectPort = opened.port;
    }
    return { ...bound, ...ports, beginClosing, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function boundTo(app: App): { readonly address: string; readonly port: number } {
  const bound = app.server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('assertion: a listening server has an address');
  return { address: bound.address, port: bound.port };
}
