// Addresses of databases of somebody's own: `postgres://account@host:5432/database`.
import { withoutPassword } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { isCertificate } from './broker-session.ts';

/** Which database at which server. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** What an address of a kind of database looks like. */
export interface AddressForm {
  readonly schemes: readonly string[];
  readonly port: number;
  /** Whether there may be no account. */
  readonly isAnonymous?: boolean;
  /** What is told of an address of another form. */
  readonly why: Reason;
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** A name of a host, or an address: nothing that a driver takes for the path of a socket. */
const isHost = (text: string): boolean => /^[\p{L}\p{N}._-]+$/u.test(text) || /^\[[0-9a-f:.]+\]$/i.test(text);

/** Reads an address. Errors: `input.invalid` at `settings.server`; its password has a field of its own. */
export function databaseAddress(
  text: string,
  { schemes, port, why, isAnonymous = false }: AddressForm,
): DatabaseAddress {
  const wrong = (reason: Reason): SolsteadError =>
    new SolsteadError('input.invalid', { at: 'settings.server', why: reason });
  if (withoutPassword(text) !== text) throw wrong(because('output.password'));
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  if (scheme === undefined || !schemes.includes(scheme) || !URL.canParse(text)) throw wrong(why);
  const url = new URL(text);
  const [user, database] = [decoded(url.username), decoded(url.pathname.slice(1))];
  const isWhole =
    isHost(url.hostname) &&
    user !== undefined &&
    (user !== '' || isAnonymous) &&
    database !== undefined &&
    /^[^/\0]+$/.test(database) &&
    `${url.search}${url.hash}${url.password}` === '';
  if (!isWhole) throw wrong(why);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? port : Number(url.port),
    user,
    database,
  };
}

/** What is set of a connection to a database. */
interface DatabaseSettings {
  readonly server: string;
  readonly tls: boolean;
  readonly ca?: string | undefined;
}

/** Looks whether an output could connect so. Errors: `input.invalid`, naming the setting. */
export function checkDatabase({ server, ca, tls }: DatabaseSettings, form: AddressForm): void {
  databaseAddress(server, form);
  if (ca === undefined) return;
  if (!tls) throw new SolsteadError('input.invalid', { at: 'settings.tls', why: because('output.ca-unused') });
  if (!isCertificate(ca)) throw new SolsteadError('input.invalid', { at: 'settings.ca', why: because('output.ca') });
}
