// A fresh process that asks a history for the days of all its series. Argument: data folder. Prints ms of the opening, of a
// year and of five years, as JSON.
import { dayMs } from '#core/time.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { yearsDays, yearsSeries } from '#store/testing/years.ts';

const folder = openFolder(process.argv[2] ?? '');
const beginMs = performance.now();
const store = await openSqliteHistory({ folder });
const openMs = performance.now() - beginMs;
const years = Number(process.argv[3] ?? 5);
const fromMs = years === 5 ? yearsDays.from * dayMs : (yearsDays.to - 365 * years) * dayMs;
const askedMs = performance.now();
const answers = await store.range({ series: yearsSeries, fromMs, toMs: yearsDays.to * dayMs, stepMs: dayMs });
const tookMs = performance.now() - askedMs;
console.log(JSON.stringify({ openMs, tookMs, days: answers.reduce((sum, { value }) => sum + value.length, 0) }));
await store.close();
folder.close();
