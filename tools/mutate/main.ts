// `npm run mutate`: writes known mistakes into the code, one at a time, and fails where the tests do not notice one.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT } from '../steps.ts';
import { openWorkshop, type Verdict } from './apply.ts';
import { mutations } from './mutations.ts';

const usage = `npm run mutate -- [--all] [--since main] [--file src/energy]
  without flags  mistakes in files that are changed and not committed
  --since        in files that are changed since a commit
  --file         in files whose path begins so
  --all          all of them`;

const changedSince = (ref: string): readonly string[] =>
  execFileSync('git', ['diff', '--name-only', ref], { cwd: ROOT }).toString().split('\n').filter(Boolean);

function chosen(): typeof mutations {
  try {
    const { values } = parseArgs({
      options: { all: { type: 'boolean' }, since: { type: 'string' }, file: { type: 'string' } },
    });
    if (values.all === true) return mutations;
    const { file } = values;
    if (file !== undefined) return mutations.filter((one) => one.file.startsWith(file));
    const changed = new Set(changedSince(values.since ?? 'HEAD'));
    return mutations.filter((one) => changed.has(one.file) || one.tests?.some((test) => changed.has(test)) === true);
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n${usage}`);
    process.exit(2);
  }
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
