// One command for many relays: what is asked, the list that is shown first, and what was given then.
import type { IssuedCommand } from '#core/issued-command.ts';
import type { Reason } from '#core/reason.ts';
import type { SetPointId } from '#core/set-points.ts';

/** A relay that a command is for. */
interface BulkTarget {
  readonly device: string;
  readonly name: string;
  readonly setPoint: SetPointId;
  /** What it shows now; absent where it is not known. */
  readonly isOn?: boolean;
}

/** One that is left out, and why. */
interface BulkLeft extends BulkTarget {
  readonly reason: Reason;
}

/** All relays, or those of some devices, on or off. */
export interface BulkRequest {
  readonly on: boolean;
  /** Ids; absent: every device that may be switched. */
  readonly devices?: readonly string[];
  /** Of the list that was shown. */
  readonly arm?: string;
}

/** The list, with the token that has it carried out. */
export interface ArmedBulk {
  readonly outcome: 'armed';
  readonly arm: string;
  readonly untilMs: number;
  readonly targets: readonly BulkTarget[];
  readonly left: readonly BulkLeft[];
}

/** A command under way. */
interface FollowedCommand {
  /** As it is now. */
  command(): IssuedCommand;
  /** Resolves when it has come to an end, whichever. */
  readonly ended: Promise<IssuedCommand>;
}

/** What was given to each relay. */
export interface GivenBulk {
  readonly outcome: 'given';
  readonly given: readonly (BulkTarget & { readonly issued?: FollowedCommand; readonly reason?: Reason })[];
}
