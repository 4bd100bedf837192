// Which commands of a device go unanswered while the device itself answers: its model does not know them.
import type { Clock } from '#core/clock.ts';

/** The unanswered commands of one device. */
export interface CommandMisses {
  /** Counts a command that was refused or met with silence. */
  missed(name: string): void;
  answered(name: string): void;
  /** How often in a row it went unanswered. */
  count(name: string): number;
  /** The commands worth sending now. */
  askable(names: readonly string[]): readonly string[];
  /** Forgets everything: another unit may be on the line. */
  clear(): void;
}

/** A command unanswered this often is left out for a while. */
const missesUntilSkipped = 3;
/** After this long it is asked once more: a device that was busy or starting up may answer now. */
const skipMs = 600_000;

/** No command missed yet. */
export function makeCommandMisses(clock: Clock): CommandMisses {
  const misses = new Map<string, { count: number; untilMs: number }>();
  return {
    missed(name) {
      const count = (misses.get(name)?.count ?? 0) + 1;
      misses.set(name, { count, untilMs: clock.monotonicMs() + (count >= missesUntilSkipped ? skipMs : 0) });
    },
    answered: (name) => void misses.delete(name),
    count: (name) => misses.get(name)?.count ?? 0,
    askable(names) {
      const nowMs = clock.monotonicMs();
      return names.filter((name) => (misses.get(name)?.untilMs ?? 0) <= nowMs);
    },
    clear: () => misses.clear(),
  };
}
