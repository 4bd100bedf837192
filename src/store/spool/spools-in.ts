// The spools of a data folder: one folder for each consumer of each site.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { said } from '#core/reason.ts';
import type { SpoolPlace } from '#core/spool.ts';
import type { DataFolder } from '../folder.ts';
import { openFileSpool } from './file-spool.ts';

const safe = /^[a-z0-9][a-z0-9-]*$/;

/** Spools in a data folder. */
export function spoolsIn(folder: Pick<DataFolder, 'path'>, clock: Clock): SpoolPlace {
  const pathOf = (site: string, consumer: string): string => {
    for (const name of [site, consumer])
      if (!safe.test(name)) throw new TypeError(`assertion: ${name} cannot be the name of a folder`);
    return join(folder.path, 'spool', site, consumer);
  };
  return {
    open({ consumer, lease }, bound) {
      const path = pathOf(lease.fence.site, consumer);
      return openFileSpool({ folder: path, clock, bound, check: lease.check });
    },
    async remove({ consumer, lease }) {
      const path = pathOf(lease.fence.site, consumer);
      lease.check();
      try {
        await rm(path, { recursive: true, force: true });
      } catch (thrown) {
        throw new SolsteadError('store.failed', { at: path, why: said(thrown), cause: thrown });
      }
    },
  };
}
