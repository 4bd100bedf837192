// What an installation keeps secret: files of its data folder, encrypted with its key.
import type { Vault } from '#core/secrets.ts';
import { makeSealer } from '#hub/credentials/sealer.ts';
import { installationKey } from '#store/key-file.ts';
import { secretFiles } from '#store/secret-files.ts';

/** Opens it. Errors: `input.usage`, `store.failed`. */
export async function openVault(folder: string, environment: (name: string) => string | undefined): Promise<Vault> {
  const sealer = makeSealer(await installationKey({ folder, environment }));
  return { sealer, secrets: secretFiles({ folder, environment, sealer }) };
}
