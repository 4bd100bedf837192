// Somebody whom another system in this house has signed in.
import type { Role } from './access.ts';

/** Somebody as the other system names them. */
export interface OutsidePerson {
  /** Which system, such as `home-assistant`. */
  readonly system: string;
  /** What the system knows them by, whatever they are called. */
  readonly id: string;
  readonly name: string;
  /** What they may do when they first come; absent: they get no account by coming. */
  readonly may?: Role | undefined;
}
