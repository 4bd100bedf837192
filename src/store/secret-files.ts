// Secrets as files of the data folder, one each, for their owner only; one from the environment comes first and is
// never written.
import { because, said } from '#core/reason.ts';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { readRegularFile } from './regular-file.ts';
import { isSecretRef, makeSecret, type SecretStore } from '#core/secrets.ts';

/** Where secrets come from. */
export interface SecretFilesOptions {
  /** The data folder; they are in its folder `secrets`. */
  readonly folder: string;
  /** An environment variable. */
  environment(name: string): string | undefined;
}

/** Longest secret, characters. */
const longest = 8192;
const mostBytes = 4 * longest;
const openToOthers = 0o077;

/** The environment variable of a secret: `SOLSTEAD_SECRET_CLOUD_TOKEN` for `cloud.token`. */
export function secretVariable(ref: string): string {
  return `SOLSTEAD_SECRET_${ref.toUpperCase().replaceAll(/[.-]/g, '_')}`;
}

function checked(ref: string): string {
  if (isSecretRef(ref)) return ref;
  const why = because('secret.name');
  throw new SolsteadError('input.invalid', { at: 'secret', why });
}

/** The content of a file; undefined if there is none. Errors: `store.failed` if others may read it. */
async function readOwn(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & openToOthers) !== 0) {
      const why = because('secret.open');
      throw new SolsteadError('store.failed', { at: path, why });
    }
    return await readRegularFile(path, mostBytes);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (error instanceof SolsteadError) throw error;
    throw new SolsteadError('store.failed', { at: path, why: said(error), cause: error });
  }
}

/** Written under another name and renamed, so that a power cut leaves the old one or the new one. */
async function writeOwn(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, name);
  const fresh = `${path}.new`;
  // Not one left over with another mode.
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const parent = await open(folder);
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}

/** The secrets of a data folder. */
export function secretFiles({ folder, environment }: SecretFilesOptions): SecretStore {
  const home = join(folder, 'secrets');
  return {
    async read(ref) {
      const name = checked(ref);
      const text = environment(secretVariable(name)) ?? (await readOwn(join(home, name)));
      return text === undefined ? undefined : makeSecret(text);
    },
    async save(ref, text) {
      const name = checked(ref);
      if (text === '' || text.length > longest) {
        const why = because('secret.length', { most: longest });
        throw new SolsteadError('input.invalid', { at: name, why });
      }
      try {
        await writeOwn(home, name, text);
      } catch (error) {
        throw new SolsteadError('store.failed', { at: join(home, name), why: said(error), cause: error });
      }
    },
    async remove(ref) {
      await rm(join(home, checked(ref)), { force: true });
    },
  };
}
