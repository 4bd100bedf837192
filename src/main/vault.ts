// What an installation keeps secret: files of its data folder, encrypted with its key. Where the key is lost, what is sealed with it cannot
// be read, and says so; the rest of the home goes on.
import { join } from 'node:path';
import { isSolsteadError, reasonOf, type SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { Sealer, SecretStore, Vault } from '#core/secrets.ts';
import { makeSealer } from '#hub/credentials/sealer.ts';
import { installationKey, keyPath, lostKey, sealedSecrets } from '#store/key-file.ts';
import { readHomeFile } from '#store/home-file.ts';
import { secretFiles } from '#store/secret-files.ts';
import { changedSecrets } from '#store/secret-notes.ts';

/** What is secret, and what is wrong with it. */
export interface OpenedVault extends Vault {
  readonly troubles: readonly Reason[];
  /** Why nothing that is sealed can be opened; absent: the key is there. */
  readonly lost?: SolsteadError;
}

/** Secrets that are opened at a start, to see that they can be. */
const mostTried = 200;

/** Opens and seals nothing: the key is lost. */
function lostSealer(error: SolsteadError): Sealer {
  const fail = (): never => {
    throw error;
  };
  return { seal: fail, open: fail };
}

/** Whether the home had a key; a damaged `home.json` is told by who opens the home. */
function hadKey(folder: string): boolean {
  try {
    return readHomeFile(folder)?.files.includes(keyPath) === true;
  } catch {
    return false;
  }
}

/** Why secrets of the folder cannot be opened, by name. */
async function unopened(folder: string, secrets: SecretStore) {
  const names = (await sealedSecrets(folder)).slice(0, mostTried);
  const all = names.map(async (name) =>
    secrets.read(name).then(
      () => [],
      (error: unknown) => [{ name, why: isSolsteadError(error) ? (error.reason ?? said(error)) : said(error) }],
    ),
  );
  const failed = (await Promise.all(all)).flat();
  const isOtherKey =
    names.length > 0 && failed.filter(({ why }) => why.code === 'secret.other-key').length === names.length;
  return { failed, isOtherKey };
}

const fileOf = ({ name }: { readonly name: string }) => external(`secrets/${name}`);

/** What is wrong with single secrets, in words. */
async function troublesOf(
  folder: string,
  failed: Awaited<ReturnType<typeof unopened>>['failed'],
): Promise<readonly Reason[]> {
  const changed = (await changedSecrets(folder)).filter(({ name }) => !failed.some((one) => one.name === name));
  const [unread, other] = [failed[0], changed[0]];
  return [
    ...(unread === undefined
      ? []
      : [because('secret.unopened', { file: fileOf(unread), count: failed.length, why: unread.why })]),
    ...(other === undefined ? [] : [because('secret.not-latest', { file: fileOf(other), count: changed.length })]),
  ];
}

/** Opens it; an installation without a key is given one. Errors: `input.usage`, `store.failed` for a key from outside, `folder.unwritable`. */
export async function openVault(
  folder: string,
  environment: (name: string) => string | undefined,
): Promise<OpenedVault> {
  const filesWith = (sealer: Sealer): Vault => ({ sealer, secrets: secretFiles({ folder, environment, sealer }) });
  const found = await installationKey({ folder, environment, isExpected: hadKey(folder) });
  const { lost } = found;
  if (lost === undefined) {
    const vault = filesWith(makeSealer(found.key));
    const { failed, isOtherKey } = await unopened(folder, vault.secrets);
    // A key from outside is what the person says it is.
    if (found.isGiven || !isOtherKey) return { ...vault, troubles: await troublesOf(folder, failed) };
  }
  const error = lost ?? lostKey(join(folder, keyPath), because('secret.other-key'));
  return { ...filesWith(lostSealer(error)), troubles: [reasonOf(error)], lost: error };
}
