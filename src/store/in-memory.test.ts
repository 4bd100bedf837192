// Leases and live bus of one process, checked by the suites.
import { leasesConformance } from './leases-conformance.ts';
import { liveBusConformance } from './live-bus-conformance.ts';
import { makeMemoryLeases } from './memory-leases.ts';
import { makeMemoryLiveBus } from './memory-live-bus.ts';

leasesConformance('in memory', async () => {
  const leases = makeMemoryLeases();
  return { one: leases, other: leases };
});

liveBusConformance('in memory', async (_owner, onMistake) => {
  const bus = makeMemoryLiveBus<number>({ onMistake });
  return { one: bus, other: bus };
});
