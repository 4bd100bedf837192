// A program for tests: opens a home, makes a backup by its desk, and says how far it is. Arguments: folder, passphrase.
import { writeSync } from 'node:fs';
import { openBackupDesk } from '#backup/desk.ts';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { deskOptions } from '../house-backups.ts';
import { makeLog } from '../log.ts';
import { openHome } from './home-contents.ts';

const [folder = '', passphrase = ''] = process.argv.slice(2);
const home = await openHome(folder);
const secrets = {
  read: async () => makeSecret(passphrase),
  save: async () => undefined,
  remove: async () => undefined,
};
const options = deskOptions({ ...home, folder }, { clock, log: makeLog('silent'), secrets });
const desk = await openBackupDesk(options);
writeSync(1, 'open\n');
await desk.make();
for (let said = ''; ; ) {
  const { work } = await desk.view();
  if (work === undefined) break;
  if (work.step !== said) writeSync(1, `${(said = work.step)}\n`);
  await new Promise(setImmediate);
}
writeSync(1, 'done\n');
await desk.close();
await home.close();
