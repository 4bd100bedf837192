// What is said when a port cannot be listened on.
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';

/** Where something is to listen. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  /** The flag that helps if the port is taken. */
  readonly help: Reason;
}

/** The error of a failure to listen: `port.taken`, `input.usage`; what is our own is given back as it is. */
export function listenError(thrown: unknown, { host, port, help }: ListenPlace): unknown {
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
