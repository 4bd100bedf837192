// A mail server, over nodemailer: one connection for each message, TLS wherever the address does not say otherwise.
import { isIP } from 'node:net';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import type { Mail, SendMail } from '#core/mail.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { isNearAddress } from './near-addresses.ts';
import { openReason } from './port-failure.ts';

/** Bounds of time, ms. */
const connectMs = 15_000;
const silentMs = 30_000;
const usualPorts: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587, 'smtp+plain:': 25 };

/** Errors: `input.invalid`, without the address: it may hold a password. */
function placeOf({ server }: Mail): { readonly host: string; readonly port: number; readonly protocol: string } {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const usual = url === undefined ? undefined : usualPorts[url.protocol];
  if (url === undefined || usual === undefined || url.hostname === '' || url.username !== '' || url.password !== '')
    throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('mail.address') });
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: url.port === '' ? usual : Number(url.port), protocol: url.protocol };
}

/** Where a name leads now. Errors: `link.forbidden`, `link.unavailable`. */
async function addressOf(host: string, at: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  return new Promise((resolve, reject) => {
    deviceLookup()(host, {}, (thrown, address) => {
      if (thrown === null && typeof address === 'string') resolve(address);
      else if (isSolsteadError(thrown)) reject(thrown);
      else reject(new SolsteadError('link.unavailable', { at, why: openReason('ENOTFOUND') ?? said(thrown) }));
    });
  });
}

interface Thrown {
  readonly response?: unknown;
  readonly code?: unknown;
}

/**
 * What is told of an answer: the words of a mail server that is far. Nearby any program could be behind the address, whose words are not
 * for whoever names it: there it is the code of the answer. Source: RFC 5321 §4.2, RFC 2034.
 */
function saidIn(response: string, address: string): Reason {
  if (!isNearAddress(address)) return because('alert.mail-said', { said: external(response.slice(0, 200)) });
  const code = /^[2-5]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?(?=[\s-]|$)/.exec(response)?.[0];
  return code === undefined ? because('mail.no-server') : because('mail.code', { code: external(code) });
}

/** What the server said, or why it could not. */
function failureOf(thrown: unknown, { at, address }: { readonly at: string; readonly address: string }): Error {
  if (isSolsteadError(thrown)) return thrown;
  const { response } = (thrown instanceof Error ? thrown : {}) as Thrown;
  if (typeof response === 'string') {
    const why = saidIn(response, address);
    return new SolsteadError('alert.not-sent', { at, why, cause: thrown });
  }
  const code = systemCode(thrown);
  const why: Reason = (code === undefined ? undefined : openReason(code)) ?? said(thrown);
  return new SolsteadError('link.unavailable', { at, why, cause: thrown });
}

/** Sends mail. */
export const sendMail: SendMail = async (mail, signal) => {
  const { host, port, protocol } = placeOf(mail);
  const at = `${host}:${port}`;
  assertDeviceHost(at, host);
  const address = await addressOf(host, at);
  // Loaded when somebody has a channel of mail.
  const { createTransport } = await import('nodemailer');
  const { user, secret, from, to, subject, text, html, id } = mail;
  const transport = createTransport({
    host: address,
    port,
    secure: protocol === 'smtps:',
    requireTLS: protocol === 'smtp:',
    ignoreTLS: protocol === 'smtp+plain:',
    tls: { ...(isIP(host) === 0 ? { servername: host } : {}), minVersion: 'TLSv1.2' },
    ...(user === undefined ? {} : { auth: { user, pass: secret?.reveal() ?? '' } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const abort = (): void => transport.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      ...(html === undefined ? {} : { html }),
      messageId: `<${id}@solstead.invalid>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw failureOf(thrown, { at, address });
  } finally {
    signal.removeEventListener('abort', abort);
    transport.close();
  }
};
