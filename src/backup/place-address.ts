// A place of backups as one address, as it is typed at the command line: `sftp://anna@nas.lan/backups`. Secrets are in none of them.
import type { BackupPlaceSettings } from '#core/backup.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** The forms of an address, for people. */
const forms = 'sftp://name@host/folder, https://name@host/folder (WebDAV) or s3://key-id@host/bucket/prefix';

const wrong = (): never => {
  // Not what was typed: it may hold a password.
  throw new SolsteadError('input.usage', { at: '--to', why: because('backup.place-address', { forms }) });
};

/** Whether this is an address and no path of this computer. */
const isAddress = (text: string): boolean => /^[a-z][a-z0-9+]+:\/\//i.test(text);

/** The settings of a place by its address; undefined for a path of this computer. Errors: `input.usage`. */
export function placeAt(text: string, hostKey?: string): BackupPlaceSettings | undefined {
  if (!isAddress(text)) return undefined;
  if (!URL.canParse(text)) return wrong();
  const { protocol, username, password, hostname, port, pathname, search, searchParams, hash } = new URL(text);
  if (password !== '' || hostname === '' || hash !== '') return wrong();
  const [account, path] = [decodeURIComponent(username), decodeURIComponent(pathname)];
  const id = 'there';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  switch (protocol) {
    case 'sftp:': {
      if (account === '' || search !== '') return wrong();
      const pinned = hostKey === undefined ? {} : { hostKey };
      // As with other programs: below the folder of the account, unless it begins with two slashes.
      const folder = path.startsWith('//') ? path.slice(1) : path.replace(/^\//, '');
      return { id, kind: 'sftp', host, port: port === '' ? 22 : Number(port), account, path: folder || '.', ...pinned };
    }
    case 'http:':
    case 'https:':
      return { id, kind: 'webdav', url: `${protocol}//${hostname}${port && `:${port}`}${pathname}${search}`, account };
    case 's3:':
    case 's3+http:': {
      const [, bucket = '', ...rest] = path.split('/');
      if (bucket === '' || account === '') return wrong();
      const url = `${protocol === 's3:' ? 'https' : 'http'}://${hostname}${port && `:${port}`}`;
      const prefix = rest.join('/').replace(/([^/])$/, '$1/');
      return { id, kind: 's3', url, region: searchParams.get('region') ?? 'us-east-1', bucket, prefix, account };
    }
    default:
      return wrong();
  }
}
