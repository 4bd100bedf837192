// Prints the bytes one decode allocates. Started with --expose-gc and a young generation that holds the whole run, so
// that nothing is collected in between. Argument: name of a job.
import { jobs, type JobName } from '../decode-jobs.ts';

const warmUp = 20_000;
const runs = 10_000;

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const name = process.argv[2] ?? '';
const isJob = (text: string): text is JobName => Object.hasOwn(jobs, text);
if (!isJob(name)) throw new TypeError(`assertion: no job ${name}`);
const job = jobs[name];
let made = 0;
for (let run = 0; run < warmUp; run += 1) made += job();
globalThis.gc?.();
const before = usedBytes();
for (let run = 0; run < runs; run += 1) made += job();
const bytes = usedBytes() - before;
console.log(`bytes ${bytes / runs} values ${made}`);
