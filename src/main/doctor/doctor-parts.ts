// What a look at an installation is given: where everything is, by the flags of `solstead serve`, and what to look with.
import type { Secret } from '#core/secrets.ts';
import type { DoctorFlags } from '#cli/flags.ts';
import type { Clock } from '#core/clock.ts';

/** What each of its parts may need. */
export interface DoctorParts extends DoctorFlags {
  readonly clock: Clock;
  /** An environment variable that holds a secret. */
  readonly secretOf: (name: string) => Secret | undefined;
  readonly environment: (name: string) => string | undefined;
  /** Whether a Solstead holds the data folder now. */
  readonly isRunning: boolean;
}
