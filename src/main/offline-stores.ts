// The stores of a house that is not running: for commands that work on its data folder.
import { because } from '#core/reason.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { SiteRecord } from '#core/records.ts';
import type { OfflineStores } from '#cli/offline.ts';
import { openFolder } from '#store/folder.ts';
import { openHomeStores } from './home-stores.ts';
import { makeLog } from './log.ts';

/** Options of {@link openOfflineStores}. */
export interface OfflineOptions {
  readonly folder: string;
  /** What to do instead while Solstead runs, as a sentence. */
  readonly instead: string;
}

function siteIn(sites: readonly SiteRecord[], id: string | undefined, folder: string): SiteRecord {
  const known = sites.map((site) => site.id);
  if (id === undefined && sites.length === 1 && sites[0] !== undefined) return sites[0];
  const found = sites.find((site) => site.id === id);
  if (found !== undefined) return found;
  if (sites.length === 0)
    throw new SolsteadError('site.unknown', {
      at: folder,
      why: because('folder.no-site'),
      help: because('help.no-site'),
    });
  const why = id === undefined ? because('folder.several-sites', { known }) : because('folder.sites', { known });
  throw new SolsteadError('site.unknown', { at: id ?? '--site', why });
}

/** Holds the folder of a house that is not running; one of `files` must be there. Errors: `input.usage`, `folder.*`. */
export function lockedFolder(
  { folder, instead }: OfflineOptions,
  files: readonly string[],
): ReturnType<typeof openFolder> {
  // Never created here: a mistyped folder is a mistake.
  if (!files.some((name) => existsSync(join(folder, name))))
    throw new SolsteadError('input.usage', {
      at: folder,
      why: because('folder.no-data'),
    });
  try {
    return openFolder(folder);
  } catch (error) {
    if (!isSolsteadError(error, 'folder.locked')) throw error;
    const why = because('folder.in-use');
    throw new SolsteadError('folder.locked', {
      at: folder,
      why,
      help: because('help.running', { instead }),
      cause: error,
    });
  }
}

/** Opens the stores of a house that is not running. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function openOfflineStores(options: OfflineOptions): Promise<OfflineStores> {
  const opened = new AsyncDisposableStack();
  try {
    // Records without a history are a home to which nothing happened yet.
    const home = lockedFolder(options, ['history.db', 'records.db']);
    opened.defer(() => home.close());
    const isTimeConfirmed = (): boolean => false;
    const log = makeLog('silent');
    const stores = await openHomeStores(home, { clock: systemClock, log, isOffline: true, isTimeConfirmed });
    opened.defer(() => stores.close());
    const { records, history } = stores;
    const sites = await records.sites.list();
    const devices = (await Promise.all(sites.map(({ id: site }) => records.devices.ofSite(site)))).flat();
    return {
      history,
      records,
      devices,
      site: (id) => siteIn(sites, id, home.path),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
