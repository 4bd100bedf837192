// `npm run bench [-- <part of a row's name>] [--quick] [--json]`: what is fast and what is not, as ratios to the barest
// programs that could do the same job. Speed is a figure and no test: only a row that failed to run ends with code 1.
import { givenOptions } from '../tools/command-line.ts';
import { messageOf } from '#core/errors.ts';
import { anomalyContests } from './anomalies.ts';
import { answerContests } from './answers.ts';
import { automationContests } from './automation.ts';
import { backupContests } from './backup.ts';
import { type Contest, type Row, runContest } from './contest.ts';
import { costingContests } from './costing.ts';
import { decodeContests } from './decode.ts';
import { exchangeContests } from './exchange.ts';
import { fanOutContests } from './fan-out.ts';
import { historyContests } from './history.ts';
import { historyPeerContests } from './history-peers.ts';
import { ingestContests } from './ingest.ts';
import { linkContests } from './link.ts';
import { liveContests } from './live.ts';
import { longFileContests } from './long-file.ts';
import { mqttContests } from './mqtt.ts';
import { outputServerContests } from './output-servers.ts';
import { outputContests } from './outputs.ts';
import { makePlace, type Place, Skipped } from './place.ts';
import { formatRows, machine } from './print.ts';
import { packedContests } from './packed.ts';
import { pageContests } from './page.ts';
import { settlingContests } from './settling.ts';
import { startContests } from './start.ts';

const contests: readonly Contest[] = [
  ...decodeContests,
  ...linkContests,
  ...ingestContests,
  ...anomalyContests,
  ...costingContests,
  ...settlingContests,
  ...historyContests,
  ...historyPeerContests,
  ...exchangeContests,
  ...longFileContests,
  ...backupContests,
  ...startContests,
  ...packedContests,
  ...pageContests,
  ...liveContests,
  ...answerContests,
  ...fanOutContests,
  ...mqttContests,
  ...outputContests,
  ...outputServerContests,
  ...automationContests,
];
/** Longest time one contest may take, ms. */
const limitMs = 90_000;

interface Result {
  readonly rows: Row[];
  readonly skipped: { readonly row: string; readonly why: string }[];
  readonly failed: { readonly row: string; readonly why: string }[];
}

let current: Place | undefined;

async function runOne(contest: Contest, isQuick: boolean): Promise<readonly Row[]> {
  const place = makePlace(isQuick);
  current = place;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done within ${limitMs / 1000} s`)), limitMs);
  try {
    return await Promise.race([runContest(contest, place), late.promise]);
  } finally {
    clearTimeout(timer);
    await place.end();
    current = undefined;
  }
}

async function runAll(wanted: (row: string) => boolean, isQuick: boolean): Promise<Result> {
  const result: Result = { rows: [], skipped: [], failed: [] };
  for (const contest of contests) {
    const row = contest.figures.map(({ name }) => name).join(', ');
    if (!contest.figures.some(({ name }) => wanted(name))) continue;
    process.stderr.write(`${row} …\n`);
    try {
      result.rows.push(...(await runOne(contest, isQuick)).filter(({ name }) => wanted(name)));
    } catch (error) {
      const list = error instanceof Skipped ? result.skipped : result.failed;
      list.push({ row, why: messageOf(error) });
    }
  }
  return result;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void (current?.end() ?? Promise.resolve()).finally(() => process.exit(130)));

const usage = `npm run bench -- [part of a row's name …] [--quick] [--json]
  --quick  shorter runs: figures that are good enough to see what broke
  --json   everything as one document`;
const { values, positionals } = givenOptions(usage, {
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const startMs = performance.now();
const before = machine();
const wanted = (row: string): boolean => positionals.length === 0 || positionals.some((part) => row.includes(part));
const names = contests.flatMap(({ figures }) => figures.map(({ name }) => name));
const unmatched = positionals.filter((part) => !names.some((name) => name.includes(part)));
if (unmatched.length > 0) {
  console.error(
    `no row is called ${unmatched.join(' or ')}. There are:\n${names.map((name) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}
const { rows, skipped, failed } = await runAll(wanted, values.quick);
const seconds = Math.round((performance.now() - startMs) / 1000);
if (values.json) console.log(JSON.stringify({ machine: before, seconds, rows, skipped, failed }, undefined, 2));
else {
  console.log(`\n${formatRows(rows)}\n\n${before}; load at the end ${machine().split('load ')[1]}; ${seconds} s`);
  for (const { row, why } of skipped) console.log(`skipped: ${row}: ${why}`);
  for (const { row, why } of failed) console.log(`FAILED: ${row}: ${why}`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
