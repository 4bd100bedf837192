// Commands that somebody gave, as they are kept: what was to be set, how far it is, what became of it. Kept so that a client can
// look again, and so that one repeated with its key after a lost answer is not carried out twice.
import type { Principal } from './access.ts';
import type { CommandResult, CommandTarget } from './command.ts';
import type { ErrorCode } from './errors.ts';
import type { Reason } from './reason.ts';
import type { MetricValue } from './reading.ts';

/**
 * How far a command is. `accepted`: checked, logged and waiting for its turn; `sent`: on its way to the device. The others are ends:
 * `confirmed` by what the device shows, `acknowledged` where it does not show it, `refused` by the device, `failed` in any other way,
 * `expired` before it was sent.
 */
export const commandStates = ['accepted', 'sent', 'confirmed', 'acknowledged', 'refused', 'failed', 'expired'] as const;

/** One of {@link commandStates}. */
export type CommandState = (typeof commandStates)[number];

/** Why a command came to no good end. */
export interface CommandFailure {
  readonly code: ErrorCode;
  /** The thing: a link, a device, a setting. */
  readonly at: string;
  readonly reason?: Reason;
  readonly help?: Reason;
}

/** A command that was accepted. */
export interface IssuedCommand extends Omit<CommandResult, 'outcome'> {
  /** Grows with time: a later one is greater, as text. */
  readonly id: string;
  readonly site: string;
  readonly device: string;
  readonly target: CommandTarget;
  readonly value: MetricValue;
  readonly by: Pick<Principal, 'id' | 'kind' | 'name'>;
  readonly state: CommandState;
  /** Epoch ms. */
  readonly createdMs: number;
  readonly changedMs: number;
  /** When it went out to the device; absent: it did not. */
  readonly sentMs?: number;
  /** Until when it may be sent, epoch ms. */
  readonly expiresMs: number;
  readonly failure?: CommandFailure;
}

/** How a client recognizes its own request when it repeats it. */
export interface IssueKey {
  /** The client's own name for the request; each principal has its own. */
  readonly key: string;
  /** What was asked, as a hash. */
  readonly fingerprint: string;
}

/** Commands of each site that are kept; the oldest go first, and with them their keys. */
export const keptCommands = 2000;

/** Which commands are wanted. */
export interface CommandQuery {
  readonly limit: number;
  readonly site: string;
  /** Only of these devices. */
  readonly devices?: readonly string[];
  /** Those before this one, by id. */
  readonly before?: string;
}

/** Commands that were given. */
export interface CommandStore {
  byId(id: string): Promise<IssuedCommand | undefined>;
  /** The command that a principal gave under a key, and what was asked then. */
  byKey(
    principal: string,
    key: string,
  ): Promise<{ readonly command: IssuedCommand; readonly fingerprint: string } | undefined>;
  /** Keeps a new one and forgets the oldest of its site. Errors: `input.invalid` if the principal used the key already. */
  add(command: IssuedCommand, key?: IssueKey): Promise<void>;
  /** Keeps what became of one; nothing happens to one that is not there any more. */
  update(command: IssuedCommand): Promise<void>;
  /** The newest first. */
  newest(query: CommandQuery): Promise<readonly IssuedCommand[]>;
  /** Those of a site that came to no end: the process ended before. */
  unfinished(site: string): Promise<readonly IssuedCommand[]>;
}
