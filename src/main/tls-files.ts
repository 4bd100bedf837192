// The certificate and key that the server and the broker show, from files; read again when they change, as after a renewal.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import type { TlsIdentity, TlsPem } from '#core/tls.ts';
import { readRegularFileSync } from '#store/regular-file.ts';

/** The files, in PEM; the certificate with those between it and its root. */
export interface TlsPlace {
  readonly cert: string;
  readonly key: string;
}

/** What is presented to clients. */
export interface TlsFiles extends TlsIdentity {
  close(): void;
}

const checkMs = 30_000;
/** How long before expiry it is reported. */
const soonMs = 14 * dayMs;
/** Larger files are not certificates. */
const mostBytes = 1024 * 1024;
const flags = { cert: '--tls-cert', key: '--tls-key' } as const;

function read(place: TlsPlace, which: keyof TlsPlace): string {
  const path = place[which];
  try {
    return readRegularFileSync(path, mostBytes);
  } catch (error) {
    const why = isSolsteadError(error) && error.reason !== undefined ? error.reason : said(error);
    throw new SolsteadError('input.usage', { at: `${flags[which]} ${path}`, why, cause: error });
  }
}

/** What is wrong with one of the files, if it is not that they are not a pair. */
function misfitOf(place: TlsPlace, pem: TlsPem): { readonly at: string; readonly why: Reason } | undefined {
  const isTaken = (take: () => unknown): boolean => {
    try {
      return take() !== undefined;
    } catch {
      return false;
    }
  };
  if (!isTaken(() => new X509Certificate(pem.cert)))
    return { at: `${flags.cert} ${place.cert}`, why: because('tls.no-cert') };
  if (!isTaken(() => createPrivateKey(pem.key))) return { at: `${flags.key} ${place.key}`, why: because('tls.no-key') };
  return undefined;
}

function pemOf(place: TlsPlace): { readonly pem: TlsPem; readonly untilMs: number } {
  const pem = { cert: read(place, 'cert'), key: read(place, 'key') };
  try {
    createSecureContext(pem);
    return { pem, untilMs: Date.parse(new X509Certificate(pem.cert).validTo) };
  } catch (error) {
    const at = `${flags.cert} ${place.cert}`;
    const why = because('tls.pair', { said: said(error) });
    throw new SolsteadError('input.usage', { ...(misfitOf(place, pem) ?? { at, why }), cause: error });
  }
}

/** What distinguishes a file from the previous one; a link is followed. */
function stampOf({ cert, key }: TlsPlace): string {
  return [cert, key]
    .map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat === undefined ? '' : [stat.dev, stat.ino, stat.size, stat.mtimeMs].join(':');
    })
    .join(' ');
}

/** Reads the files and checks them from time to time. Errors: `input.usage`. */
export function openTlsFiles(
  place: TlsPlace,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): TlsFiles {
  const listeners = new Set<(pem: TlsPem) => void>();
  let stamp = stampOf(place);
  let { pem, untilMs } = pemOf(place);
  // Windows keeps permissions elsewhere.
  if (process.platform !== 'win32' && (statSync(place.key).mode & 0o007) !== 0)
    log.warn(
      { file: place.key },
      'everybody on this computer may read the key of the certificate: chmod 640 would keep it',
    );
  let toldMs = Number.NEGATIVE_INFINITY;
  const tellEnd = (): void => {
    const nowMs = clock.nowMs();
    if (untilMs - nowMs > soonMs || clock.monotonicMs() - toldMs < dayMs) return;
    toldMs = clock.monotonicMs();
    log.warn(
      { until: new Date(untilMs).toISOString() },
      untilMs > nowMs ? 'the certificate ends soon' : 'the certificate has ended',
    );
  };
  tellEnd();
  const stop = clock.every(checkMs, () => {
    tellEnd();
    const now = stampOf(place);
    if (now === stamp) return;
    try {
      ({ pem, untilMs } = pemOf(place));
    } catch (error) {
      // One of the two may still be being written: the previous pair stays in use, and the files are checked again.
      log.error({ why: said(error) }, 'the certificate was changed and cannot be used; the one before stays');
      return;
    }
    stamp = now;
    log.info('the certificate was changed and is used from now on');
    for (const listener of listeners) listener(pem);
  });
  return {
    current: () => pem,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: stop,
  };
}
