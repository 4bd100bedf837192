// A file with a password, a token or a certificate, as files that people write name it.
import { isOpenToAll, openSecret } from '#cli/open-to-all.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { isSecret, makeSecret, type Secret } from '#core/secrets.ts';
import { readRegularFileSync } from '#store/regular-file.ts';

/** A password, a token, a certificate with its chain. */
const mostBytes = 256 * 1024;

const isPublic = (text: string): boolean => text.includes('BEGIN CERTIFICATE') && !text.includes('PRIVATE KEY');

/** What it holds, without the end of its line; or why it cannot be read. */
function secretFile(path: string): Secret | Reason {
  try {
    return makeSecret(readRegularFileSync(path, mostBytes).replace(/\r?\n$/, ''));
  } catch (error) {
    return because('daemon.secret-file', {
      reason: error instanceof SolsteadError ? (error.reason ?? said(error)) : said(error),
    });
  }
}

/** Reads such files, and notes those that everybody on this computer may read; a certificate alone is no secret. */
export function secretFileReader(): { readonly secretFile: typeof secretFile; readonly open: readonly Reason[] } {
  const open = new Map<string, Reason>();
  return {
    secretFile(path) {
      const found = secretFile(path);
      if (isSecret(found) && isOpenToAll(path) && !isPublic(found.reveal())) open.set(path, openSecret(path));
      return found;
    },
    get open() {
      return [...open.values()];
    },
  };
}
