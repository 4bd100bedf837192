// What is said when a port cannot be listened on.
import { SolsteadError, systemCode } from './errors.ts';
import type { PortPlace } from './listening.ts';
import { because, type Reason } from './reason.ts';

/** Where something is to listen. */
export interface ListenPlace extends PortPlace {
  /** What helps if the port is taken. */
  readonly help: Reason;
  /** What helps if it may not be listened on, and if there is no such address; absent: the flags of the web server. */
  readonly lowPort?: Reason;
  readonly noAddress?: Reason;
}

/** The error of a failure to listen: `port.taken`, `input.usage`; what is our own is given back as it is. */
export function listenError(thrown: unknown, { host, port, help, lowPort, noAddress }: ListenPlace): unknown {
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
        help: lowPort ?? because('help.high-port'),
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
        help: noAddress ?? because('help.host'),
        cause: thrown,
      });
    default:
      return thrown;
  }
}
