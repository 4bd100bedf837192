// A program for the kill test of a move: moves a folder's history into another folder, slowly, and reports each page.
// Arguments: old folder, new folder, file of the mark.
import { writeSync } from 'node:fs';
import { systemClock } from '#core/clock.ts';
import { fileMark } from '../file-mark.ts';
import { openFolder } from '../folder.ts';
import { moveHistory } from '../move-history.ts';
import { openSqliteHistory } from '../sqlite-history.ts';

const [old = '', fresh = '', mark = ''] = process.argv.slice(2);
const from = await openSqliteHistory({ folder: openFolder(old) });
const to = await openSqliteHistory({ folder: openFolder(fresh) });
const slow: typeof to = {
  ...to,
  async append(batches) {
    await to.append(batches);
    // Room for a kill between a page and its mark.
    await systemClock.sleep(15);
  },
};
const { points } = await moveHistory({
  from,
  to: slow,
  move: 'old to new',
  mark: fileMark(mark),
  pagePoints: 400,
  onProgress: (progress) => writeSync(1, `page ${progress.fromMs} ${progress.points}\n`),
});
writeSync(1, `done ${points}\n`);
await from.close();
await to.close();
process.exit(0);
