// What several processes would have to agree on, for an installation of one: leases and live bus in memory.
import type { Leases } from '#core/lease.ts';
import type { LiveBus } from '#core/live-bus.ts';
import type { MonitoringNotice } from '#core/monitoring.ts';
import { makeMemoryLeases } from './memory-leases.ts';
import { makeMemoryLiveBus } from './memory-live-bus.ts';

/** Leases and buses of this process; `onMistake` receives what a subscriber of a bus threw. */
export function inMemory<Message>(onMistake: (error: unknown) => void): {
  readonly leases: Leases;
  readonly bus: LiveBus<Message>;
  /** What is announced to those who monitor a home. */
  readonly notices: LiveBus<MonitoringNotice>;
} {
  return {
    leases: makeMemoryLeases(),
    bus: makeMemoryLiveBus<Message>({ onMistake }),
    notices: makeMemoryLiveBus<MonitoringNotice>({ onMistake }),
  };
}
