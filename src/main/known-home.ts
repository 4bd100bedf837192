// What a home knows of itself in `home.json`, also where that file is lost or damaged: records that know whose they are make it anew.
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, type SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import { asideName } from '#store/aside.ts';
import { type HomeFile, type HomeFileName, readHomeFile } from '#store/home-file.ts';

/** What `home.json` says, or why it cannot be read. */
export interface HomeLook {
  readonly known?: HomeFile | undefined;
  readonly damaged?: SolsteadError | undefined;
}

/** Reads it. Errors: those of {@link readHomeFile}; of a home that runs, damage is returned. */
export function lookAtHomeFile(folder: string, { isOffline = false }: { readonly isOffline?: boolean }): HomeLook {
  try {
    return { known: readHomeFile(folder) };
  } catch (thrown) {
    if (isOffline || !isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    return { damaged: thrown };
  }
}

/**
 * The id of the home: from `home.json`, or from its records. A damaged `home.json` is set aside, unless the records have no owner: then it
 * alone knew whether there is one. Errors: that damage, `store.*`.
 */
export async function ownId(
  records: RecordStore,
  {
    folder,
    known,
    damaged,
    clock,
    ...place
  }: HomeLook & { readonly folder: string; readonly clock: Clock; readonly records?: unknown },
): Promise<{ readonly home: string; readonly renewed?: Reason }> {
  const fresh = randomUUID();
  const home = await records.belongTo(known?.home ?? fresh);
  if (known !== undefined) return { home };
  if (damaged === undefined) {
    const isLost = home !== fresh && place.records === undefined;
    return isLost ? { home, renewed: because('home.renewed') } : { home };
  }
  if (!(await records.accounts.any())) throw damaged;
  const path = join(folder, 'home.json');
  const aside = asideName(path, clock.nowMs());
  renameSync(path, aside);
  return { home, renewed: because('home.set-aside', { aside: external(aside) }) };
}

/** Files that the home had, which are begun anew when they are gone: others refuse to. */
const begunAnew: readonly HomeFileName[] = ['broker.journal'];

/** Those of them that are gone. */
export function lostFiles(folder: string, known: HomeFile | undefined): readonly Reason[] {
  return begunAnew
    .filter((name) => known?.files.includes(name) === true && !existsSync(join(folder, name)))
    .map((name) => because('home.file-lost', { file: external(join(folder, name)) }));
}
