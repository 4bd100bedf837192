// `npm run mutate`: writes known mistakes into the code, one at a time, and fails where the tests do not notice one.
import { execFileSync } from 'node:child_process';
import { givenOptions, misused } from '../command-line.ts';
import { ROOT } from '../steps.ts';
import { openWorkshop, type Verdict } from './apply.ts';
import { mutations } from './mutations.ts';

const usage = `npm run mutate -- [--all] [--since main] [--file src/energy]
  without flags  mistakes in files that are changed and not committed
  --since        in files that are changed since a commit
  --file         in files whose path begins so
  --all          all of them`;

function changedSince(ref: string): readonly string[] {
  try {
    const said = execFileSync('git', ['diff', '--name-only', ref], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
    return said.toString().split('\n').filter(Boolean);
  } catch {
    return misused(`--since ${ref}: git knows no such commit`, usage);
  }
}

function chosen(): typeof mutations {
  const { values } = givenOptions(usage, {
    options: { all: { type: 'boolean' }, since: { type: 'string' }, file: { type: 'string' } },
  });
  if (values.all === true) return mutations;
  const { file, since = 'HEAD' } = values;
  if (file !== undefined) return mutations.filter((one) => one.file.startsWith(file));
  const changed = new Set(changedSince(since));
  return mutations.filter((one) => changed.has(one.file) || one.tests?.some((test) => changed.has(test)) === true);
}

const all = chosen();
const workshop = openWorkshop(ROOT);
const counts: Record<Verdict, number> = { noticed: 0, survived: 0, explained: 0, outdated: 0 };
for (const mutation of all) {
  const verdict = workshop.tryOut(mutation);
  counts[verdict] += 1;
  console.log(`${verdict.padEnd(9)} ${mutation.file}: ${mutation.harm}`);
}
workshop.close();
console.log(
  `${all.length} mistakes: ${counts.noticed} noticed, ${counts.survived} not, ${counts.explained} explained, ${counts.outdated} whose place is another by now`,
);
process.exitCode = counts.survived + counts.outdated === 0 ? 0 : 1;
