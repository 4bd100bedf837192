// A program for tests: restores a backup into a folder, replacing what is there. Arguments: file, folder, passphrase.
import { writeSync } from 'node:fs';
import { systemClock as clock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { stageHome } from '../restore-home.ts';

const [path = '', folder = '', passphrase = ''] = process.argv.slice(2);
const held = openFolder(folder);
const staged = await stageHome({ path, passphrase }, { folder, clock }, { isReplacing: true });
writeSync(1, 'staged\n');
staged.swap();
writeSync(1, 'swapped\n');
held.close();
