// Why a port of the system could not be opened, in words for the person at the computer.
import { type ErrorCode, SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';

const reasons: Readonly<Record<string, readonly [ErrorCode, Reason]>> = {
  ENOENT: ['link.unavailable', because('port.missing')],
  ENODEV: ['link.unavailable', because('port.gone')],
  ENXIO: ['link.unavailable', because('port.gone')],
  EIO: ['link.unavailable', because('port.broken')],
  EBUSY: ['link.unavailable', because('port.busy')],
  EISDIR: ['link.unavailable', because('port.folder')],
  EACCES: ['link.forbidden', because('port.no-access')],
  EPERM: ['link.forbidden', because('port.no-permission')],
  EROFS: ['link.forbidden', because('port.read-only')],
  ECONNREFUSED: ['link.unavailable', because('host.refused')],
  ECONNRESET: ['link.unavailable', because('host.hung-up')],
  EHOSTUNREACH: ['link.unavailable', because('host.silent')],
  ENETUNREACH: ['link.unavailable', because('host.no-route')],
  ETIMEDOUT: ['link.unavailable', because('host.silent')],
  ENOTFOUND: ['link.unavailable', because('host.unknown')],
  EAI_AGAIN: ['link.unavailable', because('host.no-lookup')],
};

/** Why nothing was opened, by the system's code; undefined for a code that says nothing to a person. */
export const openReason = (code: string): Reason | undefined => reasons[code]?.[1];

/** The error of a port that could not be opened: `link.forbidden` or `link.unavailable`, by the system's code. */
export function openFailure(name: string, thrown: unknown): SolsteadError {
  if (thrown instanceof SolsteadError) return thrown;
  const [code, why] = reasons[systemCode(thrown) ?? ''] ?? (['link.unavailable', said(thrown)] as const);
  return new SolsteadError(code, { at: name, why, cause: thrown });
}

/** Why an open port was lost. */
export function lossReason(thrown: unknown): Reason {
  if (thrown === undefined || thrown === null) return because('link.vanished');
  const code = systemCode(thrown);
  return because('link.vanished-by', { said: code === undefined ? said(thrown) : external(code) });
}
