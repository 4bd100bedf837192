// For tests only: settles the days of the plant in a folder, from a late gap on, until it is killed. Reports its progress.
import { systemClock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { makeSiteLedger } from '../site-ledger.ts';
import { devices, setClock, site } from './ledger-home.ts';

const [path = '', now = '0'] = process.argv.slice(2);
const folder = openFolder(path);
const history = await openSqliteHistory({ folder });
const records = await openSqliteRecords({ folder });
const ledger = makeSiteLedger({
  site,
  timeZone: 'Europe/Berlin',
  history,
  clock: {
    ...setClock(Number(now)),
    // So that it pauses between hours, and can be killed there.
    monotonicMs: () => systemClock.monotonicMs(),
    sleep: () => systemClock.sleep(2),
  },
  store: records.ledger,
  flush: async () => undefined,
  onSettled: () => undefined,
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
});
for (const device of devices) ledger.place(device);
await ledger.open();
const stop = systemClock.every(3, () =>
  process.stdout.write(`at ${ledger.settlement.settledHours} of ${ledger.settlement.work?.total ?? 0}\n`),
);
await ledger.settlement.settled();
stop();
process.stdout.write('done\n');
