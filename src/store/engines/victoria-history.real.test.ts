// History in a real VictoriaMetrics, once as it comes and once with repeated points dropped by the server.
import type { TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { type HistoryServerPart, victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { historyConformance } from '../history-conformance.ts';
import { shiftedHistory } from '../testing/shifted-history.ts';
import { openVictoriaHistory } from './victoria-history.ts';

const limits = {
  bits: 'VictoriaMetrics keeps about 13 significant digits',
  replacing: 'VictoriaMetrics keeps both points of one moment and cannot replace one',
} as const;

const owner = suiteOwner();
let homes = 0;

for (const flags of [[], ['-dedup.minScrapeInterval=1ms']] as const) {
  let server: Promise<HistoryServerPart> | undefined;
  const name = `VictoriaMetrics ${flags.join(' ')}`.trim();
  historyConformance(
    name,
    (test) => {
      // One server for all tests: each is a home of its own there.
      const started = (server ??= victoriaMetrics(test as TestContext, flags, owner));
      homes += 1;
      const prefix = `home${homes}`;
      return async () => {
        const { url } = await started;
        const store = openVictoriaHistory({ url, clock, prefix });
        test.onTestFinished(() => store.close());
        return shiftedHistory(store);
      };
    },
    limits,
  );
}
