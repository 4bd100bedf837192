// `npm run simulate`: lives through many seeds; a seed that fails prints itself and what to type to see it again.
import { parseArgs } from 'node:util';
import { runSeed } from './run-seed.ts';

const usage = `npm run simulate -- [--seeds 100] [--from 1] [--seed N] [--hours 3]
  --seeds   how many seeds, one after the other
  --from    the first one
  --seed    this one alone, with all that happens
  --hours   how much time each lives through`;

function numberOf(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  console.error(`--${name} takes a number above zero, not ${JSON.stringify(text)}\n${usage}`);
  process.exit(2);
}

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, hours: { type: 'string' } },
});
const hours = numberOf('hours', values.hours, 3);
const one = values.seed === undefined ? undefined : numberOf('seed', values.seed, 1);
const from = one ?? numberOf('from', values.from, 1);
const seeds = one === undefined ? numberOf('seeds', values.seeds, 100) : 1;
const begunMs = performance.now();
const failed: number[] = [];
let points = 0;
let orders = 0;
let lives = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
  const outcome = await runSeed(seed, { hours, ...(one === undefined ? {} : { tell: (line) => console.log(line) }) });
  points += outcome.points;
  orders += outcome.orders;
  lives += outcome.lives;
  if (one !== undefined) console.log(JSON.stringify(outcome.energy));
  if (outcome.problems.length > 0) {
    failed.push(seed);
    console.log(
      `seed ${seed} failed: npm run simulate -- --seed ${seed}${values.hours === undefined ? '' : ` --hours ${values.hours}`}`,
    );
    for (const problem of outcome.problems.slice(0, 10)) console.log(`  ${problem}`);
    if (outcome.problems.length > 10) console.log(`  and ${outcome.problems.length - 10} more`);
  } else if (process.stdout.isTTY) process.stdout.write(`\rseed ${seed}: well `);
}
const seconds = (performance.now() - begunMs) / 1000;
const faster = (seeds * hours * 3600) / seconds;
console.log(
  `${seeds - failed.length} of ${seeds} seeds well: ${lives} lives, ${points} points, ${orders} orders; ${seconds.toFixed(1)} s, ${faster.toFixed(0)} times faster than life, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
