// `npm run simulate`: lives through many seeds; a seed that fails prints itself and what to type to see it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { givenOptions, numberGiven } from '../command-line.ts';
import { runSeed } from './run-seed.ts';

const usage = `npm run simulate -- [--seeds 100] [--from 1] [--seed N] [--hours 3] [--jobs 1]
  --seeds   how many seeds, one after the other
  --from    the first one
  --seed    this one alone, with all that happens
  --hours   how much time each lives through
  --jobs    how many processes share the seeds`;

const numberOf = (name: string, text: string | undefined, usual: number): number =>
  numberGiven(name, text, { usual, usage });

const { values } = givenOptions(usage, {
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    hours: { type: 'string' },
    jobs: { type: 'string' },
  },
});
const hours = numberOf('hours', values.hours, 3);
const one = values.seed === undefined ? undefined : numberOf('seed', values.seed, 1);
const from = one ?? numberOf('from', values.from, 1);
const seeds = one === undefined ? numberOf('seeds', values.seeds, 100) : 1;
const jobs = Math.min(seeds, numberOf('jobs', values.jobs, 1));

/** Lives through some of the seeds in a process of its own, which tells what it finds; answers whether all is well. */
async function shared(first: number, count: number): Promise<boolean> {
  const part = ['--from', `${first}`, '--seeds', `${count}`, '--hours', `${hours}`];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...part], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

async function inTurn(): Promise<boolean> {
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
    const done = seed - from + 1;
    if (!process.stdout.isTTY && done % 100 === 0 && done < seeds)
      console.log(`${done - failed.length} of ${done} well`);
  }
  const seconds = (performance.now() - begunMs) / 1000;
  const faster = (seeds * hours * 3600) / seconds;
  console.log(
    `${seeds - failed.length} of ${seeds} seeds well: ${lives} lives, ${points} points, ${orders} orders; ${seconds.toFixed(1)} s, ${faster.toFixed(0)} times faster than life, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
  );
  return failed.length === 0;
}

// Errors are made by the thousand, for each silence of a device: their stacks would cost more than they tell.
if (one === undefined) Error.stackTraceLimit = 4;
const firstOf = (job: number): number => from + Math.floor((job * seeds) / jobs);
const part = (_: unknown, job: number): Promise<boolean> => shared(firstOf(job), firstOf(job + 1) - firstOf(job));
const isWell = jobs > 1 ? (await Promise.all(Array.from({ length: jobs }, part))).every(Boolean) : await inTurn();
process.exitCode = isWell ? 0 : 1;
