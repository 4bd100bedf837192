// Beside vitest's own report: every skipped test with its reason, every test that passed only when run again, and as the
// very last line the count over all projects of the run, alone: `N passed, N failed` or `N passed, N failed, N skipped`.
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The closing line of a run. */
export const closingLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** A file or suite that breaks outside its tests counts as one failure, and so does every unhandled error. */
function countRun(modules: readonly TestModule[], unhandled: number): Count {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const groups: (TestModule | TestSuite)[] = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state).length;
  const broken = groups.filter((group) => group.errors().length > 0).length;
  const passed = inState('passed');
  const skipped = inState('skipped');
  return { passed, failed: inState('failed') + inState('pending') + broken + unhandled, skipped };
}

function hasReason(test: TestCase): boolean {
  const result = test.result();
  return result.state === 'skipped' && result.note !== undefined;
}

function skipLine(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  const reason = note ?? (test.options.mode === 'run' ? 'its suite failed' : 'marked so in the code');
  return `skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}`;
}

const againLine = (test: TestCase): string =>
  `passed only when run again: ${test.module.relativeModuleId} > ${test.fullName}`;

/** Prints the skipped tests, those that failed once, and the closing line. */
export class ClosingLine implements Reporter {
  #filtered = false;
  #watching = false;

  onInit(vitest: { config: { testNamePattern?: RegExp | undefined; watch: boolean } }): void {
    this.#filtered = vitest.config.testNamePattern !== undefined;
    this.#watching = vitest.config.watch;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], _reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    // With -t every other test of a file is "skipped": only those with a reason of their own are worth a line.
    const worthALine = tests.filter((test) => !this.#filtered || hasReason(test));
    const checks = process.env['SOLSTEAD_FAILED_CHECKS'];
    const before = checks ? [`✗ failed before the tests, see above: ${checks}`] : [];
    const again = modules
      .flatMap((module) => [...module.children.allTests('passed')])
      .filter((test) => test.diagnostic()?.flaky === true);
    const told = [...worthALine.map(skipLine), ...again.map(againLine)];
    const lines = [...before, ...told, closingLine(countRun(modules, unhandled.length))];
    const print = () => process.stdout.write(`${lines.join('\n')}\n`);
    // vitest still writes its summary after this call: the closing line waits for the end of the process.
    if (this.#watching) print();
    else process.once('exit', print);
  }
}
