// Projects: `unit` (of the app too) is quick and touches nothing, `real` drives ptys, brokers and child processes, `e2e` a browser.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/testkit/longest-first.ts';
import { ClosingLine } from './tools/testkit/reporter.ts';

// Threads and programs that tests start run from the sources: without it each start compiles all of them anew, which is most of its work.
process.env['NODE_COMPILE_CACHE'] ??= `${import.meta.dirname}/node_modules/.cache/solstead-compiled`;

const REAL = '**/*.real.test.ts';

/** Real servers, ptys and browsers keep their own time, and a machine may be busy: once more, and the last lines name it. */
const ONCE_MORE = 1;

/** Ends what hangs; how long a test takes is not tested, and a busy machine may be slower than this one by a multiple. */
const PATIENT_MS = 120_000;

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A test that asserts nothing cannot fail; one that waits does so as long as a slow machine needs.
    expect: { requireAssertions: true, poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,tools,packaging}/**/*.test.ts'],
          exclude: [REAL, '**/node_modules/**'],
          testTimeout: PATIENT_MS,
          // A file a process would take longer to start than to run; no module keeps state between tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'unit of the app',
          include: ['web/src/**/*.test.{ts,tsx}'],
          // The page has loaded its language when anything is said.
          setupFiles: ['web/src/testing/in-english.ts'],
          testTimeout: PATIENT_MS,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          // They wait more than they work.
          maxWorkers: 4,
          include: [`{src,tools,packaging}/${REAL}`],
          retry: ONCE_MORE,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tools/testkit/built-web.ts'],
          maxWorkers: 3,
          retry: ONCE_MORE,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
