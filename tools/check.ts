// `npm run check`: everything that says whether the code may go in, in under a minute.
// With --all (`npm test`) the same, and then every test there is, ending in the count alone on the last line.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runStep, runSteps, type Step } from './steps.ts';

const all = process.argv.includes('--all');

/** The TypeScript projects that have files: an empty one is an error to tsc. */
const projects = ['.', 'web', 'tests'].filter((folder) => {
  const files = folder === '.' ? '{src,tools,bench,packaging}/**/*.ts' : `${folder}/**/*.{ts,tsx}`;
  return globSync(files, { cwd: ROOT }).some((path) => !path.endsWith('vite.config.ts'));
});

const CHECKS: readonly Step[] = [
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--format=unix'] },
  ...projects.map((folder) => ({
    name: folder === '.' ? 'types' : `types of ${folder}`,
    // One checker: each of several would make the same types of the contract and the records once more.
    command: ['tsc', '-p', join(folder, 'tsconfig.json'), '--pretty', 'false', '--checkers', '1'],
  })),
  // The package for others speaks to older engines: what it may use is less.
  {
    name: 'types of the package',
    command: 'tsc -p packaging/protocols/tsconfig.json --noEmit --emitDeclarationOnly false --pretty false'.split(' '),
  },
  { name: 'format', command: ['biome', 'format', '--colors=off', '--reporter=summary', '.'] },
  { name: 'imports', command: ['node', 'tools/check-imports.ts'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'generated files', command: ['node', 'tools/gen.ts', '--check'] },
];

const UNIT_TESTS: Step = {
  name: 'unit tests',
  command: ['vitest', 'run', '--configLoader', 'native', '--project', 'unit*', '--no-color'],
};

const outcomes = await runSteps(all ? CHECKS : [UNIT_TESTS, ...CHECKS], 2);
const failed = outcomes.filter(({ passed }) => !passed).map(({ step }) => step.name);
if (all) {
  // The tests run even so: one broken rule should not hide another broken thing.
  process.env['SOLSTEAD_FAILED_CHECKS'] = failed.join(', ');
  const tests = await runStep(
    { name: 'tests', command: ['vitest', 'run', '--configLoader', 'native'], limitMs: 3_240_000 },
    'show',
  );
  if (!tests.passed) failed.push('tests');
}
process.exitCode = failed.length === 0 ? 0 : 1;
