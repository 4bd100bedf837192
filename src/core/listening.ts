// A port that is listened on, whatever listens there: opened, and ended with the connections that are still there.

/** Where to listen. */
export interface PortPlace {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A port that is listened on until it is closed. */
export interface OpenPort {
  readonly port: number;
  close(): Promise<void>;
}

/** A server of the system: of HTTP, of HTTPS or of plain connections. */
export interface PortServer {
  listen(place: PortPlace): unknown;
  once(event: 'listening', run: () => void): unknown;
  once(event: 'error', run: (error: Error) => void): unknown;
  off(event: 'error', run: (error: Error) => void): unknown;
  address(): string | { readonly port: number } | null;
  close(done: () => void): unknown;
  /** Ends the connections that are open. */
  closeAllConnections?(): void;
}

/** Listens. Errors: those of the system, as they are. */
export async function listenOn(server: PortServer, place: PortPlace): Promise<OpenPort> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    server.listen({ host: place.host, port: place.port });
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('assertion: a listening server has an address');
  let closed: Promise<void> | undefined;
  return {
    port: bound.port,
    close: () =>
      (closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections?.();
      })),
  };
}
