// The spools of a data folder: one folder for each consumer of each site.
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import type { SpoolPlace } from '#core/spool.ts';
import type { DataFolder } from '../folder.ts';
import { openFileSpool } from './file-spool.ts';

const safe = /^[a-z0-9][a-z0-9-]*$/;

/** Spools in a data folder. */
export function spoolsIn(folder: Pick<DataFolder, 'path'>, clock: Clock): SpoolPlace {
  return {
    open({ consumer, lease }, bound) {
      const { site } = lease.fence;
      for (const name of [site, consumer])
        if (!safe.test(name)) throw new TypeError(`assertion: ${name} cannot be the name of a folder`);
      return openFileSpool({ folder: join(folder.path, 'spool', site, consumer), clock, bound, check: lease.check });
    },
  };
}
