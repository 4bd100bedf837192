// Three projects: `unit` is quick and touches nothing, `real` drives ptys, brokers and child processes, `e2e` a browser.
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tools/testkit/reporter.ts';

const REAL = '**/*.real.test.ts';

/** Real servers, ptys and browsers keep their own time, and a machine may be busy: once more, and the last lines name it. */
const ONCE_MORE = 1;

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    pool: 'forks',
    maxWorkers: 2,
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,tools,packaging}/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'],
          exclude: [REAL, '**/node_modules/**'],
          // Ends what hangs; how long a test takes is not tested, and a busy machine is slow.
          testTimeout: 60_000,
          // A file a process would take longer to start than to run; no module keeps state between tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: [`{src,tools,packaging}/${REAL}`],
          retry: ONCE_MORE,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tools/testkit/built-web.ts'],
          fileParallelism: false,
          retry: ONCE_MORE,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
