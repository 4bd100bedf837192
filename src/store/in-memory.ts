// What several processes would have to agree on, for an installation of one: leases and live bus in memory.
import type { Leases } from '#core/lease.ts';
import type { LiveBus } from '#core/live-bus.ts';
import { makeMemoryLeases } from './memory-leases.ts';
import { makeMemoryLiveBus } from './memory-live-bus.ts';

/** Leases and a bus of this process; `onMistake` receives what a subscriber of the bus threw. */
export function inMemory<Message>(onMistake: (error: unknown) => void): {
  readonly leases: Leases;
  readonly bus: LiveBus<Message>;
} {
  return { leases: makeMemoryLeases(), bus: makeMemoryLiveBus<Message>({ onMistake }) };
}
