// Why a port of the system could not be opened, in words for the person at the computer.
import { type ErrorCode, messageOf, SolsteadError, systemCode } from '#core/errors.ts';
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

/** What TLS says by codes of OpenSSL, which people cannot read. Source: Node, doc/api/tls.md, X509 certificate error codes. */
const alerts: readonly (readonly [RegExp, (told: string) => Reason])[] = [
  [/ALERT_CERTIFICATE_REQUIRED$/, () => because('host.wants-certificate')],
  [
    /ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA)$/,
    () => because('host.other-certificate'),
  ],
  [/ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION)$/, () => because('host.no-handshake')],
  [/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/, () => because('host.no-tls')],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, (told) => because('host.other-name', { said: external(told) })],
  [
    /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+|INVALID_CA)$/,
    (told) => because('host.untrusted', { said: external(told) }),
  ],
];

/** Why no TLS came about; undefined for what is none of it. */
function tlsReason(thrown: unknown): Reason | undefined {
  const code = systemCode(thrown) ?? '';
  const [, reason] = alerts.find(([form]) => form.test(code)) ?? [];
  return reason?.(messageOf(thrown).slice(0, 200));
}

/** Why nothing was opened, by the system's code; undefined for a code that says nothing to a person. */
export const openReason = (code: string): Reason | undefined => reasons[code]?.[1];

/** The error of a port that could not be opened: `link.forbidden` or `link.unavailable`, by the system's code. */
export function openFailure(name: string, thrown: unknown): SolsteadError {
  if (thrown instanceof SolsteadError) return thrown;
  const isUnseen = systemCode(thrown) === 'ECONNRESET' && /before secure TLS connection/.test(messageOf(thrown));
  const known = isUnseen ? (['link.unavailable', because('host.no-tls')] as const) : reasons[systemCode(thrown) ?? ''];
  const [code, why] = known ?? (['link.unavailable', tlsReason(thrown) ?? said(thrown)] as const);
  return new SolsteadError(code, { at: name, why, cause: thrown });
}

/** Why an open port was lost. */
export function lossReason(thrown: unknown): Reason {
  if (thrown === undefined || thrown === null) return because('link.vanished');
  const code = systemCode(thrown);
  return because('link.vanished-by', { said: code === undefined ? said(thrown) : external(code) });
}
