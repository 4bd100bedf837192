// Secrets as files of the data folder, one each, encrypted and for their owner only; one from the environment comes first and is
// never written.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { isSecretRef, makeSecret, type Sealer, type SecretStore } from '#core/secrets.ts';
import { readOwn, writeOwn } from './own-files.ts';
import { secretNotes } from './secret-notes.ts';

/** Where secrets come from. */
export interface SecretFilesOptions {
  /** The data folder; they are in its folder `secrets`. */
  readonly folder: string;
  /** An environment variable. */
  environment(name: string): string | undefined;
  readonly sealer: Sealer;
}

/** Longest secret, characters. */
const longest = 8192;

/** The environment variable of a secret: `SOLSTEAD_SECRET_CLOUD_TOKEN` for `cloud.token`. */
export function secretVariable(ref: string): string {
  return `SOLSTEAD_SECRET_${ref.toUpperCase().replaceAll(/[.-]/g, '_')}`;
}

function checked(ref: string): string {
  if (isSecretRef(ref)) return ref;
  const why = because('secret.name');
  throw new SolsteadError('input.invalid', { at: 'secret', why });
}

/** The secrets of a data folder. */
export function secretFiles({ folder, environment, sealer }: SecretFilesOptions): SecretStore {
  const home = join(folder, 'secrets');
  const notes = secretNotes(folder);
  return {
    async read(ref) {
      const name = checked(ref);
      const given = environment(secretVariable(name));
      if (given !== undefined) return makeSecret(given);
      const sealed = await readOwn(join(home, name));
      return sealed === undefined ? undefined : sealer.open(sealed, `secret ${name}`);
    },
    async save(ref, text) {
      const name = checked(ref);
      if (text === '' || text.length > longest) {
        const why = because('secret.length', { most: longest });
        throw new SolsteadError('input.invalid', { at: name, why });
      }
      try {
        const sealed = sealer.seal(makeSecret(text), `secret ${name}`);
        await notes.around(name, sealed, () => writeOwn(home, name, sealed));
      } catch (error) {
        throw new SolsteadError('store.failed', { at: join(home, name), why: said(error), cause: error });
      }
    },
    async remove(ref) {
      const name = checked(ref);
      await notes.around(name, undefined, () => rm(join(home, name), { force: true }));
    },
  };
}
