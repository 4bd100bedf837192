// The key of an installation, with which its secrets are encrypted: from the environment, from a file that is named, or from a file of its own
// in the data folder, made at the first start. Whoever copies the database alone has nothing by it.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import { readOwn, writeOwn } from './own-files.ts';

/** Where the key may be. */
export interface KeyPlace {
  /** The data folder. */
  readonly folder: string;
  /** An environment variable. */
  environment(name: string): string | undefined;
}

/** The variables: the key itself, or the file that has it. */
const keyVariables = { key: 'SOLSTEAD_KEY', file: 'SOLSTEAD_KEY_FILE' } as const;
const keyBytes = 32;
const ownName = 'key';

function checked(text: string, at: string): Secret {
  const plain = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(plain) ? Buffer.from(plain, 'hex') : Buffer.from(plain, 'base64');
  if (bytes.length === keyBytes) return makeSecret(bytes.toString('base64url'));
  throw new SolsteadError('input.usage', { at, why: because('secret.key', { bytes: keyBytes }) });
}

/** The key, base64url of 32 bytes. Errors: `input.usage` for one that is none, `store.failed` if others may read its file. */
export async function installationKey({ folder, environment }: KeyPlace): Promise<Secret> {
  const given = environment(keyVariables.key);
  if (given !== undefined) return checked(given, keyVariables.key);
  const named = environment(keyVariables.file);
  if (named !== undefined) {
    const text = await readOwn(named);
    if (text === undefined) throw new SolsteadError('input.usage', { at: named, why: because('secret.no-key') });
    return checked(text, named);
  }
  const home = join(folder, 'secrets');
  const path = join(home, ownName);
  const kept = await readOwn(path);
  if (kept !== undefined) return checked(kept, path);
  const fresh = randomBytes(keyBytes).toString('base64url');
  await writeOwn(home, ownName, fresh);
  return makeSecret(fresh);
}
