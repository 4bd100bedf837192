// Why the far side closed a connection, in words.
import { because, type Reason } from '#core/reason.ts';
import { uplinkCloses } from './wire.ts';

/** Why a connection ended, from the code that closed it. */
export function closeReason(code: number): Reason {
  switch (code) {
    case uplinkCloses.refused:
      return because('uplink.refused');
    case uplinkCloses.replaced:
      return because('uplink.replaced');
    case uplinkCloses.busy:
      return because('uplink.busy');
    case uplinkCloses.tooMuch:
      return because('uplink.too-much');
    case uplinkCloses.malformed:
      return because('uplink.malformed');
    default:
      return because('uplink.closed', { code });
  }
}
