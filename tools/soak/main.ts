// `npm run soak`: an hour or more of a home with twenty devices, of whose answers one in a hundred goes wrong.
import { givenOptions, numberGiven } from '../command-line.ts';
import { runSoak } from './run-soak.ts';
import { soakProblems } from './soak-problems.ts';

const usage = `npm run soak -- [--hours 3] [--faults 1] [--seed 1] [--tell]
  --hours   hours of the home
  --faults  of a hundred answers, and of a hundred requests of the output, so many go wrong
  --seed    another seed is another order of faults
  --tell    what the home logs, and how each hour went`;

const numberOf = (name: string, text: string | undefined, usual: number): number =>
  numberGiven(name, text, { usual, usage });

const { values } = givenOptions(usage, {
  options: {
    hours: { type: 'string' },
    faults: { type: 'string' },
    seed: { type: 'string' },
    tell: { type: 'boolean', default: false },
  },
});
// Errors are made by the hundred: their stacks would cost more than they tell.
Error.stackTraceLimit = 4;
const hours = numberOf('hours', values.hours, 3);
const report = await runSoak({
  hours,
  faultRate: numberOf('faults', values.faults, 1) / 100,
  seed: numberOf('seed', values.seed, 1),
  ...(values.tell ? { tell: (line) => console.log(line) } : {}),
});
const heap = report.heapBytes.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(', ');
console.log(
  `${hours} h of ${report.devices} devices in ${report.seconds.toFixed(0)} s, ${((hours * 3600) / report.seconds).toFixed(0)} times faster than life
reads: ${report.reads}; ${report.injected} answers went wrong, ${report.failedAttempts} attempts failed, ${report.failedReads} reads (${((100 * report.failedReads) / report.reads).toFixed(4)} %)
output: ${report.values} values, ${report.requests} requests, ${report.failedRequests} of them went wrong; ${report.missing.length} values are missing
memory after each hour: ${heap} MB`,
);
const problems = soakProblems(report);
for (const problem of problems) console.log(`not well: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
