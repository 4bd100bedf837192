// The key of an installation, with which its secrets are encrypted: from the environment, from a file that is named, or from a file of its own
// in the data folder, made at the first start. Whoever copies the database alone has nothing by it.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { isSecretRef, makeSecret, type Secret } from '#core/secrets.ts';
import { readOwn, writeOwn } from './own-files.ts';

/** Where the key may be. */
export interface KeyPlace {
  /** The data folder. */
  readonly folder: string;
  /** An environment variable. */
  environment(name: string): string | undefined;
  /** Whether the installation had one in its folder: then none is made. */
  readonly isExpected: boolean;
}

/** The variables: the key itself, or the file that has it. */
const keyVariables = { key: 'SOLSTEAD_KEY', file: 'SOLSTEAD_KEY_FILE' } as const;
const keyBytes = 32;
const ownName = 'key';
/** The file of the key in the data folder. */
export const keyPath = 'secrets/key';

function checked(text: string, at: string): Secret {
  const plain = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(plain) ? Buffer.from(plain, 'hex') : Buffer.from(plain, 'base64');
  if (bytes.length === keyBytes) return makeSecret(bytes.toString('base64url'));
  throw new SolsteadError('input.usage', { at, why: because('secret.key', { bytes: keyBytes }) });
}

/** The key of an installation, or why there is none. */
export type InstallationKey =
  /** `isGiven`: it came from outside. */
  { readonly key: Secret; readonly isGiven: boolean; readonly lost?: undefined } | { readonly lost: SolsteadError };

/** Why what is sealed cannot be opened: no new key is made over it until a person says so. */
export function lostKey(path: string, why: Reason, cause?: unknown): SolsteadError {
  return new SolsteadError('store.corrupt', {
    at: path,
    why: because('secret.key-lost', { file: external(keyPath), why }),
    cause,
  });
}

/** The key in the data folder. `isExpected`: the installation had one. */
async function ownKey(folder: string, isExpected: boolean): Promise<InstallationKey> {
  const path = join(folder, 'secrets', ownName);
  try {
    const kept = await readOwn(path, { mayBeOpen: true });
    if (kept !== undefined) return { key: checked(kept, path), isGiven: false };
    const hasSecrets = (await sealedSecrets(folder)).length > 0;
    if (isExpected || hasSecrets) return { lost: lostKey(path, because('file.missing')) };
    return { key: await beginKey(folder), isGiven: false };
  } catch (thrown) {
    if (isSolsteadError(thrown) && thrown.code !== 'folder.unwritable')
      return { lost: lostKey(path, thrown.reason ?? because('store.damaged'), thrown) };
    throw thrown;
  }
}

/** Names of the secrets that are kept in a data folder. Errors: `store.failed`. */
export async function sealedSecrets(folder: string): Promise<readonly string[]> {
  const home = join(folder, 'secrets');
  try {
    return (await readdir(home)).filter((name) => isSecretRef(name) && name !== ownName);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw new SolsteadError('store.failed', { at: home, why: said(thrown), cause: thrown });
  }
}

/** Makes a new key. Errors: `folder.unwritable`. */
export async function beginKey(folder: string): Promise<Secret> {
  const home = join(folder, 'secrets');
  const fresh = randomBytes(keyBytes).toString('base64url');
  try {
    await writeOwn(home, ownName, fresh);
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at: home, why: said(thrown), cause: thrown });
  }
  return makeSecret(fresh);
}

/**
 * The key, base64url of 32 bytes. One of the data folder that is lost, damaged or another one is told, and no new one is made over what
 * the old one sealed. Errors: `input.usage` for one from outside that is none, `store.failed` if others may read its file,
 * `folder.unwritable`.
 */
export async function installationKey({ folder, environment, isExpected }: KeyPlace): Promise<InstallationKey> {
  const given = environment(keyVariables.key);
  if (given !== undefined) return { key: checked(given, keyVariables.key), isGiven: true };
  const named = environment(keyVariables.file);
  if (named === undefined) return ownKey(folder, isExpected);
  const text = await readOwn(named);
  if (text === undefined) throw new SolsteadError('input.usage', { at: named, why: because('secret.no-key') });
  return { key: checked(text, named), isGiven: true };
}
